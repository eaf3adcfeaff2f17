import Console
import Engine
import Formula
import Plot
import Session
import Wording

extension Verbs {
  static let lastUpdates = Argument<Int?>(
    "last", 1...Parameter.mostUpdates, "only the last so many updates")
  static let branchByBranch = Argument<Bool?>(
    "branches", "yes draws a quantity over t for every branch that has it")
  static let logAxis = Argument<Bool?>(
    "log", "a logarithmic y axis; by the numbers where left open")
  static let smoothing = Argument<Int?>(
    "smooth", 1...1_000_000, "updates in a loss's moving average")

  static let plot = Command(
    "plot", .see, "draws surfaces, networks and any quantity over t; alone it lists what",
    discussion: """
      'plot' alone lists what can be drawn now, and what the rest waits for. 'plot surface' draws \
      contours with the path of every branch; 'plot loss' the loss over t, on a network with each \
      batch's loss as points, their moving average and the validation curve; what is none of the \
      listed names is an expression over the quantities: 'plot m_hat[0] v_hat[0]', \
      'plot norm(grad)'. The word 'describe' at the end says in words what the picture shows; \
      'plot describe' alone describes the last one drawn.
      """,
    parameters: [
      pictured, xWindow, yWindow, lastUpdates, plane, branchByBranch, logAxis, smoothing, features,
      fixedInput,
    ],
    examples: [
      "surface rosenbrock; optimizer adam lr=0.1; run 100", "plot surface", "plot step",
      "plot m_hat v_hat last=50 log=no", "plot schedule all", "plot activation relu tanh",
      "plot surface describe",
      "data moons n=80 split=0.7,0.3; network 2-6:tanh-1:sigmoid; batch 8; run 60",
      "plot loss smooth=10", "plot weights W1", "plot boundary", "plot",
    ]
  ) { workspace, arguments throws(ShellError) in
    var words = arguments[pictured]
    let isDescribed = words.last?.lowercased() == "describe"
    if isDescribed { words.removeLast() }
    if words.isEmpty, !isDescribed {
      guard arguments.givenNames.isEmpty else {
        throw ShellError("'plot' needs to be told what; 'plot' alone lists what can be drawn")
      }
      return [workspace.plottable]
    }
    let drawn = try workspace.drawn(words, arguments)
    workspace.lastFigure = drawn.figure
    var report = Report(json: drawn.json)
    if isDescribed {
      let text = describe(drawn.figure)
      workspace.host.drawn?(drawn.figure, text)
      report.json["description"] = .string(text)
      for line in text.split(separator: "\n") {
        report.paragraph(StyledText(String(line)), indent: 2)
      }
    } else {
      report.blocks.append(.drawing(workspace.drawing(of: drawn.figure)))
    }
    return [report]
  }
}

extension Workspace {
  /// The figure that the words behind `plot` ask for; without any, the last one drawn.
  fileprivate func drawn(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> PlotKind.Drawn {
    guard let first = words.first else {
      guard let lastFigure else {
        throw ShellError("nothing has been drawn yet; 'plot' alone lists what can be drawn")
      }
      return (lastFigure, ["what": "last", "figure": .string(lastFigure.title)])
    }
    let picture = host.rooms.picture(named: first)
    // A picture may have a quantity's name: with other words it is the quantity that is meant.
    let isQuantity = quantityNames.contains(first) && picture?.operands.isEmpty ?? false
    let isOverBranches = arguments[Verbs.branchByBranch] ?? false && isQuantity
    guard let kind = picture, !isOverBranches, words.count == 1 || !isQuantity
    else {
      let known = [
        Verbs.xWindow.name, Verbs.yWindow.name, Verbs.lastUpdates.name, Verbs.logAxis.name,
        Verbs.branchByBranch.name,
      ]
      try refuseOptions(besides: known, of: "quantities over t", arguments)
      return try quantityFigure(words, arguments)
    }
    let operands = Array(words.dropFirst())
    guard operands.isEmpty || !kind.operands.isEmpty else {
      throw arguments.error("'\(first)' is drawn on its own", about: Verbs.pictured)
    }
    try refuseOptions(besides: kind.options, of: "'plot \(first)'", arguments)
    if let obstacle = kind.obstacle(self) { throw ShellError("'plot \(first)' \(obstacle)") }
    return try kind.draw(self, operands, arguments)
  }

  private func refuseOptions(
    besides known: [String], of what: String, _ arguments: Arguments
  ) throws(ShellError) {
    guard
      let wrong = Verbs.plot.parameters.first(where: {
        $0.form == .option && !known.contains($0.name) && arguments.isGiven($0)
      })
    else { return }
    throw arguments.error(
      "\(what) \(what.hasPrefix("'") ? "takes" : "take") no \(wrong.name)="
        + (known.isEmpty ? "" : "; there \(known.count == 1 ? "is" : "are") ")
        + known.map { $0 + "=" }.joined(separator: ", "), about: wrong)
  }

  /// What can be drawn now, and why the rest cannot.
  fileprivate var plottable: Report {
    let states = host.rooms.pictures.map { (kind: $0, obstacle: $0.obstacle(self)) }
    let quantities = liveQuantityNames
    let now = states.filter { $0.obstacle == nil }
    var report = Report(json: [
      "plottable": .strings(now.map(\.kind.name) + quantities),
      "pictures": .array(
        states.map { kind, obstacle in
          .object([
            "name": .string(kind.name), "summary": .string(kind.summary),
            "drawable": .boolean(obstacle == nil), "because": obstacle.map(JSON.string) ?? .null,
          ])
        }),
    ])
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading)], wrapsLastColumn: true)
    table.rows = now.map { [StyledText($0.kind.usage, .command), StyledText($0.kind.summary)] }
    report.table(table)
    if !quantities.isEmpty {
      report.paragraph(
        "over t: " + StyledText(quantities.joined(separator: " "), .quantity)
          + " and any expression over them", indent: 8)
    }
    let later = states.filter { $0.obstacle != nil }
    guard !later.isEmpty else { return report }
    report.line(StyledText("not yet:", .faint))
    var told: [String] = []
    for reason in later.compactMap(\.obstacle) where !told.contains(reason) {
      told.append(reason)
      let names = later.filter { $0.obstacle == reason }.map(\.kind.name)
      report.paragraph(
        StyledText(names.joined(separator: " ") + "  ", .command) + StyledText(reason, .faint),
        indent: 2)
    }
    return report
  }
}
