import Console
import Digests
import Engine
import Formula
import HyperparameterSearch
import Timelines
import Wording

/// Reads the lines of `StateText`.
package struct StateReader {
  /// The state as far as it has been read.
  package private(set) var workspace: Workspace
  /// The commands read, and those that the text keeps for a notebook.
  private var commands: [String] = []
  private var noted: [String] = []
  /// A remark that goes on over several lines.
  private var block: (name: String, text: String, lines: [String])?
  /// What could not be rebuilt and is left out, in words.
  package private(set) var losses: [String] = []
  /// Told of each update that is made.
  package var progress: Timeline.Progress?

  /// - Parameter file: the file that the lines come from: what they read is looked for beside it first.
  package init(
    like workspace: Workspace, knowing rebuilding: Rebuilding = Rebuilding(), file: String? = nil
  ) {
    self.workspace = Workspace(traits: workspace.traits, host: workspace.host)
    self.workspace.preferences = workspace.preferences
    self.workspace.files = workspace.files + (file.map { [$0] } ?? [])
    self.workspace.keepsStudies = workspace.keepsStudies
    self.workspace.isOfLesson = workspace.isOfLesson
    self.workspace.rebuilding = rebuilding
  }

  /// The workspace that lines lead to.
  ///
  /// - Throws: `ShellError` saying which line cannot be gone through, and why.
  package static func workspace(
    _ lines: [String], like workspace: Workspace, knowing rebuilding: Rebuilding = Rebuilding()
  ) throws(ShellError) -> Workspace {
    var reader = StateReader(like: workspace, knowing: rebuilding)
    for line in lines { try reader.read(line) }
    return try reader.finished()
  }

  /// Goes through one line.
  package mutating func read(_ line: String) throws(ShellError) {
    if line.hasPrefix("# | "), block != nil {
      block?.lines.append(String(line.dropFirst(4)))
      return
    }
    try closeBlock()
    if line.hasPrefix("# ") {
      let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      try read(remark: String(words[1]), words.count > 2 ? String(words[2]) : "")
      return
    }
    commands.append(line)
    for statement in try LineSyntax.statements(of: line, longest: .max) {
      try workspace.replay(statement, progress)
    }
  }

  /// The workspace that all lines led to.
  ///
  /// - Parameter path: the file that the lines come from, for errors.
  package mutating func finished(_ path: String? = nil) throws(ShellError) -> Workspace {
    try closeBlock()
    try workspace.requireClosedDefinition(in: path)
    var workspace = workspace
    let found = noted.isEmpty ? commands : noted
    workspace.notes = SharedList(
      workspace.folder.map { folder in
        found.map { workspace.line($0, foundFrom: folder) }
      } ?? found)
    workspace.rebuilding = nil
    return workspace
  }

  // MARK: Remarks

  private mutating func read(remark name: String, _ text: String) throws(ShellError) {
    switch name {
    case "state":
      let state = workspace.branch?.timeline.state
      guard workspace.rebuilding?.isDry != true,
        text != state.map({ Digest.text(of: $0.digest) })
      else { return }
      losses.append(
        "the numbers worked out now are not, to the last bit, those that were saved: the program "
          + "or a file has changed since")
    case "theta":
      // The first form of these files has the parameters instead.
      let theta = workspace.branch?.timeline.state.theta ?? []
      guard text != theta.map(exact).joined(separator: " ") else { return }
      guard Self.isNear(theta, text) else { throw Self.otherNumbers }
      losses.append(
        "the numbers worked out now differ from those that were saved in their last digits: the "
          + "program has changed since")
    case "data":
      guard workspace.data?.digest == text else {
        throw ShellError(
          "\(workspace.data?.command ?? "the data"): the examples are not those that were saved")
      }
    case "number":
      workspace.nextStopNumber = try Self.number(text)
    case "unfinished":
      workspace.unfinishedRun = try UnfinishedRun(text: text, in: workspace)
    case "open": workspace.openSetup.dropout = try setup(of: [text]).dropout
    case "did": noted.append(text)
    case "search", "previous", "recipe": block = (name, text, [])
    default: throw Self.unreadable
    }
  }

  /// A number that is counted up from 1.
  private static func number(_ text: String) throws(ShellError) -> Int {
    guard let number = Int(text), (1...Parameter.mostUpdates).contains(number) else {
      throw unreadable
    }
    return number
  }

  /// Whether parameters are those of the text but for what another version rounds otherwise.
  private static func isNear(_ theta: [Double], _ text: String) -> Bool {
    let saved = text.split(separator: " ").compactMap { Double($0) }
    guard saved.count == theta.count else { return false }
    return zip(saved, theta).allSatisfy { a, b in
      (a - b).magnitude <= 1e-3 * max(a.magnitude, b.magnitude)
    }
  }

  private static let unreadable = ShellError("the remark cannot be read")
  private static let otherNumbers = ShellError(
    "the numbers worked out now are not those that were saved")

  private mutating func closeBlock() throws(ShellError) {
    guard let block else { return }
    self.block = nil
    if block.name == "recipe" {
      workspace.recipe = try recipe(block.text, block.lines)
      return
    }
    let search: Search
    do throws(ShellError) { search = try self.search(block.text, block.lines) } catch {
      losses.append("the trials of a search cannot be taken up: \(error.message)")
      return
    }
    if block.name == "search" {
      workspace.search = search
    } else {
      workspace.previousSearch = search
    }
  }

  private func search(_ text: String, _ lines: [String]) throws(ShellError) -> Search {
    let end = lines.firstIndex(of: "begin") ?? lines.count
    var study = Study(try engineError { try StudyDefinition(lines: Array(lines[..<end])) })
    for line in lines.dropFirst(end + 1) {
      guard let trial = Trial(line: line) else { throw Self.unreadable }
      study.add(trial)
    }
    let path = try LineSyntax.statements(of: text, longest: .max).first?.tokens.first?.text
    if workspace.rebuilding?.isDry ?? false { return Search(study: study, path: path) }
    return try workspace.search(for: study, at: path, knowing: workspace.rebuilding?.data ?? [:])
  }

  /// The settings that commands lead to where there is nothing to train.
  private func setup(of commands: [String]) throws(ShellError) -> Setup {
    var bare = StateReader(like: workspace)
    bare.workspace.ownRules = workspace.ownRules
    for line in commands { try bare.read(line) }
    return try bare.finished().setup
  }

  private func recipe(_ text: String, _ lines: [String]) throws(ShellError) -> RecipeProgress {
    var place = ""
    var steps: [(words: [String], settings: [String])] = []
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { throw Self.unreadable }
      switch words[0] {
      case "place": place = words[1]
      case "step":
        steps.append((words[1].split(separator: " ", maxSplits: 4).map(String.init), []))
      case "set" where !steps.isEmpty: steps[steps.count - 1].settings.append(words[1])
      default: throw Self.unreadable
      }
    }
    var progress = RecipeProgress(place: place)
    progress.round = try Self.number(text)
    for (words, settings) in steps {
      guard words.count >= 4, let number = Int(words[0]), (1...7).contains(number) else {
        throw Self.unreadable
      }
      var result = RecipeResult(
        isPassed: words[1] == "passed", finding: words.count > 4 ? words[4] : "",
        setup: try setup(of: settings))
      if let lr = Double(words[2]), let l2 = Double(words[3]) { result.best = (lr, l2) }
      progress.results[number] = result
    }
    return progress
  }
}

extension Workspace {
  /// - Throws: `ShellError` at the end of a text in which a rule is left open.
  package func requireClosedDefinition(in path: String?) throws(ShellError) {
    guard let definition else { return }
    throw ShellError(
      (path.map { "'\($0)': " } ?? "") + "'define rule \(definition.name)' is not closed by 'end'")
  }

  /// Goes through one command of a state's text; only those that set up and move are let through.
  package mutating func replay(
    _ statement: Statement, _ progress: Timeline.Progress?
  ) throws(ShellError) {
    let verb = statement.tokens.first?.text ?? ""
    guard verb == Verbs.goTo.name, definition == nil,
      let t = statement.tokens.last.flatMap({ Int($0.text) })
    else {
      let command = table.commands.first { $0.name == verb }
      guard definition != nil || command?.effect.setsUp ?? false else {
        throw ShellError("'\(shortened(verb))' has no place in such a file")
      }
      _ = try run(statement)
      return
    }
    var timeline = try requireBranch().timeline
    guard t >= timeline.extent.lowerBound else { throw ShellError("t \(t) is not reached") }
    if rebuilding?.isDry ?? false {
      timeline.skip(to: t)
    } else {
      for other in otherBranches where other.place == branch?.place {
        timeline.share(with: other.timeline, upTo: t)
      }
      // Where something stopped the run at the time, it was gone on with; so it is here.
      while timeline.state.t != t {
        let before = timeline.state.t
        let reason = timeline.go(to: t, isInterrupted: host.interrupt, progress: progress)
        if reason == .interrupted || timeline.state.t == before { break }
      }
      guard timeline.state.t == t else {
        throw host.interrupt() ? .interrupted() : ShellError("t \(t) is not reached")
      }
    }
    branch?.timeline = timeline
  }
}
