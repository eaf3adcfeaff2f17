import Console
import Engine
import HyperparameterSearch
import Landscapes
import Session

/// What `search` takes, by its actions.
enum Key {
  typealias Argument = Verbs.Argument

  static let action = Argument<String?>(
    "action", as: .positional,
    .choice(["grid", "random", "bayes", "resume", "table", "use", "task", "collect"]),
    "grid, random or bayes; or resume, table, use, task, collect")

  // MARK: A search

  static let formula = Argument<String?>(
    "formula", as: .positional, .formula,
    "a formula or a surface to minimize; without it settings are searched",
    names: .open { _ in CataloguedSurface.all.map(\.name) })
  static let target = Argument<String?>(
    "folder", as: .positional, .output, "where export=slurm writes")
  static let epochs = Argument<Int?>(
    "epochs", 1...1_000_000, "passes over the data for each trial; \(usualEpochs)")
  static let usualEpochs = 5
  static let steps = Argument<Int?>("steps", 1...1_000_000_000, "updates for each trial instead")
  static let monitor = Argument<String?>(
    "monitor", .word, "what is to be small, or great: val_loss, val_accuracy, ...",
    names: .open { $0.monitors })
  static let export = Argument<String?>(
    "export", .choice(["slurm"]), "writes a job array to the folder named last")
  static let tasks = Argument<Int?>("tasks", 1...100_000, "how many tasks it has; \(usualTasks)")
  static let usualTasks = 16
  static let trials = Argument<Int?>(
    "trials", 1...StudyDefinition.mostTrials, "how many trials; \(usualTrials) if not given")
  static let usualTrials = 20
  static let seed = Argument<String?>(
    "seed", .formula,
    "the seed of the search; a space, as seed=1,2,3, searches the seed of the training")
  static let study = Argument<String?>("study", .output, "the file to keep it in")
  static let workers = Argument<Int?>(
    "workers", 1...TrialRunner.mostWorkers,
    "threads; one for each core if not given, as far as memory goes")
  static let points = Argument<[Double]?>(
    "points", count: 1...64, "values of each setting, or one number for all")
  static let parallel = Argument<Int?>(
    "parallel", 1...64, "trials under way at once; \(usualParallel)")
  static let usualParallel = 1
  static let start = Argument<Int?>(
    "start", 1...1_000, "trials drawn at random first; \(usualStart)")
  static let usualStart = 5

  /// The options that are no settings.
  static let options = Set(
    ([
      trials, epochs, steps, monitor, points, parallel, start, study, workers, export, tasks, seed,
      Workspace.force,
    ] as Verbs.Declarations).map { $0.name })

  // MARK: What is done with one

  static let kept = Argument<String?>(
    "file", as: .positional, .path, "a study; the last search if not given",
    suggestions: { $0.keptStudies.map(\.name) })
  static let sort = Argument<String?>(
    "sort", .word, "the column to sort by, the value if not given; -lr the other way",
    names: .open { ["value", "trial"] + ($0.search?.names ?? []) })
  static let top = Argument<Int?>("top", 1...1_000_000, "how many rows")
  static let condition = Argument<String?>(
    "where", .formula, "a condition in the columns, as \"lr < 0.1 and value < 1\"")
  static let trial = Argument<Int?>(
    "trial", as: .positional, 0...1_000_000, "which; the best if not given")
  static let folder = Argument<String>(
    required: "folder", .path, "the folder that export=slurm wrote")
  static let index = Argument<Int>(required: "index", 0...999_999, "which task, from 0")
  static let taskCount = Argument<Int>(required: "of", as: .option, 1...1_000_000, "how many tasks")
}
