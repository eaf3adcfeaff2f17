import Disk
import Lessons
import Plot

/// A kind of file that the program writes where a person says, and how it knows one that it wrote.
///
/// One rule holds for all of them: a file of the same kind that the program wrote is overwritten,
/// any other only where that is asked for. Links, modes and what is no file are ``WholeFile``'s.
struct Document: Sendable {
  /// `saved session`, as in "is no saved session".
  var name: String
  /// Whether a file's bytes are such a document of this program's.
  var isOwn: @Sendable ([UInt8]) -> Bool

  static let session = Document(name: "saved session", isOwn: SavedSession.isSession)
  static let notebook = Document(name: "notebook", isOwn: Notebook.isNotebook)
  static let receipt = Document(name: "receipt") { $0.starts(with: "descent receipt ".utf8) }
  static let figure = Document(name: "figure of this program", isOwn: SVGRenderer.isFigure)
  static let grades = Document(name: "table of grades") {
    $0.starts(with: "receipt,student,lesson,".utf8)
  }
  static let items = Document(name: "table of questions") {
    $0.starts(with: "lesson,question,students,".utf8)
  }
  static let junit = Document(name: "report of 'descent check'") {
    $0.starts(with: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n".utf8)
  }
  /// A lesson to begin from soon holds the author's own work.
  static let lesson = Document(name: "file to overwrite") { _ in false }
  static let job = Document(name: "job script of 'search'") {
    $0.starts(with: "#!/bin/sh\n#SBATCH --job-name=descent-search\n".utf8)
  }
  static let jobGuide = Document(name: "guide to a job of 'search'") {
    $0.starts(with: "# A search for a cluster\n".utf8)
  }

  /// What the rule is called in a verb's help.
  static let rule = """
    A file that it wrote before is overwritten; any other only with force=yes. A link is followed, \
    and what it leads to is replaced.
    """

  /// The parameter that overrides the rule.
  static let force = Parameter(
    "force", .option, .truth, default: "no", "whether to overwrite any file")
}

extension Files {
  /// Writes what a person asked for: whole and on the disk, or not at all.
  ///
  /// - Parameters:
  ///   - isForced: whether any file is overwritten.
  ///   - way: how to ask for that.
  ///   - mode: what the user's mask leaves of it is a new file's mode.
  /// - Throws: `ShellError` where something else is there, or the disk refuses; nothing has changed.
  static func write(
    _ text: String, to path: String, as document: Document, isForced: Bool,
    way: String = "force=yes", mode: UInt32 = 0o666
  ) throws(ShellError) {
    try check(path, as: document, isForced: isForced, way: way)
    try fromDisk { () throws(DiskError) in
      try WholeFile.write(Array(text.utf8), to: path, mode: .init(mode))
    }
  }

  /// - Throws: `ShellError` where ``write(_:to:as:isForced:way:mode:)`` would refuse.
  static func check(
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

extension Workspace {
  /// Writes a document to the `file` that a command names, by the rule for documents.
  func write(
    _ text: String, to arguments: Arguments, as document: Document
  ) throws(ShellError) {
    let path = arguments.text("file") ?? ""
    do throws(ShellError) {
      guard !traits.json || !WholeFile.isStream(path) else {
        throw ShellError("\(Path.quoted(path)) carries the JSON objects here; name a file")
      }
      try Files.write(
        text, to: path, as: document, isForced: arguments.truth("force") ?? false)
    } catch { throw arguments.error(error.message, about: "file") }
  }

  /// - Throws: `ShellError` where ``write(_:to:as:)`` would refuse, for what takes long to make.
  func check(_ arguments: Arguments, as document: Document) throws(ShellError) {
    do throws(ShellError) {
      try Files.check(
        arguments.text("file") ?? "", as: document, isForced: arguments.truth("force") ?? false)
    } catch { throw arguments.error(error.message, about: "file") }
  }

  /// What a command says of a document that it wrote: nothing where the document itself is on the
  /// screen.
  func reports(_ report: Report, ofWriting path: String) -> [Report] {
    WholeFile.isStream(path) ? [] : [report]
  }
}
