import Console
import Digests
import Disk
import Engine
import Formula
import LongWork

/// A session as a file: a first line that names it, the lines of `StateText`, what a notebook would
/// hold, and a last line with a checksum of all before.
package struct SavedSession {
  package static let head = "# descent session 2\n"
  /// What every version of these files begins with.
  private static let family = "# descent session "
  private static let end = "# end "

  /// Without the first and the last.
  package let lines: [String]
  /// The whole file.
  package let text: String

  package init(_ workspace: Workspace) {
    lines = StateText(workspace.contents).lines + workspace.notes.map { Self.note + $0 }
    text = Self.text(of: lines)
  }

  private static func text(of lines: [String]) -> String {
    let body = head + lines.map { $0 + "\n" }.joined()
    return body + end + checksum(of: body) + "\n"
  }

  /// The file with its paths as seen from the folder that it will lie in.
  package func text(seenFrom folder: String, in workspace: Workspace) -> String {
    Self.text(
      of: lines.map { line in
        let mark = line.hasPrefix(Self.note) ? Self.note : ""
        return mark + workspace.line(String(line.dropFirst(mark.count)), seenFrom: folder)
      })
  }

  /// What a line begins with that a notebook would hold.
  package static let note = "# did "

  /// Reads a file of this version or the first one.
  ///
  /// - Throws: `ShellError` for a file that is no saved session, or a damaged one.
  package init(at path: String) throws(ShellError) {
    let bytes = try Files.bytes(of: path)
    guard bytes.starts(with: Self.family.utf8) else {
      throw ShellError(
        "'\(path)' is no saved session; 'source' runs a file of commands, 'save' writes a session")
    }
    guard bytes.starts(with: Self.head.utf8) || bytes.starts(with: (Self.family + "1\n").utf8)
    else {
      throw ShellError("'\(path)' was saved by a later version of this program")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ShellError("'\(path)' is damaged: it is not UTF-8 text")
    }
    // By bytes: to Swift a carriage return and a line feed are one character.
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String($0) ?? "" }
    if lines.last == "" { lines.removeLast() }
    guard let last = lines.popLast(), last.hasPrefix(Self.end) else {
      throw ShellError("'\(path)' is damaged: its end is missing")
    }
    guard last.dropFirst(Self.end.count) == Self.checksum(of: lines.map { $0 + "\n" }.joined())
    else {
      throw ShellError(
        "'\(path)' is damaged or was changed by hand; 'source' runs it as a file of commands")
    }
    self.lines = Array(lines.dropFirst())
    self.text = text
  }

  /// Whether bytes are a saved session of any version.
  package static func isSession(_ bytes: [UInt8]) -> Bool { bytes.starts(with: family.utf8) }

  private static func checksum(of text: String) -> String {
    var digest = Digest()
    for byte in text.utf8 { digest.add(byte) }
    return String(digest.value, radix: 16)
  }

  /// How many updates reading it back makes, where the verbs are these.
  fileprivate func updates(_ table: CommandTable) -> Int {
    var (t, sum) = (0, 0)
    let beginnings = table.commands.filter { $0.effect == .begins }.map(\.name)
    for line in lines {
      let words = line.split(separator: " ")
      if words.first == "goto", let target = words.last.flatMap({ Int($0) }), target >= 0 {
        if target > t { sum = sum.plus(target - t) }
        t = target
      } else if beginnings.contains(where: { line.hasPrefix($0) || line.contains("; \($0) ") }) {
        t = 0
      }
    }
    return sum
  }
}

extension Workspace {
  /// How long `save` makes updates again, all branches together, before it goes by kept states.
  private static let patience = Duration.seconds(2)

  /// Reads a session's text back and compares it with the present state: the whole text, and all
  /// numbers as far as going through them again takes seconds.
  ///
  /// - Returns: why `load` will not lead back here as things are outside, in sentences.
  /// - Throws: `ShellError` where the text does not lead to the present state.
  package func check(_ session: SavedSession) throws(ShellError) -> [String] {
    var known = Rebuilding(isDry: true)
    for source in sources { known.data[source.command] = source }
    for place in branches.map(\.place) where place.file != nil {
      known.lines[place.command] = place
    }
    if let place = branch?.place, case .plane = place.source { known.plane = place }
    let read: Workspace
    do throws(ShellError) {
      read = try StateReader.workspace(session.lines, like: self, knowing: known)
    } catch { throw error.retold { Self.unsaveable($0).message } }
    if let difference = contents.difference(from: read.contents) {
      throw Self.unsaveable("\(difference) would be another one")
    }
    guard read.notes == notes else {
      throw Self.unsaveable("the notebook would be another one")
    }
    try checkNumbers(of: read)
    let lines = branches.map(\.place).filter(isOutdated)
    return sources.filter(isOutdated).map { Self.refusal(of: $0.command) }
      + lines.prefix(1).map { "'load' will come to other numbers: \(Self.change(of: $0.command))" }
  }

  private static func refusal(of command: String) -> String {
    "'load' will refuse it: \(change(of: command))"
  }

  private static func change(of command: String) -> String {
    "the file of '\(command)' has changed since it was read"
  }

  private static func unsaveable(_ reason: String) -> ShellError {
    ShellError(
      "nothing was saved: 'load' would not lead back to this state (\(reason)); this is a fault of "
        + "the program, and 'notebook FILE.md' keeps the commands")
  }

  /// Trains again what the text says, from the states that are kept here.
  private func checkNumbers(of read: Workspace) throws(ShellError) {
    let pairs = zip(branches, read.branches)
    let updates = branches.reduce(0) { $0 + $1.timeline.extent.upperBound }
    let meter = meter("save", of: Double(updates), "updates", isLimit: true)
    var made = 0
    let begin = ContinuousClock.now
    for (mine, other) in pairs {
      let left = max(.zero, Self.patience - (ContinuousClock.now - begin))
      let confirmation = mine.timeline.confirm(
        other.timeline, patience: left, isInterrupted: host.interrupt,
        progress: { meter.update(Double(made + $0)) })
      switch confirmation {
      case .agrees(let updates): made += updates
      case .differs(let t): throw Self.unsaveable("its numbers on \(mine.name) at t \(t)")
      case .interrupted: throw .interrupted("nothing was saved")
      }
    }
  }

  /// All data in use.
  private var sources: [DataSource] {
    var sources = [data].compactMap(\.self)
    for branch in branches {
      var place = branch.place
      if case .plane(let plane) = place.source { place = plane.place }
      if let source = place.data, !sources.contains(where: { $0.command == source.command }) {
        sources.append(source)
      }
    }
    return sources
  }

  /// Whether data are no longer what their command reads.
  private func isOutdated(_ source: DataSource) -> Bool {
    guard source.files.contains(where: \.isOutdated) else { return false }
    let now = try? StateReader.workspace([source.command], like: self).data
    return now?.digest != source.digest
  }

  /// Whether a line's data are no longer what its command reads.
  private func isOutdated(_ place: Place) -> Bool {
    guard let file = place.file, file.isOutdated else { return false }
    let now = try? StateReader.workspace([place.command], like: self).branch?.place
    return now?.key != place.key
  }

  /// Goes through a saved session's commands again in place of the present session.
  ///
  /// - Returns: what could not be taken up, in words.
  package mutating func restore(
    _ session: SavedSession, from path: String
  ) throws(ShellError) -> [String] {
    var reader = StateReader(like: self, file: path)
    let meter = meter("load", of: Double(session.updates(table)), "updates")
    var (made, last) = (0, 0)
    reader.progress = { state, _ in
      made += state.t > last ? state.t - last : 0
      last = state.t
      meter.update(Double(made))
    }
    for (i, line) in session.lines.enumerated() {
      do throws(ShellError) { try reader.read(line) } catch {
        if host.interrupt() { throw .interruption("loading was interrupted; nothing has changed") }
        throw error.retold {
          "'\(path)' cannot be restored: line \(i + 2): \($0); 'source' runs it as a file of commands"
        }
      }
      if host.interrupt() { throw .interruption("loading was interrupted; nothing has changed") }
    }
    var fresh = try reader.finished(path)
    fresh.past = past
    fresh.files = files
    let folder = Path.folder(of: path)
    fresh.fileSteps =
      fileSteps + [.fresh] + session.lines.map { .saved(line($0, foundFrom: folder)) }
    self = fresh
    return reader.losses
  }
}

extension Document {
  package static let session = Document(name: "saved session", isOwn: SavedSession.isSession)
}
