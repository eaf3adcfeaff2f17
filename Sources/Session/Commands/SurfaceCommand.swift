import Console
import Engine
import Formula
import Landscapes
import Timelines
import Wording

extension Verbs {
  private static let surfaceName = Argument<String?>(
    "name", as: .positional, .formula, "a surface of the catalogue, or a formula in x and y",
    names: .surfaces)
  static let surfaceStart = Argument<[Double]?>(
    "at", aliases: ["start"], count: 2...2, "where to start, x,y")
  private static let fromNetwork = Argument<String>(
    required: "network", .choice(["network"]), "the word 'network'")
  static let planeWords = Argument<[String]>(
    "words", .word, "the plane in words, as 'plane W1[0,0] W2[0,0]'",
    names: .open { _ in ["plane", "random", "gradient", "path"] })

  package static let surface = Command(
    "surface", .setUp, "sets up the error surface to descend",
    discussion: """
      'surface' alone lists the catalogue with each surface's start, the rates that show what it \
      is famous for, and what that is. Any formula in x and y is a surface too, in quotes; its \
      derivatives are exact. 'surface line data=auto_mpg x=weight_lb y=mpg' is the mean squared \
      error of a line fitted to real data, over its slope and intercept; standardize=yes makes a \
      bowl of the ravine; a CSV file goes by its path, which in a file of commands is looked for \
      beside that file, then in the working folder. 'surface from network plane=W1[0,0],W2[0,0]' makes the training loss over \
      two weights of the present network a surface to step on (plane=random, gradient and path \
      choose other directions).
      """,
    parameters: [surfaceName, surfaceStart],
    dependentParameters: { _, words in
      switch words.first {
      case "line": Workspace.lineParameters
      case "from": [fromNetwork, planeWords, plane]
      default: []
      }
    },
    examples: [
      "surface", "surface rosenbrock", "surface rosenbrock at=-1.2,1",
      "surface \"x^2 + 10*y^2\" at=4,1", "surface line data=auto_mpg x=weight_lb y=mpg",
    ], effect: .begins
  ) { workspace, arguments throws(ShellError) in
    guard let name = arguments[surfaceName] else {
      guard let start = arguments[surfaceStart] else { return [workspace.catalogue] }
      // `surface at=1,2` moves the start of the present surface.
      var place = try workspace.requireBranch().place
      place = try engineError { try place.moved(to: start) }
      let remark = workspace.begin(at: place)
      return [workspace.surfaceReport(after: remark)]
    }
    let place = try workspace.place(name, column: arguments.column(surfaceName), arguments)
    let remark = workspace.begin(at: place)
    return [workspace.surfaceReport(after: remark)]
  }
}

extension Names {
  /// The surfaces of the catalogue, those that are made of data or of a network, and formulas in x
  /// and y.
  package static var surfaces: Names {
    Names(
      "surface", hint: "'surface' lists the names",
      isOther: { text, isQuoted, _ in
        isQuoted || text.count == 1
          || !text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" }
      }
    ) { _ in CataloguedSurface.all.map(\.name) + ["line", "from"] }
  }
}

/// Runs a call of the engine or of Formula, turning its error into the shell's.
package func engineError<R>(_ body: () throws -> R) throws(ShellError) -> R {
  do { return try body() } catch let error as ShellError { throw error } catch {
    throw ShellError("\(error)")
  }
}

extension Place {
  /// The same surface from another start.
  package func moved(to start: [Double]) throws -> Place {
    guard let surface, case .surface(let command) = source else {
      throw ShellError("at= moves the start of a surface")
    }
    let words = try LineSyntax.statements(of: command, longest: .max).first?.tokens ?? []
    let kept = words.filter { $0.key != "at" }.map(\.written).joined(separator: " ")
    return Place(
      .surface(kept + " at=" + start.map(exact).joined(separator: ",")),
      try Surface(name: surface.name, formula: surface.formula, start: start), name: name,
      catalogued: catalogued, minima: minima, remark: remark)
  }
}

extension Workspace {
  /// What the arguments of `surface` describe.
  fileprivate func place(
    _ text: String, column: Int?, _ arguments: Arguments
  ) throws(ShellError) -> Place {
    if text == "line" { return try linePlace(from: arguments) }
    if text == "from" { return try planePlace(from: arguments) }
    let start = arguments[Verbs.surfaceStart]
    if let catalogued = CataloguedSurface.named(text) {
      let surface = try engineError { try catalogued.surface(at: start) }
      let least = catalogued.minima.map(\.value).min() ?? 0
      return Place(
        .surface("surface \(text) at=" + surface.start.map(exact).joined(separator: ",")),
        surface, name: surface.name, catalogued: catalogued,
        minima: catalogued.minima.sorted { $0.value - least < $1.value - least },
        remark: catalogued.character)
    }
    let formula = try formula(
      text, column: column, variables: ["x", "y"], as: "a surface")
    let surface = try engineError {
      try Surface(name: "surface", formula: formula.expression, start: start ?? [1, 1])
    }
    return Place(
      .surface(
        "surface \"\(formula.expression.typeset(.exact))\" at="
          + surface.start.map(exact).joined(separator: ",")), surface, name: surface.name)
  }

  /// Begins a new course of training; the other branches go with the old surface.
  ///
  /// - Returns: what had to be set otherwise there, in words.
  @discardableResult
  package mutating func begin(at place: Place) -> String? {
    let (setup, remark) = setup(at: place)
    branch = Branch(
      name: Branch.firstName, place: place,
      timeline: Timeline(setup.experiment(on: place.objective)))
    otherBranches = []
    unfinishedRun = nil
    return remark
  }

  /// Starts over on the present branch, on another place; the others stay.
  ///
  /// - Returns: what had to be set otherwise there, in words.
  package mutating func restart(at place: Place) -> String? {
    let (setup, remark) = setup(at: place)
    branch?.timeline = Timeline(setup.experiment(on: place.objective))
    branch?.place = place
    unfinishedRun = nil
    return remark
  }

  /// Leaves all branches; the settings from before the first of them are in force again.
  package mutating func leaveBranches() {
    branch = nil
    otherBranches = []
    unfinishedRun = nil
  }

  /// The settings in force as they can be somewhere else, and what is different about them.
  private func setup(at place: Place) -> (Setup, remark: String?) {
    var setup = setup
    let monitors = place.objective.makeEvaluator().monitors
    guard rebuilding == nil, let missing = setup.stopping?.monitor, !monitors.contains(missing)
    else { return (setup, nil) }
    let monitor = EarlyStopping.usualMonitor(among: monitors)
    setup.stopping?.monitor = monitor
    return (setup, "there is no \(missing) here: early stopping watches \(monitor)")
  }

  // MARK: Reports

  /// The formula, the minimum, the start and what the surface is like, and a remark on the settings.
  fileprivate func surfaceReport(after remark: String?) -> Report {
    var report = surfaceReport
    if let remark { report.paragraph(StyledText(remark, .warning)) }
    return report
  }

  /// The formula, the minimum, the start and what the surface is like.
  package var surfaceReport: Report {
    guard rebuilding == nil else { return Report() }
    guard let branch else { return catalogue }
    guard let surface = branch.place.surface else {
      var report = momentReport()
      if !branch.place.remark.isEmpty {
        report.paragraph(StyledText(branch.place.remark, .faint), indent: 2)
      }
      return report
    }
    let place = branch.place
    let moment = Moment(branch.timeline)
    var json: JSON.Object = [
      "surface": .string(surface.name), "formula": .string("\(surface.formula)"),
      "start": .numbers(surface.start), "loss": .number(moment.loss),
      "grad": .numbers(moment.gradient),
    ]
    if !place.minima.isEmpty {
      json["minima"] = .array(
        place.minima.map { .object(["at": .numbers([$0.x, $0.y]), "value": .number($0.value)]) })
    }
    var report = Report(json: json)
    var formula = "f(x, y) = " + StyledText(typeset(surface.formula), .strong)
    if let least = place.minima.first {
      let places = place.minima.filter { $0.value == least.value }
      let minimum = StyledText(
        "least value \(number(least.value)) at "
          + listed(places.prefix(4).map { point([$0.x, $0.y]) }))
      let gap = max(3, 44 - formula.width)
      if formula.width + gap + minimum.width <= traits.width {
        formula += StyledText(blanks(gap)) + minimum
        report.line(formula)
      } else {
        report.paragraph(formula, indent: 10)
        report.paragraph(minimum, indent: 2)
      }
    } else {
      report.paragraph(formula, indent: 10)
    }
    report.paragraph(
      "start \(point(surface.start))   " + StyledText(symbol(of: "loss"), .quantity)
        + " \(number(moment.loss))   " + StyledText(symbol(of: "grad"), .quantity)
        + " \(point(moment.gradient))   " + StyledText(place.catalogued?.character ?? ""),
      indent: 2)
    if let catalogued = place.catalogued {
      report.paragraph(StyledText(catalogued.shows, .faint), indent: 2)
      report.paragraph(rates(of: catalogued, perRule: 1), indent: 2)
    } else if !place.remark.isEmpty {
      report.paragraph(StyledText(place.remark, .faint), indent: 2)
    }
    let theta = branch.timeline.state.theta
    if let gap = surface.gap(at: theta[0], theta[1]) {
      report.json["gap"] = .string(gap.name)
      report.paragraph(
        StyledText("\(sentence(on: gap, at: theta)); at=x,y moves the start", .warning))
    }
    return report
  }

  /// What is missing of a surface at a point.
  package func sentence(on gap: SurfaceGap, at theta: [Double]) -> String {
    let gradient = symbol(of: "grad")
    switch gap {
    case .undefined: return "f is not defined at \(point(theta)), and so it has no gradient there"
    case .infinite: return "f is not finite at \(point(theta))"
    case .steep: return "f is finite at \(point(theta)), but a slope there is infinite"
    case .slopeless:
      return
        "f is finite at \(point(theta)), but \(gradient) is not defined there: a cusp or an edge"
    }
  }

  /// `gd lr=0.002, adam lr=0.1`: the first rates of each rule.
  private func rates(of surface: CataloguedSurface, perRule limit: Int) -> StyledText {
    var text = StyledText("rates: ", .faint)
    var isFirst = true
    for rule in ruleNames {
      let rates = surface.rates.filter { $0.rule == rule }.prefix(limit)
      guard !rates.isEmpty else { continue }
      text += StyledText(isFirst ? "" : ", ", .faint) + StyledText(rule)
      text += StyledText(" " + rates.map { number($0.lr) }.joined(separator: "/"))
      isFirst = false
    }
    return text
  }

  fileprivate var catalogue: Report {
    var report = Report(json: [
      "surfaces": .array(
        CataloguedSurface.all.map { surface in
          .object([
            "name": .string(surface.name), "formula": .string(surface.formula),
            "start": .numbers(surface.start), "character": .string(surface.character),
            "shows": .string(surface.shows),
            "minima": .array(
              surface.minima.map {
                .object(["at": .numbers([$0.x, $0.y]), "value": .number($0.value)])
              }),
            "rates": .array(
              surface.rates.map {
                .object([
                  "rule": .string($0.rule), "lr": .number($0.lr), "shows": .string($0.shows),
                ])
              }),
          ])
        })
    ])
    for surface in CataloguedSurface.all {
      report.paragraph(
        StyledText(surface.name, .command) + "   \(surface.character)   "
          + StyledText("start \(point(surface.start))", .faint), indent: 2)
      report.paragraph("  " + StyledText(surface.shows), indent: 2)
      report.paragraph("  " + rates(of: surface, perRule: 3), indent: 2)
    }
    report.line("")
    report.paragraph(
      "'surface NAME' sets one up; 'surface \"x^2 + 10*y^2\" at=4,1' any formula in x and y.")
    return report
  }
}

extension SurfaceGap {
  fileprivate var name: String {
    switch self {
    case .undefined: "f is not defined"
    case .infinite: "f is not finite"
    case .steep, .slopeless: "the gradient is not finite"
    }
  }
}
