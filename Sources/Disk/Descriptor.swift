import LongWork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// An open file, closed when it is let go of.
final class Descriptor {
  let number: Int32
  private var isLocked = false

  /// - Returns: nil where the system refuses; `errno` says why.
  init?(opening path: String, _ flags: Int32, mode: mode_t = 0) {
    let number = open(path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { return nil }
    self.number = number
  }

  deinit {
    // Closing alone would keep the lock as long as a program that is being started has a copy.
    if isLocked { flock(number, LOCK_UN) }
    close(number)
  }

  var status: stat? {
    var status = stat()
    return fstat(number, &status) == 0 ? status : nil
  }

  /// Whether no other open file holds the lock, or no lock can be had here at all; it is held then.
  func tryLock() -> Bool { take(LOCK_EX | LOCK_NB) }

  /// Waits until no other open file holds the lock, and holds it; false where none can be had here.
  func lock() -> Bool { take(LOCK_EX) }

  private func take(_ operation: Int32) -> Bool {
    while flock(number, operation) != 0 {
      guard errno == EINTR else { return false }
    }
    isLocked = true
    return true
  }

  /// Bytes that are read or written between two questions whether the work is to be given up.
  private static let piece = 4 << 20

  /// Writes all of the bytes as ``write(_:)`` does, in pieces that are on the disk before the next one where
  /// that is wanted: so ^C is heard, and the wait for the last piece is a short one.
  ///
  /// - Returns: false also where the work is given up.
  func writeInPieces(_ bytes: [UInt8], isDurable: Bool) -> Bool {
    var rest = bytes[...]
    while rest.count > Self.piece {
      guard write(rest.prefix(Self.piece)), !isDurable || sync(contentsAlone: true) else {
        return false
      }
      rest = rest.dropFirst(Self.piece)
      if Interruption.givesUp() {
        errno = EINTR
        return false
      }
    }
    return write(rest) && (!isDurable || sync())
  }

  /// Writes all of the bytes, whatever interrupts; false where that fails, `errno` saying why.
  func write(_ bytes: some Collection<UInt8>) -> Bool { Self.write(bytes, to: number) }

  static func write(_ bytes: some Collection<UInt8>, to number: Int32) -> Bool {
    let isWritten = bytes.withContiguousStorageIfAvailable { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = sysWrite(number, start, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
    return isWritten ?? write(Array(bytes), to: number)
  }

  /// Waits until the file's bytes are on the disk.
  ///
  /// - Parameter contentsAlone: leaves out what later reading does not need, as the time of change.
  func sync(contentsAlone: Bool = false) -> Bool {
    while true {
      #if canImport(Darwin)
        let result = fsync(number)
      #else
        let result = contentsAlone ? fdatasync(number) : fsync(number)
      #endif
      if result == 0 { return true }
      // Some file systems have nothing to wait for.
      if errno == EINVAL || errno == ENOTSUP || errno == EROFS { return true }
      if errno != EINTR { return false }
    }
  }

  /// Reads up to the end, or up to `limit` bytes.
  ///
  /// - Returns: nil where that fails, and where the work is given up; `errno` says why.
  func read(upTo limit: Int) -> [UInt8]? {
    let announced = status.map { Int($0.st_size) } ?? 0
    guard var bytes = firstBytes(min(announced, limit)) else { return nil }
    var size = max(announced, bytes.count)
    while bytes.count < limit {
      // One more than the file has, so that its end is seen without another round.
      let wanted = min(max(size - bytes.count + 1, 4096), limit - bytes.count)
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        count = sysRead(number, buffer.baseAddress, wanted)
        filled = max(0, count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { break }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      size = max(size, bytes.count)
    }
    return bytes
  }

  /// So many bytes, or as many as there are, in pieces between which ^C is heard.
  private func firstBytes(_ count: Int) -> [UInt8]? {
    var isRead = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = sysRead(
          number, buffer.baseAddress.map { $0 + filled }, min(Self.piece, count - filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { isRead = false }
        if got <= 0 { return }
        filled += got
        if filled < count, Interruption.givesUp() {
          isRead = false
          errno = EINTR
          return
        }
      }
    }
    return isRead ? bytes : nil
  }
}

/// The system's calls, whose names the type's own methods hide.
private func sysWrite(_ number: Int32, _ from: UnsafeRawPointer, _ count: Int) -> Int {
  write(number, from, count)
}

private func sysRead(_ number: Int32, _ to: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, to, count)
}

extension stat {
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }

  /// What lies there, in words.
  var kind: String {
    switch st_mode & S_IFMT {
    case S_IFREG: "a file"
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    case S_IFCHR, S_IFBLK: "a device"
    default: "no file"
    }
  }

  /// Whether two names lead to the same thing.
  func isSame(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
