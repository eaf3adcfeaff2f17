import Console
import Disk
import Formula

/// The journal that a session keeps: the commands that lead to its state, on the disk before
/// anything of their results is shown.
///
/// The file appears with the first command, is held by a lock as long as the session lasts, and is
/// removed when the session is closed. What is left in the folder without a lock is the journal of a
/// session that came to another end.
package final class SessionJournal {
  private let folder: String
  /// Told once, in a sentence, that no more can be kept.
  private let complain: (String) -> Void
  private var file: GrowingFile?
  /// Whether nothing more is written.
  private var isClosed = false

  /// A journal does not grow beyond this; `save` keeps a longer session.
  package static let limit = 8 << 20

  package init(folder: String, complain: @escaping (String) -> Void) {
    self.folder = folder
    self.complain = complain
  }

  /// The file; nil before the first command.
  package var path: String? { isClosed ? nil : file?.path }

  /// Adds records.
  ///
  /// - Parameter isDurable: whether they are waited for until they are on the disk.
  package func append(_ records: [JournalRecord], isDurable: Bool) {
    guard !isClosed else { return }
    do throws(DiskError) {
      let file: GrowingFile
      if let open = self.file { file = open } else { file = try begin() }
      self.file = file
      let bytes = records.flatMap { Array((SealedLine.text($0.text) + "\n").utf8) }
      guard file.length + bytes.count <= Self.limit else {
        isClosed = true
        try file.append(
          Array((SealedLine.text(JournalRecord.full.text) + "\n").utf8), isDurable: true)
        complain(
          "the journal has reached its \(Self.limit >> 20) MB; a crash would lose what comes now, "
            + "'save FILE' keeps the session")
        return
      }
      try file.append(bytes, isDurable: isDurable)
    } catch {
      isClosed = true
      complain(
        "no journal is kept: \(error.message); a crash would lose what comes now, 'save FILE' keeps "
          + "the session")
    }
  }

  private func begin() throws(DiskError) -> GrowingFile {
    try Disk.makeFolder(folder)
    let chance = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    let name = "\(WallClock.exactText)-\(chance).journal"
    let file = try GrowingFile(creating: folder + "/" + name, mode: 0o600)
    do throws(DiskError) {
      // Held before it has any contents: an empty file without a lock is one about to be held.
      try file.lock()
      let start = JournalRecord.folder(Path.absolute("."))
      let text = JournalContents.head + "\n" + SealedLine.text(start.text) + "\n"
      try file.append(Array(text.utf8))
      try file.syncName()
    } catch {
      file.remove()
      throw error
    }
    return file
  }

  /// What is in the file.
  package var contents: JournalContents {
    guard let path, let bytes = try? Disk.bytes(of: path, limit: 2 * Self.limit),
      let contents = try? JournalContents(bytes, name: path)
    else { return JournalContents() }
    return contents
  }

  /// The session is over, and with it the need for a journal.
  package func close() {
    isClosed = true
    file?.remove()
    file = nil
  }
}
