#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A folder of a test's own, removed with everything in it when the test lets go of it.
package final class TemporaryFolder {
  package let path: String
  private let isOwn: Bool

  package init() throws {
    var template = Array("/tmp/descent-test.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure.cannotMake }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    isOwn = true
  }

  /// The folder of another process, which removes it.
  package init(of path: String) {
    self.path = path
    isOwn = false
  }

  enum Failure: Error { case cannotMake, cannotWrite, cannotRead }

  deinit {
    if isOwn { Self.remove(path) }
  }

  /// Removes a part of it with everything in it.
  package func empty(_ name: String) { Self.remove(path + "/" + name) }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    chmod(path, 0o700)
    var names: [String] = []
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        names.append(
          withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          })
      }
      closedir(folder)
    }
    for name in names where name != "." && name != ".." { remove(path + "/" + name) }
    rmdir(path)
  }

  /// Makes a folder and those above it.
  package func makeFolders(_ name: String) throws {
    var made = path
    for part in name.split(separator: "/") {
      made += "/" + part
      guard mkdir(made, 0o700) == 0 || errno == EEXIST else { throw Failure.cannotMake }
    }
  }

  package func write(_ bytes: [UInt8], to name: String) throws {
    guard let file = fopen(path + "/" + name, "w") else { throw Failure.cannotWrite }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure.cannotWrite }
  }

  package func read(_ name: String) throws -> String {
    guard let file = fopen(path + "/" + name, "r") else { throw Failure.cannotRead }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while true {
      let byte = getc(file)
      if byte == EOF { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(UInt8(truncatingIfNeeded: byte))
    }
  }

  package func mode(_ name: String) -> mode_t? {
    var status = stat()
    return stat(path + "/" + name, &status) == 0 ? status.st_mode & 0o777 : nil
  }
}
