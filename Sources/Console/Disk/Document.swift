import Disk

/// A kind of file that the program writes where a person says, and how it knows one that it wrote.
///
/// One rule holds for all of them: a file of the same kind that the program wrote is overwritten,
/// any other only where that is asked for. Links, modes and what is no file are ``WholeFile``'s.
package struct Document: Sendable {
  /// `saved session`, as in "is no saved session".
  package var name: String
  /// Whether a file's bytes are such a document of this program's.
  package var isOwn: @Sendable ([UInt8]) -> Bool

  package init(name: String, isOwn: @escaping @Sendable ([UInt8]) -> Bool) {
    self.name = name
    self.isOwn = isOwn
  }

  /// What the rule is called in a verb's help.
  package static let rule = """
    A file that it wrote before is overwritten; any other only with force=yes. A link is followed, \
    and what it leads to is replaced.
    """
}

extension Files {
  /// Writes what a person asked for: whole and on the disk, or not at all.
  ///
  /// - Parameters:
  ///   - isForced: whether any file is overwritten.
  ///   - way: how to ask for that.
  ///   - mode: what the user's mask leaves of it is a new file's mode.
  /// - Throws: `ShellError` where something else is there, or the disk refuses; nothing has changed.
  package static func write(
    _ text: String, to path: String, as document: Document, isForced: Bool,
    way: String = "force=yes", mode: UInt32 = 0o666
  ) throws(ShellError) {
    try write(
      Array(text.utf8), to: path, as: document, isForced: isForced, way: way, mode: mode)
  }

  /// The same for what is not UTF-8 text.
  package static func write(
    _ bytes: [UInt8], to path: String, as document: Document, isForced: Bool,
    way: String = "force=yes", mode: UInt32 = 0o666
  ) throws(ShellError) {
    try check(path, as: document, isForced: isForced, way: way)
    try fromDisk { () throws(DiskError) in
      try WholeFile.write(bytes, to: path, mode: .init(mode))
    }
  }

  /// - Throws: `ShellError` where ``write(_:to:as:isForced:way:mode:)`` would refuse.
  package static func check(
    _ path: String, as document: Document, isForced: Bool, way: String = "force=yes"
  ) throws(ShellError) {
    try fromDisk { () throws(DiskError) in try WholeFile.check(path) }
    guard !isForced, !WholeFile.isStream(path), Path.exists(path) else { return }
    // What cannot be read cannot be known again.
    if let old = try? bytes(of: path), document.isOwn(old) { return }
    throw ShellError(
      "\(Path.quoted(path)) exists and is no \(document.name); \(way) overwrites it")
  }
}
