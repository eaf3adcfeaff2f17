#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading and writing whole files, with errors as sentences.
enum Files {
  /// Text files larger than this are refused rather than read.
  static let largest = 64 << 20

  /// The bytes of a file.
  ///
  /// - Throws: `ShellError` when it cannot be read, is no plain file, or is larger than `limit`.
  static func bytes(of path: String, limit: Int = largest) throws(ShellError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ShellError(
        "'\(path)' is \(status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no plain file")")
    }
    guard status.st_size <= limit else {
      throw ShellError("'\(path)' is larger than the \(limit >> 20) MB that are read")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }

  /// The lines of a UTF-8 text file, without their line ends.
  static func lines(of path: String) throws(ShellError) -> [String] {
    let bytes = try bytes(of: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ShellError("'\(path)' is not UTF-8 text")
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasSuffix("\r") ? String(line.dropLast()) : String(line)
    }
  }

  /// Writes a file so that there is either the old one or the whole new one.
  static func write(_ bytes: [UInt8], to path: String) throws(ShellError) {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      return mkstemp(base)
    }
    guard descriptor >= 0 else { throw failure("write", path) }
    let temporary = String(
      decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let isWritten = writeAll(bytes, to: descriptor)
    let isComplete = isWritten && fsync(descriptor) == 0
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
    guard close(descriptor) == 0, isComplete, rename(temporary, path) == 0 else {
      let error = failure("write", path)
      unlink(temporary)
      throw error
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The names in a folder, folders with a trailing `/`; none where it cannot be read.
  static func entries(of directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream), names.count < 10_000 {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      names.append(Int32(entry.pointee.d_type) == Int32(DT_DIR) ? name + "/" : name)
    }
    return names.sorted()
  }

  static func failure(_ action: String, _ path: String) -> ShellError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "unknown reason"
    return ShellError(
      "cannot \(action) '\(path)': \(reason.prefix(1).lowercased())"
        + reason.dropFirst())
  }
}

/// What tells a file from the same file after it was written to.
struct FileStamp: Hashable {
  let path: String
  private let size: Int64
  private let seconds: Int
  private let nanoseconds: Int

  init(_ path: String) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    self.path = path
    size = isThere ? Int64(status.st_size) : -1
    (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
  }

  /// When it was written to, in UTC, as `2026-03-01T09:30:00Z`; empty where it is gone.
  var time: String { size < 0 ? "" : Self.text(of: seconds) }

  /// This moment in the same form.
  static var now: String { text(of: secondsNow()) }

  private static func text(of seconds: Int) -> String {
    var (time, parts) = (time_t(seconds), tm())
    guard gmtime_r(&time, &parts) != nil else { return "" }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// Whether the file has been written to since, or is gone.
  var isOutdated: Bool { FileStamp(path) != self }
}

private func secondsNow() -> Int { Int(time(nil)) }
