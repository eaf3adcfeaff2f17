#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Reading files and folders.
public enum Disk {
  /// The bytes of a file. A pipe is never waited for.
  ///
  /// - Throws: `DiskError` when it cannot be read, is no plain file, or is larger than `limit`.
  public static func bytes(of path: String, limit: Int) throws(DiskError) -> [UInt8] {
    try refuseNUL(in: path)
    guard let file = Descriptor(opening: path, O_RDONLY | O_NONBLOCK), let status = file.status
    else { throw .ofLastCall("read", path) }
    guard status.isFile else {
      throw DiskError("\(Path.quoted(path)) is \(status.kind), not a file")
    }
    guard status.st_size <= limit else {
      throw DiskError("\(Path.quoted(path)) is larger than the \(limit >> 20) MB that are read")
    }
    guard let bytes = file.read(upTo: limit) else { throw .ofLastCall("read", path) }
    return bytes
  }

  /// The bytes of a file; nil where there is none. A file that cannot be reached is not a missing one.
  ///
  /// - Throws: `DiskError` as ``bytes(of:limit:)`` does.
  public static func bytesIfPresent(
    of path: String, limit: Int
  ) throws(DiskError) -> [UInt8]? {
    try refuseNUL(in: path)
    var status = stat()
    if stat(path, &status) != 0, errno == ENOENT { return nil }
    return try bytes(of: path, limit: limit)
  }

  /// The names in a folder, folders with a trailing `/`, links to folders too; none where it cannot
  /// be read. More than `limit` are not looked at.
  public static func entries(of folder: String, limit: Int = 10_000) -> [String] {
    var entries: [String] = []
    forEachName(in: folder, limit: limit) { name, kind in
      var isFolder = kind == Int32(DT_DIR)
      if kind == Int32(DT_LNK) || kind == Int32(DT_UNKNOWN) {
        var status = stat()
        isFolder = stat(Path.path(name, in: folder), &status) == 0 && status.isFolder
      }
      entries.append(isFolder ? name + "/" : name)
    }
    return entries.sorted()
  }

  /// Visits the names in a folder, each with what `readdir` says of its kind, in no order.
  static func forEachName(
    in folder: String, limit: Int, _ body: (_ name: String, _ kind: Int32) -> Void
  ) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    var count = 0
    while let entry = readdir(stream), count < limit {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      count += 1
      body(name, Int32(entry.pointee.d_type))
    }
  }

  /// Makes a folder and those above it; unless told otherwise for the user alone.
  ///
  /// - Returns: the folders that were not there before, the outermost first.
  /// - Throws: `DiskError` where there is none afterwards.
  @discardableResult
  public static func makeFolder(
    _ path: String, mode: mode_t = 0o700
  ) throws(DiskError) -> [String] {
    try refuseNUL(in: path)
    var whole = ""
    var made: [String] = []
    var failure: Int32 = 0
    for part in Path.absolute(path).split(separator: "/") {
      whole += "/" + part
      failure = mkdir(whole, mode) == 0 ? 0 : errno
      if failure == 0 { made.append(whole) }
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw DiskError(
        "cannot make the folder \(Path.quoted(path)): \(DiskError.reason(of: failure))")
    }
    guard status.isFolder else {
      throw DiskError(
        "cannot make the folder \(Path.quoted(path)): \(status.kind) of that name is there")
    }
    return made
  }

  /// Removes folders that `makeFolder` made, as far as they are empty: what was to be written there
  /// failed.
  public static func removeEmptyFolders(_ made: [String]) {
    for folder in made.reversed() { rmdir(folder) }
  }

  /// Makes a folder that is not there yet; false where something of that name is.
  public static func makeNewFolder(
    _ path: String, mode: mode_t = 0o777
  ) throws(DiskError) -> Bool {
    try refuseNUL(in: path)
    if mkdir(path, mode) == 0 { return true }
    guard errno == EEXIST else { throw .ofLastCall("make the folder", path) }
    return false
  }

  /// Removes a file; nothing happens where there is none.
  public static func remove(_ path: String) { unlink(path) }

  /// Gives a file another name in the same file system, durably.
  public static func move(_ path: String, to other: String) throws(DiskError) {
    try refuseNUL(in: other)
    guard rename(path, other) == 0 else { throw .ofLastCall("move", path) }
    try sync(folder: Path.folder(of: other))
  }

  /// Waits until the names in a folder are on the disk.
  static func sync(folder: String) throws(DiskError) {
    // A folder that may be written to but not read cannot be waited for.
    guard let names = Descriptor(opening: folder, O_RDONLY) else { return }
    guard names.sync() else { throw .ofLastCall("write", folder) }
  }

  /// The system would take such a path up to the NUL, and so for another one.
  static func refuseNUL(in path: String) throws(DiskError) {
    guard !path.utf8.contains(0) else { throw DiskError("a file's name has no NUL character") }
  }
}
