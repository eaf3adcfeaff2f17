import Disk

/// The lines typed in earlier starts and this one, in a text file of one line each.
///
/// Each line is written when it is typed, by replacing the file as a whole: a crash loses nothing and
/// never leaves half a file. Shells open at the same time add to what the others wrote. Trouble with
/// the file is told once, as a sentence; the history then lives in memory only.
package final class HistoryStore {
  /// Lines kept, here and in the file.
  package static let capacity = 10_000
  /// A larger file is something else.
  package static let maximumFileSize = 16 << 20

  package private(set) var entries: [String] = []
  private var path: String?

  package init(path: String?) { self.path = path }

  /// Reads the file; a sentence says what was wrong with it, if anything.
  package func load() -> String? {
    guard let path else { return nil }
    let bytes: [UInt8]
    do { bytes = try Self.bytes(of: path) } catch {
      self.path = nil
      return "history: \(error.message); this session's lines will not be kept"
    }
    var damaged = 0
    for line in bytes.split(separator: 0x0A) {
      guard !line.contains(0), let text = String(validating: line, as: UTF8.self) else {
        damaged += 1
        continue
      }
      entries.append(text)
    }
    entries.removeFirst(max(0, entries.count - Self.capacity))
    guard damaged > 0 else { return nil }
    let lines = damaged == 1 ? "1 line is" : "\(damaged) lines are"
    return "history: \(path): \(lines) not text and left out"
  }

  /// What the file holds; nothing where there is none.
  private static func bytes(of path: String) throws(DiskError) -> [UInt8] {
    try Disk.bytesIfPresent(of: path, limit: maximumFileSize) ?? []
  }

  /// Remembers a line unless it repeats the last one.
  package func append(_ line: String) -> String? {
    guard line != entries.last else { return nil }
    entries.append(line)
    entries.removeFirst(max(0, entries.count - Self.capacity))
    return rewrite { bytes in
      if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
      bytes.append(contentsOf: Array(line.utf8) + [0x0A])
      var surplus = bytes.count { $0 == 0x0A } - Self.capacity
      guard surplus > 0 else { return }
      let start = bytes.firstIndex { byte in
        if byte == 0x0A { surplus -= 1 }
        return surplus == 0
      }
      bytes.removeFirst(start.map { $0 + 1 } ?? 0)
    }
  }

  package func clear() -> String? {
    entries = []
    return rewrite { $0 = [] }
  }

  /// Replaces the file by a changed copy of itself, alone among the shells that share it.
  private func rewrite(_ change: (inout [UInt8]) -> Void) -> String? {
    guard let path else { return nil }
    let folder = Path.folder(of: path)
    do throws(DiskError) {
      try Disk.makeFolder(folder)
      let lock = FolderLock(folder)
      defer { lock?.release() }
      var bytes = try Self.bytes(of: path)
      change(&bytes)
      // A line that a power failure takes is not worth waiting for the disk at every Return.
      try WholeFile.write(bytes, to: path, mode: 0o600, isDurable: false)
      return nil
    } catch {
      self.path = nil
      return "history: \(error.message); further lines will not be kept"
    }
  }
}
