import Disk

extension CommandContext {
  /// Where a command writes.
  package static func file(_ summary: String = "where to write") -> Argument<Self, String> {
    Argument(required: "file", .output, summary)
  }

  /// The parameter that overrides the rule for documents.
  package static var force: Argument<Self, Bool> {
    Argument("force", default: false, "whether to overwrite any file")
  }

  /// Writes a document to the `file` that a command names, by the rule for documents.
  package func write(
    _ text: String, to arguments: Arguments, as document: Document
  ) throws(ShellError) {
    try write(bytes: Array(text.utf8), to: arguments, as: document)
  }

  /// The same for what is not UTF-8 text.
  package func write(
    bytes: [UInt8], to arguments: Arguments, as document: Document
  ) throws(ShellError) {
    let path = arguments[Self.file()]
    try arguments.locating(Self.file()) { () throws(ShellError) in
      guard !traits.json || !WholeFile.isStream(path) else {
        throw ShellError("\(Path.quoted(path)) carries the JSON objects here; name a file")
      }
      try Files.write(bytes, to: path, as: document, isForced: arguments[Self.force])
    }
  }

  /// - Throws: `ShellError` where ``write(_:to:as:)`` would refuse, for what takes long to make.
  package func check(_ arguments: Arguments, as document: Document) throws(ShellError) {
    try arguments.locating(Self.file()) { () throws(ShellError) in
      try Files.check(
        arguments[Self.file()], as: document, isForced: arguments[Self.force])
    }
  }

  /// What a command says of a document that it wrote: nothing where the document itself is on the
  /// screen.
  package func reports(_ report: Report, ofWriting path: String) -> [Report] {
    WholeFile.isStream(path) ? [] : [report]
  }
}
