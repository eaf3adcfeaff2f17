import Console
import Conversion
import Disk
import LongWork
import Synchronization
import Wording

/// The work left to the commands of a lesson's text, shared by all copies of a laboratory.
package final class Allowance: Sendable {
  private let time = Mutex((all: Sandbox.longest, left: Sandbox.longest))

  /// Whether a command that begins now, on this thread, has used up what is left.
  package var limit: @Sendable () -> Bool {
    let (left, timer) = (time.withLock { $0.left }, WorkTimer())
    return { timer.exceeds(left) }
  }

  /// What all commands together may take.
  package var all: Duration { time.withLock { $0.all } }

  /// A command has taken so much.
  package func spend(_ work: Duration) { time.withLock { $0.left -= work } }

  /// The student has done something: what the lesson does next has its full time.
  package func renew(_ all: Duration = Sandbox.longest) { time.withLock { $0 = (all, all) } }
}

/// What the commands of a lesson's text may do: compute and set up experiments, and read data that
/// lies beside the lesson or in the working folder.
///
/// A lesson is another person's file. What the student types is not held to this. What a page of the
/// browser asks for is, and is the user's own work otherwise.
package struct Sandbox: Sendable {
  /// Whose commands it holds.
  package enum Owner: Sendable { case lesson, page }

  package let owner: Owner
  /// The folders whose files may be read, those of the first before those of the second: the
  /// lesson's own and the working folder. None for a lesson of the course, which reads no files.
  package var folders: [String]
  /// The work that all its commands together may still take.
  package let allowance = Allowance()

  package init(folders: [String], of owner: Owner = .lesson) {
    self.folders = folders
    self.owner = owner
  }

  /// Whether what is trained is the user's own, and so is logged.
  package var isLogged: Bool { owner == .page }

  /// More updates in one command are refused.
  package static let mostUpdates = 1_000_000
  /// More trials in one search are refused.
  package static let mostTrials = 1_000
  /// Larger generated data are refused.
  package static let mostNumbers = 5e6
  /// Commands that take more processor time, all together, are stopped and count as failed.
  package static let longest = Duration.seconds(60)

  /// Lets a command through, the paths among its arguments taken from the lesson's folder.
  ///
  /// - Throws: `ShellError` for a verb that reaches beyond the experiment, a path that leads out of
  ///   the folder, or a run without a bound.
  package func admit(
    _ command: Command, _ arguments: inout Arguments, of statement: Statement,
    in workspace: Workspace
  ) throws(ShellError) {
    guard command.effect.isOfExperiment else { try Self.refuse(command.name) }
    try command.limits?(arguments)
    for parameter in command.parameters(after: arguments.words, in: workspace) {
      guard arguments.isGiven(parameter) else { continue }
      if parameter.kind == .path { try admitPaths(parameter, &arguments, in: workspace) }
      if command.effect.trains,
        let number = arguments.values[parameter.name]?.first?.integer, number > Self.mostUpdates
      {
        let whose = owner == .page ? "a command of the page" : "a lesson's own command"
        throw ShellError("\(whose) makes at most \(Self.mostUpdates) updates")
      }
    }
  }

  /// - Throws: `ShellError` for a verb that is not for a lesson's text, always.
  package static func refuse(_ verb: String) throws(ShellError) -> Never {
    throw ShellError(
      "a lesson's own commands may set up experiments and compute; '\(verb)' is not among them")
  }

  /// - Throws: `ShellError` for generated data that are too large.
  package static func admit(numbers: Double) throws(ShellError) {
    guard numbers <= mostNumbers else {
      throw ShellError(
        "a lesson's own data hold at most \(Int(clamping: mostNumbers)) numbers")
    }
  }

  /// - Throws: `ShellError` for a search that is longer than a lesson can wait for.
  package static func admit(trials: Int) throws(ShellError) {
    guard trials <= mostTrials else {
      throw ShellError("a lesson's own search makes at most \(mostTrials) trials")
    }
  }

  private func admitPaths(
    _ parameter: Parameter, _ arguments: inout Arguments, in workspace: Workspace
  ) throws(ShellError) {
    let known = parameter.suggestions?(workspace) ?? []
    for i in (arguments.values[parameter.name] ?? []).indices {
      let path = arguments.values[parameter.name]?[i].text ?? ""
      guard !known.contains(path) else { continue }
      guard let first = folders.first else {
        throw ShellError("a lesson of the course reads no files; '\(shortened(path))' is one")
      }
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard !path.hasPrefix("/"), !parts.contains("..") else {
        throw ShellError(
          "a lesson may read files beside it and below, not '\(shortened(path))'")
      }
      let folder = folders.first { Path.exists(Path.path(path, in: $0)) } ?? first
      let whole = Path.path(path, in: folder)
      // A symbolic link may lead out of the folder.
      if let real = Path.resolved(whole), let home = Path.resolved(folder),
        !real.hasPrefix(home == "/" ? "/" : home + "/")
      {
        throw ShellError("'\(shortened(path))' is a link that leads out of the lesson's folder")
      }
      arguments.values[parameter.name]?[i].text = whole
    }
  }
}
