#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Writes files as a whole: there is either the old file or the complete new one, whatever ends the
/// program or fills the disk, and what was reported as written is on the disk.
///
/// The bytes go into a temporary file in the same folder, which then takes the file's name. A
/// symbolic link stays a link: what it leads to is replaced. A file that is replaced keeps its mode.
/// Folders, pipes, sockets and devices are never replaced.
///
/// A temporary file is locked by the program that writes it, so that one without a lock was left
/// behind by a program that was killed; the next to write into that folder removes it.
public enum WholeFile {
  /// Where a path's bytes go.
  private enum Target {
    case file(path: String, existing: stat?)
    /// Standard output or standard error, by its name under `/dev`.
    case stream(Int32)
  }

  /// Writes a file, in the place of the one that is there.
  ///
  /// - Parameters:
  ///   - mode: what the user's mask leaves of it is a new file's mode.
  ///   - isDurable: whether the bytes are waited for until they are on the disk.
  /// - Throws: `DiskError`; the old file is there then, and nothing else.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: mode_t = 0o666, isDurable: Bool = true
  ) throws(DiskError) {
    switch try target(of: path) {
    case .stream(let number):
      guard Descriptor.write(bytes, to: number) else { throw .ofLastCall("write", path) }
    case .file(let place, let existing):
      let temporary = try Temporary(for: place, named: path, mode: mode, replacing: existing)
      try temporary.fill(bytes, isDurable: isDurable)
      guard rename(temporary.path, place) == 0 else { throw temporary.failure() }
      temporary.isGone = true
      if isDurable { try Disk.sync(folder: Path.folder(of: place)) }
    }
  }

  /// Writes a file that must not be there yet.
  ///
  /// - Returns: false where something of that name is there; nothing has changed then.
  public static func create(
    _ bytes: [UInt8], at path: String, mode: mode_t = 0o666
  ) throws(DiskError) -> Bool {
    try Disk.refuseNUL(in: path)
    var status = stat()
    if lstat(path, &status) == 0 { return false }
    let temporary = try Temporary(for: path, named: path, mode: mode, replacing: nil)
    try temporary.fill(bytes, isDurable: true)
    // A link fails where there is a file by now; a new name would take its place.
    if link(temporary.path, path) != 0 {
      if errno == EEXIST { return false }
      // Some file systems have no second names.
      guard errno == EPERM || errno == ENOTSUP || errno == ENOSYS || errno == EMLINK else {
        throw temporary.failure()
      }
      if lstat(path, &status) == 0 { return false }
      guard rename(temporary.path, path) == 0 else { throw temporary.failure() }
      temporary.isGone = true
    }
    try Disk.sync(folder: Path.folder(of: path))
    return true
  }

  /// Whether a path names standard output or standard error, which are written to as they are.
  public static func isStream(_ path: String) -> Bool { stream(path) != nil }

  private static func stream(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1": STDOUT_FILENO
    case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2": STDERR_FILENO
    default: nil
    }
  }

  /// Whether a path can be written to as far as can be said without writing: what lies there is a
  /// file, or nothing.
  ///
  /// - Throws: `DiskError` for what is never replaced.
  public static func check(_ path: String) throws(DiskError) { _ = try target(of: path) }

  private static func target(of path: String) throws(DiskError) -> Target {
    try Disk.refuseNUL(in: path)
    if let number = stream(path) { return .stream(number) }
    let place = try endOfLinks(from: path)
    var status = stat()
    guard stat(place, &status) == 0 else {
      guard errno == ENOENT else { throw .ofLastCall("write", path) }
      let folder = Path.folder(of: place)
      guard Path.exists(folder) else {
        throw DiskError(
          "cannot write \(Path.quoted(path)): there is no folder \(Path.quoted(folder))")
      }
      return .file(path: place, existing: nil)
    }
    guard status.isFile else {
      throw DiskError("cannot write \(Path.quoted(path)): it is \(status.kind); name a file")
    }
    guard access(place, W_OK) == 0 else { throw .ofLastCall("write", path) }
    return .file(path: place, existing: status)
  }

  /// Where a path leads when its last part is a link, or a link to a link, whether there is
  /// something or not.
  private static func endOfLinks(from path: String) throws(DiskError) -> String {
    var path = path
    for _ in 0..<40 {
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
      var buffer = [CChar](repeating: 0, count: 4096)
      let count = readlink(path, &buffer, buffer.count)
      guard count > 0 else { throw .ofLastCall("write", path) }
      let next = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      path = Path.path(next, in: Path.folder(of: path))
    }
    throw DiskError("cannot write \(Path.quoted(path)): its links lead round in a circle")
  }
}

/// A file that is being written, and is removed unless it takes its place.
private final class Temporary {
  let path: String
  private let descriptor: Descriptor
  /// What the user calls the file, for errors.
  private let name: String
  /// Whether nothing is left under the temporary name.
  var isGone = false

  private static let (head, tail) = (".descent-", ".part")

  init(
    for place: String, named name: String, mode: mode_t, replacing existing: stat?
  ) throws(DiskError) {
    let folder = Path.folder(of: place)
    Self.sweep(folder)
    self.name = name
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    for _ in 0..<100 {
      let number = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let candidate = Path.path(Self.head + number + Self.tail, in: folder)
      guard
        let descriptor = Descriptor(
          opening: candidate, flags, mode: existing == nil ? mode : 0o600)
      else {
        if errno == EEXIST { continue }
        throw .ofLastCall("write", name)
      }
      // Another program may have taken it for one that was left behind before it was locked.
      _ = descriptor.tryLock()
      guard let status = descriptor.status, status.st_nlink > 0 else { continue }
      if let existing {
        // A shared file stays its group's where that is allowed.
        if existing.st_uid != status.st_uid || existing.st_gid != status.st_gid {
          _ =
            fchown(descriptor.number, existing.st_uid, existing.st_gid) == 0
            || fchown(descriptor.number, status.st_uid, existing.st_gid) == 0
        }
        fchmod(descriptor.number, existing.st_mode & 0o7777)
      }
      self.descriptor = descriptor
      path = candidate
      return
    }
    throw DiskError("cannot write \(Path.quoted(name)): no temporary name is free in its folder")
  }

  deinit { if !isGone { unlink(path) } }

  func fill(_ bytes: [UInt8], isDurable: Bool) throws(DiskError) {
    guard descriptor.writeInPieces(bytes, isDurable: isDurable) else { throw failure() }
  }

  func failure() -> DiskError { .ofLastCall("write", name) }

  /// Removes what programs that were killed have left in a folder.
  private static func sweep(_ folder: String) {
    var names: [String] = []
    Disk.forEachName(in: folder, limit: 1_000_000) { name, _ in
      if name.hasPrefix(head), name.hasSuffix(tail) { names.append(name) }
    }
    for name in names {
      let path = Path.path(name, in: folder)
      guard let file = Descriptor(opening: path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
        file.tryLock(),
        let status = file.status, status.isFile
      else { continue }
      // The name may stand for another file by now.
      var named = stat()
      if lstat(path, &named) == 0, named.isSame(as: status) { unlink(path) }
    }
  }
}
