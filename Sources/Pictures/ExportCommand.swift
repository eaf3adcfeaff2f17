import Console
import Engine
import Session

extension Verbs {
  /// The options of `export` besides force=.
  static let exportOptions = ["theme", "last", "names"]

  static let export = Command(
    "export", .keep, "writes a figure, a table, weights, the page, a log or a script",
    discussion: ExportFormat.all.map(\.help).filter { !$0.isEmpty }.joined(separator: "\n\n")
      + "\n\n" + Document.rule,
    parameters: [
      Parameter(
        "format", .positional, .choice(ExportFormat.all.map(\.name)), required: true,
        "what to write"),
      Parameter(
        "file", .positional, .output, required: true, "where to write; for TensorBoard a folder"),
      Parameter(
        "what", .rest, .formula,
        "of figures what 'plot' draws, 'race' or 'animated'; of csv see above",
        suggestions: { workspace in
          ExportFormat.all.flatMap(\.words) + workspace.drawableNames
        }),
      Parameter(
        "theme", .option, .choice(["light", "dark", "auto"]), default: "auto",
        "a figure's colours"),
      Parameter(
        "last", .option, .integer(1...Parameter.mostUpdates),
        "of a csv trace only the last so many updates"),
      Parameter(
        "names", .option, .choice(WeightNames.Style.allCases.map(\.rawValue)), default: "own",
        "what weights are called"),
      Document.force,
    ],
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
    guard let format = ExportFormat.all.first(where: { $0.name == arguments.text("format") }) else {
      throw ShellError("'export' writes \(ExportFormat.all.map(\.name).joined(separator: ", "))")
    }
    try format.check(arguments)
    return try format.write(&workspace, arguments.text("file") ?? "", arguments)
  }
}
