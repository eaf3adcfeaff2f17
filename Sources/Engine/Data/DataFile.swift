#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading files whole, within bounds.
enum DataFile {
  /// The size of the regular file at `path`.
  ///
  /// - Throws: `DataError` when there is none, it is a directory, a device or a pipe, or may not
  ///   be read.
  static func size(of path: String) throws -> Int {
    guard !path.utf8.contains(0) else { throw DataError("a file name has no NUL character") }
    var status = stat()
    guard stat(path, &status) == 0 else {
      let missing = errno == ENOENT || errno == ENOTDIR
      throw DataError(
        missing ? "there is no file \(quotedPath(path))" : "\(quotedPath(path)): \(reason(errno))")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return Int(status.st_size)
    case S_IFDIR: throw DataError("\(quotedPath(path)) is a directory; name a file in it")
    default: throw DataError("\(quotedPath(path)) is not a regular file; copy the data into one")
    }
  }

  /// The bytes of a file of at most `limit` bytes.
  static func bytes(of path: String, limit: Int) throws -> [UInt8] {
    let size = try size(of: path)
    guard size <= limit else {
      throw DataError(
        "\(quotedPath(path)) has \(megabytes(size)); files of up to \(megabytes(limit)) are read")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DataError("\(quotedPath(path)): \(reason(errno))") }
    defer { close(descriptor) }
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while filled < size, let base = buffer.baseAddress {
        let got = read(descriptor, base + filled, size - filled)
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { break }
        filled += got
      }
      count = filled
    }
    guard filled == size else {
      throw DataError("\(quotedPath(path)) could be read only in part, \(filled) of \(size) bytes")
    }
    return bytes
  }

  static func megabytes(_ bytes: Int) -> String {
    bytes < 1 << 20 ? "\(bytes) bytes" : "\((bytes + (1 << 19)) >> 20) MB"
  }

  static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
