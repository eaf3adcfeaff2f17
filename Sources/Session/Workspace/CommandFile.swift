import Console
import Markdown

/// A file of commands: plain lines, or the `descent` blocks of a Markdown file.
package enum CommandFile {
  /// Whether a file is Markdown by its name.
  package static func isMarkdown(_ path: String) -> Bool {
    [".md", ".markdown"].contains { path.lowercased().hasSuffix($0) }
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
    inMarkdown text: String
  ) throws(Refusal) -> [(number: Int, text: String)] {
    var commands: [(number: Int, text: String)] = []
    for block in FencedBlock.all(in: text) where block.info.first == "descent" {
      let kind = block.info.dropFirst().first ?? ""
      switch kind {
      case "output": continue
      case "", "setup", "show":
        for (index, line) in block.content.enumerated() {
          commands.append((block.line + 1 + index, line))
        }
      default:
        throw Refusal(
          message: "a '\(kind)' block belongs to a lesson; a script runs the blocks 'descent', "
            + "'descent setup' and 'descent show'", line: block.line)
      }
    }
    return commands
  }
}

extension Files {
  /// The commands of a file, each with its line.
  ///
  /// - Throws: `ShellError` where it cannot be read.
  package static func commands(of path: String) throws(ShellError) -> [(number: Int, text: String)]
  {
    let lines = try lines(of: path)
    guard CommandFile.isMarkdown(path) else {
      return lines.enumerated().map { ($0 + 1, $1) }
    }
    do {
      return try CommandFile.commands(inMarkdown: lines.joined(separator: "\n") + "\n")
    } catch {
      throw ShellError("\(path):\(error.line): \(error.message)")
    }
  }
}
