import Console
import Digests
import Disk
import Engine
import Formula
import Timelines

/// A state as text, a line each: the commands that lead to it, and remarks (`# ...`) for what no
/// command says.
///
/// `StateReader` reads it. Rules are defined where they come into force: a rule may have been defined
/// again while its first form was in use.
package struct StateText {
  package enum Form {
    /// To be read again.
    case commands
    /// To be compared: what is read from a file is told by its contents, not by where it lies.
    case contents
  }

  package private(set) var lines: [String] = []
  private let form: Form
  /// Whether data from files are followed by a digest, for the one who reads the text.
  private var marksFiles = false
  /// The rules and the data as the lines so far leave them.
  private var rules: [OwnRule] = []
  private var data: DataSource?

  /// All contents of a workspace.
  package init(_ contents: Contents, _ form: Form = .commands) {
    self.form = form
    marksFiles = form == .commands
    for rule in contents.ownRules { define(rule) }
    var openSetup = contents.openSetup
    // The layers that it names may be none of the network that was made since.
    let isOpenDropoutLater = contents.branch != nil && openSetup.dropout?.layers != nil
    if isOpenDropoutLater { openSetup.dropout = nil }
    if openSetup != Setup() { add(openSetup, after: Setup(), isNetwork: false) }
    addBranches(of: contents, beginning: openSetup)
    if isOpenDropoutLater { lines.append("# open \(contents.openSetup.dropoutCommand)") }
    if let source = contents.data, source != data { add(source) }
    redefine(contents.ownRules)
    addStops(of: contents)
    if let rest = contents.unfinishedRun {
      lines.append("# unfinished \(rest.text)")
    }
    for (name, search) in [("previous", contents.previousSearch), ("search", contents.search)] {
      if let search { add(search, name) }
    }
    if let recipe = contents.recipe { add(recipe) }
  }

  /// A branch's settings at its start: what a study's trials begin from.
  package init(startOf branch: Branch, _ rules: [OwnRule]) {
    form = .commands
    for rule in rules { define(rule) }
    add(branch.place)
    let setup = branch.timeline.experiment.setup
    add(setup, after: nil, isNetwork: branch.place.network != nil)
    redefine(rules)
  }

  /// A place alone.
  package init(of place: Place, _ form: Form) {
    self.form = form
    add(place)
  }

  // MARK: Branches

  /// - Parameter usual: the settings that the lines so far lead to.
  private mutating func addBranches(of contents: Contents, beginning usual: Setup) {
    let (branches, switches) = Self.order(contents.otherBranches, contents.branch)
    var before: Branch?
    for branch in branches {
      if let before {
        let command = Self.command(of: branch.place)
        let isOther = command != Self.command(of: before.place)
        let isElsewhere = branch.place.data != nil && branch.place.data != before.place.data
        if !isOther || isElsewhere { lines += ["fork \(branch.name)", "reset"] }
        if isElsewhere, let source = branch.place.data { add(source) }
        // Another structure, beside the branches before.
        if isOther, let command { lines.append(command + " branch=\(branch.name)") }
      } else {
        add(branch.place)
      }
      let timeline = branch.timeline
      add(
        timeline.course, after: before?.timeline.experiment.setup ?? branch.place.planeSetup,
        beginning: usual, isNetwork: branch.place.network != nil)
      lines.append("goto \(timeline.extent.upperBound)")
      lines.append("goto \(timeline.state.t)")
      lines.append("# state \(Digest.text(of: timeline.state.digest))")
      before = branch
    }
    lines += switches.map { "switch \($0)" }
    // The next network's data are those of the branch that one is on.
    data = contents.branch?.place.data ?? data
  }

  /// The order in which to make the branches, the first of them being `main`, and the switches
  /// after it, so that all end where they are: a fork puts the branch it leaves at the end, and a
  /// switch puts it in the place of the branch that it goes to.
  private static func order(
    _ others: [Branch], _ present: Branch?
  ) -> (branches: [Branch], switches: [String]) {
    guard let present else { return ([], []) }
    guard let first = others.first else { return ([present], []) }
    let rest = Array(others.dropFirst())
    guard let k = others.firstIndex(where: { $0.name == Branch.firstName }) else {
      return ([present] + rest + [first], [present.name])
    }
    guard k > 0 else { return (others + [present], []) }
    var order = others
    order[k] = present
    return ([others[k]] + order.dropFirst() + [first], [others[k].name, present.name])
  }

  /// - Parameters:
  ///   - before: the settings in force; nil writes all of them.
  ///   - usual: what holds then of settings that only networks have.
  private mutating func add(
    _ course: [Timeline.Part], after before: Setup?, beginning usual: Setup = Setup(),
    isNetwork: Bool
  ) {
    var before = before
    for (i, part) in course.enumerated() {
      if i > 0 { lines.append("goto \(part.start)") }
      let setup = part.experiment.setup
      add(
        setup, after: before, beginning: usual, forgetting: part.forgotten, isNetwork: isNetwork)
      before = setup
    }
  }

  private mutating func add(
    _ setup: Setup, after before: Setup?, beginning usual: Setup = Setup(),
    forgetting forgotten: Setup.Forgotten = [], isNetwork: Bool
  ) {
    need(setup.optimizer.declaration)
    // Any other rule will do: taking it makes the run forget.
    if forgotten.contains(.rule) {
      lines.append("optimizer \(setup.optimizer.name == "gd" ? "momentum" : "gd")")
    }
    if forgotten.contains(.stopping) { lines.append("stop none") }
    lines += setup.commands(
      after: before, beginning: usual, forgetting: forgotten, isNetwork: isNetwork)
  }

  // MARK: Places and data

  /// The command of a network; nil for a surface, which all branches have in common.
  private static func command(of place: Place) -> String? {
    if case .network(let command, _) = place.source { command } else { nil }
  }

  private mutating func add(_ place: Place) {
    switch place.source {
    case .surface(let command):
      // Of a line's data, its formula is all that counts.
      let isLine = form == .contents && place.catalogued == nil
      lines.append(
        isLine
          ? place.surface.map { "surface \($0.formula.typeset(.exact)) at \($0.start)" } ?? command
          : command)
    case .network(let command, let source):
      add(source, then: "; " + command)
    case .plane(let plane):
      add(plane.place)
      add(plane.course, after: nil, isNetwork: true)
      lines.append("goto \(plane.t)")
      lines.append(
        "surface from network plane=\(LineSyntax.quoted(plane.directions.joined(separator: ",")))")
    }
  }

  private mutating func add(_ source: DataSource, then rest: String = "") {
    lines.append((form == .contents ? "data \(source.digest)" : source.command) + rest)
    if marksFiles, !source.files.isEmpty { lines.append("# data \(source.digest)") }
    data = source
  }

  // MARK: Rules

  private mutating func define(_ rule: OwnRule) {
    lines += ["define rule \(rule.name)"] + rule.lines + ["end"]
    rules.removeAll { $0.name == rule.name }
    rules.append(rule)
  }

  /// Sees to it that a rule that comes into force is defined as it is there.
  private mutating func need(_ declaration: RuleDeclaration) {
    let rule = OwnRule(declaration: declaration)
    guard !rule.lines.isEmpty, !rules.contains(rule) else { return }
    define(rule)
  }

  /// Brings the rules into their last form and order; a definition puts its rule at the end.
  private mutating func redefine(_ wanted: [OwnRule]) {
    let first = (0...wanted.count).last { count in
      let later = wanted[count...].map(\.name)
      return rules.filter { !later.contains($0.name) } == Array(wanted[..<count])
    }
    for rule in wanted[(first ?? 0)...] { define(rule) }
  }

  // MARK: What accompanies a run

  private mutating func addStops(of contents: Contents) {
    var stops = contents.breakpoints.map { ($0.number, "break when \($0.condition.text)") }
    stops += contents.watches.map {
      ($0.number, "watch \(LineSyntax.quoted($0.quantity.text)) for=\($0.event.rawValue)")
    }
    stops += contents.displays.map {
      ($0.number, "display \(LineSyntax.quoted($0.expression.text))")
    }
    var next = 1
    func number(_ number: Int) -> [String] { number == next ? [] : ["# number \(number)"] }
    for (n, line) in stops.sorted(by: { $0.0 < $1.0 }) {
      lines += number(n) + [line]
      next = n + 1
    }
    lines += number(contents.nextStopNumber)
  }

  // MARK: Searches and the recipe

  private mutating func add(_ search: Search, _ name: String) {
    let path = form == .contents ? nil : search.path
    lines.append("# \(name)" + (path.map { " \(LineSyntax.quoted($0))" } ?? ""))
    var text = search.study.definition.lines
    // The study has a digest of the data itself.
    if form == .contents { text = text.map(Self.withoutData) }
    lines += (text + search.study.trials.map(\.line)).map { "# | " + $0 }
  }

  private static func withoutData(_ line: String) -> String {
    guard line.hasPrefix("set data "),
      let statements = try? LineSyntax.statements(of: String(line.dropFirst(4)), longest: .max)
    else { return line }
    return "set " + statements.dropFirst().map(\.text).joined(separator: "; ")
  }

  private mutating func add(_ recipe: RecipeProgress) {
    lines += ["# recipe \(recipe.round)", "# | place \(recipe.place)"]
    for (number, result) in recipe.results.sorted(by: { $0.key < $1.key }) {
      let best = result.best.map { "\(exact($0.lr)) \(exact($0.l2))" } ?? "- -"
      let outcome = result.isPassed ? "passed" : "open"
      lines.append("# | step \(number) \(outcome) \(best) \(result.finding)")
      // The rules as the whole text leaves them are known there.
      var text = self
      text.lines = []
      text.add(result.setup, after: nil, isNetwork: true)
      lines += text.lines.map { "# | set " + $0 }
    }
  }
}
