#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A file that only grows. Each append is one write, so what ends the program leaves whole appends,
/// and at most a torn last one; an append that fails leaves nothing.
public final class GrowingFile {
  public private(set) var path: String
  private let descriptor: Descriptor
  /// Bytes up to the end of the last whole append.
  public private(set) var length: Int

  /// Begins a new file.
  ///
  /// - Throws: `DiskError` where something of that name is there, or it cannot be written.
  public init(creating path: String, mode: mode_t = 0o666) throws(DiskError) {
    try Disk.refuseNUL(in: path)
    let flags = O_RDWR | O_CREAT | O_EXCL | O_APPEND
    guard let descriptor = Descriptor(opening: path, flags, mode: mode) else {
      throw .ofLastCall("write", path)
    }
    self.descriptor = descriptor
    self.path = path
    length = 0
  }

  /// Opens a file to go on with it.
  ///
  /// - Throws: `DiskError` where there is none, it is no plain file, or may not be written.
  public init(opening path: String) throws(DiskError) {
    try Disk.refuseNUL(in: path)
    guard
      let descriptor = Descriptor(opening: path, O_RDWR | O_APPEND | O_NONBLOCK),
      let status = descriptor.status
    else { throw .ofLastCall("write", path) }
    guard status.isFile else {
      throw DiskError("\(Path.quoted(path)) is \(status.kind), not a file")
    }
    self.descriptor = descriptor
    self.path = path
    length = Int(status.st_size)
  }

  /// Whether no other program holds the file; it is held from here on, until this object is gone.
  public func tryLock() -> Bool { descriptor.tryLock() }

  /// Waits until no other program holds the file, and holds it.
  public func lock() throws(DiskError) {
    guard descriptor.lock() else { throw .ofLastCall("lock", path) }
  }

  /// Removes the file.
  public func remove() { unlink(path) }

  /// Gives the file another name in its folder.
  public func move(to path: String) throws(DiskError) {
    guard rename(self.path, path) == 0 else { throw .ofLastCall("write", path) }
    self.path = path
  }

  /// All that is in the file.
  public func contents(limit: Int) throws(DiskError) -> [UInt8] {
    guard lseek(descriptor.number, 0, SEEK_SET) == 0, let bytes = descriptor.read(upTo: limit)
    else { throw .ofLastCall("read", path) }
    return bytes
  }

  /// Adds bytes at the end.
  ///
  /// - Parameter isDurable: whether they are waited for until they are on the disk.
  public func append(_ bytes: [UInt8], isDurable: Bool = false) throws(DiskError) {
    guard descriptor.write(bytes), !isDurable || descriptor.sync(contentsAlone: true) else {
      let error = DiskError.ofLastCall("write", path)
      ftruncate(descriptor.number, off_t(length))
      throw error
    }
    length += bytes.count
  }

  /// Cuts off what comes after the first bytes.
  public func truncate(to length: Int) throws(DiskError) {
    guard ftruncate(descriptor.number, off_t(length)) == 0 else { throw .ofLastCall("write", path) }
    self.length = length
  }

  /// Seconds since 1970 at the last change, and the nanoseconds within the last of them.
  public var timeOfChange: (seconds: Int, nanoseconds: Int) {
    guard let status = descriptor.status else { return (0, 0) }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return (Int(time.tv_sec), Int(time.tv_nsec))
  }

  /// Waits until the file's own name is on the disk.
  public func syncName() throws(DiskError) { try Disk.sync(folder: Path.folder(of: path)) }
}
