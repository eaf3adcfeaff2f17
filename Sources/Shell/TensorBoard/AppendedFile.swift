#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that only grows. Each append is one write, so what ends the program leaves whole appends,
/// and at most a torn last one.
final class AppendedFile {
  let path: String
  private let descriptor: Int32

  /// Begins a new file.
  ///
  /// - Throws: `ShellError` where it exists or cannot be written.
  init(creating path: String) throws(ShellError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Files.failure("write", path) }
  }

  deinit { close(descriptor) }

  func append(_ bytes: [UInt8]) throws(ShellError) {
    guard Files.writeAll(bytes, to: descriptor) else { throw Files.failure("write", path) }
  }
}

extension Files {
  /// Makes a folder that is not there yet; false where it is.
  static func makeNewFolder(_ path: String) throws(ShellError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    guard errno == EEXIST else { throw failure("make the folder", path) }
    return false
  }

  /// Writes all of the bytes, whatever interrupts; false where that fails, `errno` saying why.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
        let count = write(descriptor, rest)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        written += count
      }
      return true
    }
  }

  private static func write(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.write(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
