import Console
import Engine
import Session

extension Verbs {
  private static let format = Argument<String>(
    required: "format", .choice(ExportFormat.all.map(\.name)), "what to write")
  private static let exportFile = Workspace.file("where to write; for TensorBoard a folder")
  static let exportedWords = Argument<String?>(
    "what", as: .rest, .formula,
    "of figures what 'plot' draws, 'race' or 'animated'; of csv see above",
    suggestions: { workspace in
      ExportFormat.all.flatMap(\.words) + workspace.drawableNames
    })
  static let theme = Argument<ExportFormat.Theme>("theme", default: .auto, "a figure's colours")
  static let lastRows = Argument<Int?>(
    "last", 1...Parameter.mostUpdates, "of a csv trace only the last so many updates")
  static let weightNames = Argument<WeightNames.Style>(
    "names", default: .own, "what weights are called")

  /// What `export` takes besides a file and force=.
  static let exportOptions: Verbs.Declarations = [exportedWords, theme, lastRows, weightNames]

  static let export = Command(
    "export", .keep, "writes a figure, a table, weights, the page, a log or a script",
    discussion: ExportFormat.all.map(\.help).filter { !$0.isEmpty }.joined(separator: "\n\n")
      + "\n\n" + Document.rule,
    parameters: [format, exportFile] + exportOptions + [Workspace.force],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; run 50; plot surface", "export svg path.svg",
      "export svg loss.svg loss theme=light", "race valley; export svg race.svg race animated",
      "export pdf loss.pdf loss", "export pgf loss.pgf loss", "export vega loss.vl.json loss",
      "export csv course.csv trace loss theta m_hat", "export csv loss.csv plot loss",
      "export html run.html", "export tensorboard runs",
      "data moons n=40; network 2-4:tanh-1:sigmoid; batch 8; run 20", "export numpy moons.py",
      "export weights moons.safetensors names=pytorch",
    ]
  ) { workspace, arguments throws(ShellError) in
    guard let format = ExportFormat.all.first(where: { $0.name == arguments[format] }) else {
      throw ShellError("'export' writes \(ExportFormat.all.map(\.name).joined(separator: ", "))")
    }
    try format.check(arguments)
    return try format.write(&workspace, arguments[exportFile], arguments)
  }
}
