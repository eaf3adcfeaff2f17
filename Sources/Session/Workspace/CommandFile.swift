import Console
import Markdown

/// A file of commands: plain lines, the `descent` blocks of a Markdown file, or the code cells of a
/// Jupyter notebook.
package enum CommandFile {
  /// A line of commands.
  package struct Line: Equatable {
    /// The file, and the cell of a notebook: what an error names before the line's number.
    package var file: String
    package var number: Int
    /// The commands; empty after the last ones, where prose follows.
    package var text: String
    /// Markdown that comes before it.
    package var prose: [String] = []

    package init(file: String, number: Int, text: String, prose: [String] = []) {
      self.file = file
      self.number = number
      self.text = text
      self.prose = prose
    }
  }

  /// Whether a file is Markdown by its name.
  package static func isMarkdown(_ path: String) -> Bool {
    [".md", ".markdown"].contains { path.lowercased().hasSuffix($0) }
  }

  /// Whether its commands are a part of a document, by its name.
  package static func isDocument(_ path: String) -> Bool {
    isMarkdown(path) || JupyterNotebook.isNotebook(path)
  }

  /// Why a Markdown file is no file of commands: a sentence, and the line that is to blame.
  package struct Refusal: Error {
    package var message: String
    package var line: Int
  }

  /// The lines of the blocks `descent`, `descent setup` and `descent show`, each with its number in
  /// the file. Outputs that a notebook keeps are passed over.
  ///
  /// - Throws: `Refusal` for a block that belongs to a lesson.
  package static func commands(
    inMarkdown text: String, file: String
  ) throws(Refusal) -> [Line] {
    var commands: [Line] = []
    var prose = prose(inMarkdown: text)[...]
    func proseBefore(_ line: Int) -> [String] {
      let count = prose.prefix { $0.line < line }.count
      defer { prose = prose.dropFirst(count) }
      return prose.prefix(count).map(\.text)
    }
    for block in FencedBlock.all(in: text) where block.info.first == "descent" {
      let kind = block.info.dropFirst().first ?? ""
      switch kind {
      case "output": continue
      case "", "setup", "show":
        for (index, line) in block.content.enumerated() {
          let number = block.line + 1 + index
          commands.append(
            Line(file: file, number: number, text: line, prose: proseBefore(number)))
        }
      default:
        throw Refusal(
          message: "a '\(kind)' block belongs to a lesson; a script runs the blocks 'descent', "
            + "'descent setup' and 'descent show'", line: block.line)
      }
    }
    let rest = proseBefore(.max)
    if !rest.isEmpty {
      commands.append(Line(file: file, number: 1, text: "", prose: rest))
    }
    return commands
  }

  /// The prose between the blocks, as it is written, with the line that it begins in.
  private static func prose(inMarkdown text: String) -> [(line: Int, text: String)] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var start = 0
    if lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") { start = end + 1 }
    let body = String(repeating: "\n", count: start) + lines[start...].joined(separator: "\n")
    var found: [(line: Int, text: String)] = []
    for part in MarkdownReader.parts(of: body, lines: lines) {
      if case .fence(let info) = part.content, info.split(separator: " ").first == "descent" {
        continue
      }
      // A list that holds commands would have them twice.
      if part.innerFences.contains(where: { $0.info.first == "descent" }) { continue }
      let range = part.lines.clamped(to: 1...max(lines.count, 1))
      var written = lines[(range.lowerBound - 1)..<range.upperBound]
      while let last = written.last, last.allSatisfy(\.isWhitespace) { written.removeLast() }
      found.append((range.lowerBound, written.joined(separator: "\n")))
    }
    return found
  }

  /// The lines of a notebook's code cells, each with its number in its cell.
  package static func commands(in notebook: JupyterNotebook, file: String) -> [Line] {
    var commands: [Line] = []
    var prose: [String] = []
    for cell in notebook.cells {
      guard cell.isCode else {
        prose.append(cell.source)
        continue
      }
      for line in CellLine.lines(of: cell.source) {
        commands.append(
          Line(
            file: "\(file), cell \(cell.number)", number: line.number, text: line.text, prose: prose
          ))
        prose = []
      }
    }
    if !prose.isEmpty { commands.append(Line(file: file, number: 1, text: "", prose: prose)) }
    return commands
  }
}

extension Files {
  /// The commands of a file, each with its line.
  ///
  /// - Throws: `ShellError` where it cannot be read.
  package static func commands(of path: String) throws(ShellError) -> [CommandFile.Line] {
    if JupyterNotebook.isNotebook(path) {
      let notebook = try JupyterNotebook(try bytes(of: path), name: path)
      return CommandFile.commands(in: notebook, file: path)
    }
    let lines = try lines(of: path)
    guard CommandFile.isMarkdown(path) else {
      return lines.enumerated().map { .init(file: path, number: $0 + 1, text: $1) }
    }
    do {
      return try CommandFile.commands(inMarkdown: lines.joined(separator: "\n") + "\n", file: path)
    } catch {
      throw ShellError("\(path):\(error.line): \(error.message)")
    }
  }
}
