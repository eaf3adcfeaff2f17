import Disk

/// The shell's way to the disk: whole files, with errors as the shell's sentences.
package enum Files {
  /// Text files larger than this are refused rather than read.
  package static let largest = 64 << 20

  /// The bytes of a file.
  ///
  /// - Throws: `ShellError` when it cannot be read, is no plain file, or is larger than `limit`.
  package static func bytes(of path: String, limit: Int = largest) throws(ShellError) -> [UInt8] {
    try fromDisk { () throws(DiskError) in try Disk.bytes(of: path, limit: limit) }
  }

  /// The bytes of a file; nil where there is none.
  ///
  /// - Throws: `ShellError` where there is something that cannot be read.
  package static func bytesIfPresent(of path: String) throws(ShellError) -> [UInt8]? {
    try fromDisk { () throws(DiskError) in try Disk.bytesIfPresent(of: path, limit: largest) }
  }

  /// The lines of a UTF-8 text file, without their line ends.
  package static func lines(of path: String) throws(ShellError) -> [String] {
    let bytes = try bytes(of: path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ShellError("\(Path.quoted(path)) is not UTF-8 text")
    }
    // By scalars: to Swift a carriage return and a line feed are one character.
    return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0.last == "\r" ? $0.dropLast() : $0)
    }
  }

  /// Writes a file of the program's own keeping, such as progress, so that there is either the old
  /// one or the whole new one. What a person asks for goes through ``write(_:to:as:isForced:)``.
  package static func write(_ text: String, to path: String) throws(ShellError) {
    try fromDisk { () throws(DiskError) in try WholeFile.write(Array(text.utf8), to: path) }
  }

  /// Gives a file another name.
  package static func move(_ path: String, to other: String) throws(ShellError) {
    try fromDisk { () throws(DiskError) in try Disk.move(path, to: other) }
  }

  package static func exists(_ path: String) -> Bool { Path.exists(path) }

  /// The names in a folder, folders with a trailing `/`.
  package static func entries(of folder: String) -> [String] { Disk.entries(of: folder) }

  /// Makes a folder and those above it; unless told otherwise for the user alone.
  package static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(ShellError) {
    try fromDisk { () throws(DiskError) in _ = try Disk.makeFolder(path, mode: .init(mode)) }
  }

  /// Makes a folder for others to read, and those above it, for what `body` writes there; where that
  /// fails, no empty folder is left of them.
  package static func withFolder<Value>(
    _ path: String, _ body: () throws(ShellError) -> Value
  ) throws(ShellError) -> Value {
    let made = try fromDisk { () throws(DiskError) in try Disk.makeFolder(path, mode: 0o777) }
    do { return try body() } catch {
      Disk.removeEmptyFolders(made)
      throw error
    }
  }
}

/// A step that may fail on the disk, its error as the shell's.
package func fromDisk<Result>(
  _ body: () throws(DiskError) -> Result
) throws(ShellError) -> Result {
  do { return try body() } catch { throw ShellError(error.message) }
}
