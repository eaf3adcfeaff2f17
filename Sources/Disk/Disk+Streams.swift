#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Disk {
  /// Writes all of the bytes to a pipe or a file that is open; false where that fails.
  public static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    Descriptor.write(bytes, to: descriptor)
  }

  /// Whether the other side of a pipe that is written to has gone.
  public static func isUnread(_ descriptor: Int32) -> Bool {
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&state, 1, 0) > 0
      && state.revents & Int16(clamping: POLLERR | POLLHUP | POLLNVAL) != 0
  }

  /// Writes numbers one after the other as they lie in memory: little-endian doubles.
  ///
  /// - Throws: `DiskError` where the file cannot be written.
  public static func write(numbers: [[Double]], to path: String) throws(DiskError) {
    try refuseNUL(in: path)
    guard
      let file = Descriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, mode: 0o600),
      let status = file.status
    else { throw .ofLastCall("write", path) }
    guard status.isFile else {
      throw DiskError("\(Path.quoted(path)) is \(status.kind), not a file")
    }
    for values in numbers {
      guard values.withUnsafeBytes({ file.write($0) }) else { throw .ofLastCall("write", path) }
    }
  }
}
