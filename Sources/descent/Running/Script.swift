import Console
import LineEditor
import Session
import Shell

/// Where a script's lines come from.
enum Script {
  /// A name for error messages stands beside the text.
  case text(String, name: String)
  /// A command file, or a Markdown file by its name.
  case file(String)
  case standardInput

  /// What comes before the line number in an error.
  var name: String {
    switch self {
    case .text(_, let name): name
    case .file(let path): path
    case .standardInput: "<stdin>"
    }
  }
}

/// Why a script has no next line.
enum ScriptFailure: Error {
  /// ^C while waiting for more.
  case interrupted
  /// One sentence, with the line that is to blame if there is one.
  case refused(String, line: Int?)
}

/// The commands of a script, one line after the other, each with its number in the file.
struct ScriptLines {
  /// The number of the line read last, from 1.
  private(set) var lineNumber = 1
  private let name: String
  /// The file that the line read last is of, with its cell in a notebook.
  private(set) var file: String
  private let stream: PlainInput?
  private var prepared: ArraySlice<CommandFile.Line> = []

  init(_ script: Script) throws(ScriptFailure) {
    name = script.name
    file = script.name
    switch script {
    case .standardInput:
      stream = PlainInput()
    case .text(let text, _):
      stream = nil
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        prepared.append(
          .init(file: script.name, number: prepared.count + 1, text: String(line)))
      }
    case .file(let path):
      guard !JupyterNotebook.isNotebook(path) else {
        stream = nil
        do throws(ShellError) { prepared = try Files.commands(of: path)[...] } catch {
          throw .refused(error.message, line: nil)
        }
        return
      }
      let file: PlainInput
      do { file = try PlainInput(path: path) } catch {
        throw Self.failure(error, in: path, line: 0)
      }
      let isMarkdown = CommandFile.isMarkdown(path)
      stream = isMarkdown ? nil : file
      if isMarkdown { prepared = try Self.commands(inMarkdown: file, name: path)[...] }
    }
  }

  /// The next line, or nil after the last.
  mutating func next() throws(ScriptFailure) -> String? {
    if let stream {
      do throws(PlainInput.Failure) {
        defer { lineNumber = max(1, stream.lineNumber) }
        return try stream.next()
      } catch {
        throw Self.failure(error, in: name, line: stream.lineNumber)
      }
    }
    guard let line = prepared.popFirst() else { return nil }
    (file, lineNumber) = (line.file, line.number)
    return line.text
  }

  /// Lines in a Markdown file; more is no document for people.
  private static let maximumMarkdownLines = 1_000_000

  /// The lines of the `descent` blocks. Outputs that a notebook keeps are passed over.
  private static func commands(
    inMarkdown file: PlainInput, name: String
  ) throws(ScriptFailure) -> [CommandFile.Line] {
    var text = ""
    do throws(PlainInput.Failure) {
      while let line = try file.next() {
        text += line + "\n"
        if file.lineNumber > maximumMarkdownLines {
          throw .unreadable("more than \(maximumMarkdownLines) lines")
        }
      }
    } catch {
      throw failure(error, in: name, line: file.lineNumber)
    }
    do {
      return try CommandFile.commands(inMarkdown: text, file: name)
    } catch {
      throw .refused(error.message, line: error.line)
    }
  }

  private static func failure(
    _ failure: PlainInput.Failure, in name: String, line: Int
  ) -> ScriptFailure {
    switch failure {
    case .interrupted: .interrupted
    case .unreadable(let reason): .refused("cannot read '\(name)': \(reason)", line: nil)
    case .lineTooLong, .notUTF8: .refused(failure.description, line: line)
    }
  }
}
