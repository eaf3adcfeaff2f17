import Console
import Disk

/// The journals of sessions that ended without being closed.
package struct JournalShelf {
  package let folder: String

  /// The journals kept beside that of the session; older ones are removed.
  package static let most = 20
  /// How a journal is called that has been offered.
  private static let offered = ".offered"

  /// A journal whose session has ended.
  package struct Left {
    package var path: String
    package var contents: JournalContents
    /// When the last line was written: seconds since 1970, and nanoseconds.
    package var lastChange: (seconds: Int, nanoseconds: Int)
    package var wasOffered: Bool

    package var time: Int { lastChange.seconds }

    /// The later change is the later journal. A file system's clock stands still for milliseconds,
    /// so that several may have the same time; then the names tell which was begun later.
    fileprivate func isLater(than other: Left) -> Bool {
      (lastChange.seconds, lastChange.nanoseconds, path)
        > (other.lastChange.seconds, other.lastChange.nanoseconds, other.path)
    }
  }

  /// The journals that are left, the latest first, and what lies there and cannot be read.
  ///
  /// Those without anything to go through again are removed, and the oldest where there are many.
  package func left() -> (journals: [Left], unreadable: [String]) {
    var journals: [Left] = []
    var unreadable: [String] = []
    for name in Disk.entries(of: folder)
    where name.hasSuffix(".journal") || name.hasSuffix(Self.offered) {
      guard let file = try? GrowingFile(opening: folder + "/" + name), file.tryLock() else {
        continue
      }
      guard file.length > 0 else {
        // Another shell is about to write into it, unless it is old.
        if WallClock.now - file.timeOfChange.seconds > 3_600 { file.remove() }
        continue
      }
      do {
        let left = try read(file, wasOffered: name.hasSuffix(Self.offered))
        if left.contents.isEmpty { file.remove() } else { journals.append(left) }
      } catch {
        unreadable.append(error.message)
      }
    }
    journals.sort { $0.isLater(than: $1) }
    for old in journals.dropFirst(Self.most) { Disk.remove(old.path) }
    return (Array(journals.prefix(Self.most)), unreadable)
  }

  private func read(_ file: GrowingFile, wasOffered: Bool) throws(ShellError) -> Left {
    let bytes = try fromDisk { () throws(DiskError) in
      try file.contents(limit: 2 * SessionJournal.limit)
    }
    return Left(
      path: file.path, contents: try JournalContents(bytes, name: file.path),
      lastChange: file.timeOfChange, wasOffered: wasOffered)
  }

  /// Remembers that a journal was offered, so that it is not offered again.
  package func markOffered(_ left: Left) {
    guard !left.wasOffered, let file = try? GrowingFile(opening: left.path), file.tryLock() else {
      return
    }
    try? file.move(to: String(left.path.dropLast(".journal".count)) + Self.offered)
  }

  /// Holds a journal while it is gone through, so that no other shell takes it.
  ///
  /// - Throws: `ShellError` where another one holds it, or it is gone.
  package func hold(_ left: Left) throws(ShellError) -> GrowingFile {
    let file = try fromDisk { () throws(DiskError) in try GrowingFile(opening: left.path) }
    guard file.tryLock() else { throw ShellError("another shell is taking that session up") }
    return file
  }
}
