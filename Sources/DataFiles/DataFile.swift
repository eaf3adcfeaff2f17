import Disk
import LongWork
import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Reading files whole, within bounds.
package enum DataFile {
  /// The size of the regular file at `path`.
  ///
  /// - Throws: `EngineError` when there is none, it is a directory, a device or a pipe, or may not
  ///   be read.
  static func size(of path: String) throws -> Int {
    guard !path.utf8.contains(0) else { throw EngineError("a file name has no NUL character") }
    var status = stat()
    guard stat(path, &status) == 0 else {
      let missing = errno == ENOENT || errno == ENOTDIR
      throw EngineError(
        missing ? "there is no file \(Path.quoted(path))" : "\(Path.quoted(path)): \(reason(errno))"
      )
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return Int(status.st_size)
    case S_IFDIR: throw EngineError("\(Path.quoted(path)) is a directory; name a file in it")
    default: throw EngineError("\(Path.quoted(path)) is not a regular file; copy the data into one")
    }
  }

  /// The bytes of a file of at most `limit` bytes.
  package static func bytes(of path: String, limit: Int) throws -> [UInt8] {
    let size = try size(of: path)
    guard size <= limit else {
      throw EngineError(
        "\(Path.quoted(path)) has \(megabytes(size)); files of up to \(megabytes(limit)) are read")
    }
    return try bytes(of: path, first: size)
  }

  /// The first bytes of a file.
  ///
  /// - Parameters:
  ///   - count: how many; no more than the file has.
  ///   - terminator: a byte to come behind them.
  ///   - progress: told now and then how many are read.
  static func bytes(
    of path: String, first count: Int, terminator: UInt8? = nil,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw EngineError("\(Path.quoted(path)): \(reason(errno))") }
    defer { close(descriptor) }
    var filled = 0
    var bytes = [UInt8](unfilled: count + (terminator == nil ? 0 : 1))
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + filled }, min(count - filled, 4 << 20))
      }
      if got < 0 && errno == EINTR { continue }
      if got <= 0 { break }
      filled += got
      try progress(filled)
    }
    guard filled == count else {
      throw EngineError(
        "\(Path.quoted(path)) could be read only in part, \(filled) of \(count) bytes")
    }
    if let terminator { bytes[count] = terminator }
    return bytes
  }

  /// - Parameters:
  ///   - bytes: how much memory something would take.
  ///   - what: what it is: "its 900 MB".
  /// - Throws: `EngineError` where that is more than a command may use.
  static func checkMemory(_ bytes: Int, for name: String, _ what: String) throws {
    do {
      try MemoryBudget.current.check(
        bytes, for: "\(name): \(what)", less: "keep fewer rows or columns")
    } catch { throw EngineError(error.description) }
  }

  static func megabytes(_ bytes: Int) -> String {
    bytes < 1 << 20 ? "\(bytes) bytes" : "\((bytes + (1 << 19)) >> 20) MB"
  }

  static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
