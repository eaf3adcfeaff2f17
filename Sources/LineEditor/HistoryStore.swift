#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    switch readAll(path) {
    case .missing:
      return nil
    case .failed(let reason):
      self.path = nil
      return "history: \(path): \(reason); this session's lines will not be kept"
    case .bytes(let bytes):
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
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    var reason: String?
    if makeFolders(folder) {
      let lock = open(folder, O_RDONLY | O_CLOEXEC)
      if lock >= 0 { flock(lock, LOCK_EX) }
      defer { if lock >= 0 { close(lock) } }
      switch readAll(path) {
      case .failed(let failure): reason = failure
      case .missing:
        var bytes: [UInt8] = []
        change(&bytes)
        reason = replace(path, with: bytes)
      case .bytes(var bytes):
        change(&bytes)
        reason = replace(path, with: bytes)
      }
    } else {
      reason = reasonOfLastFailure()
    }
    guard let reason else { return nil }
    self.path = nil
    return "history: \(path): \(reason); further lines will not be kept"
  }
}

private enum FileContents {
  case bytes([UInt8])
  case missing
  case failed(String)
}

private func readAll(_ path: String) -> FileContents {
  // Never wait for a pipe that happens to lie there.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else {
    return errno == ENOENT ? .missing : .failed(reasonOfLastFailure())
  }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { return .failed(reasonOfLastFailure()) }
  guard status.st_mode & S_IFMT == S_IFREG else { return .failed("not a file") }
  let size = Int(status.st_size)
  guard size <= HistoryStore.maximumFileSize else { return .failed("too large for a history") }
  var bytes = [UInt8](repeating: 0, count: size)
  var filled = 0
  while filled < size {
    let count = bytes.withUnsafeMutableBytes {
      read(descriptor, $0.baseAddress.map { $0 + filled }, size - filled)
    }
    if count < 0, errno == EINTR { continue }
    if count < 0 { return .failed(reasonOfLastFailure()) }
    if count == 0 { break }
    filled += count
  }
  bytes.removeLast(size - filled)
  return .bytes(bytes)
}

/// Writes a file beside the old one, readable by its owner alone, and puts it in the old one's
/// place. Returns why that failed, or nil.
private func replace(_ path: String, with bytes: [UInt8]) -> String? {
  // A linked file stays a link.
  var target = path
  if let resolved = realpath(path, nil) {
    target = String(cString: resolved)
    free(resolved)
  }
  var template = Array((target + ".XXXXXX").utf8CString)
  let descriptor = mkstemp(&template)
  guard descriptor >= 0 else { return reasonOfLastFailure() }
  var reason: String?
  var written = 0
  while written < bytes.count, reason == nil {
    let count = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
    }
    if count >= 0 { written += count } else if errno != EINTR { reason = reasonOfLastFailure() }
  }
  if close(descriptor) != 0, reason == nil { reason = reasonOfLastFailure() }
  let temporary = String(
    decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  if reason == nil, rename(temporary, target) != 0 { reason = reasonOfLastFailure() }
  if reason != nil { unlink(temporary) }
  return reason
}

/// Makes a folder and those above it, for the owner alone.
private func makeFolders(_ path: String) -> Bool {
  if mkdir(path, 0o700) == 0 || errno == EEXIST { return true }
  guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
    return false
  }
  return makeFolders(String(path[..<slash])) && (mkdir(path, 0o700) == 0 || errno == EEXIST)
}
