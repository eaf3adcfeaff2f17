import Markdown

/// A session as a document: what was typed and what it printed.
public struct Notebook: Sendable {
  /// One command, or the lines of a definition, with its output.
  public struct Entry: Sendable {
    public var commands: [String]
    public var output: String
    /// SVG elements of the figures among the output; the text drawing then goes unshown.
    public var figures: [String]
    /// The figures' drawings in the output.
    public var drawings: [String]
    /// Markdown that comes before the commands.
    public var prose: String

    public init(
      commands: [String], output: String, figures: [String] = [], drawings: [String] = [],
      prose: String = ""
    ) {
      self.commands = commands
      self.output = output
      self.figures = figures
      self.drawings = drawings
      self.prose = prose
    }
  }

  public var title: String
  public var entries: [Entry]

  public init(title: String, entries: [Entry]) {
    self.title = title
    self.entries = entries
  }

  /// Whether a file is a notebook in Markdown.
  public static func isMarkdown(_ bytes: [UInt8]) -> Bool { bytes.starts(with: front.utf8) }

  private static let front = "---\nnotebook: 1\n"

  // MARK: Markdown

  /// The notebook as Markdown that `descent run` runs and `descent check` verifies.
  public var markdown: String {
    var text = Self.front + "title: \(Self.value(title))\n---\n\n# \(Self.heading(title))\n"
    for entry in entries {
      if !entry.prose.isEmpty { text += "\n" + entry.prose + "\n" }
      guard !entry.commands.isEmpty else { continue }
      text += "\n" + fenced("descent show", entry.commands)
      let output = lines(of: entry.output)
      if !output.isEmpty { text += "\n" + fenced("descent output", output) }
    }
    return text
  }

  /// A title as a value of the front matter: in quotes where YAML would read it as something else.
  private static func value(_ title: String) -> String {
    let isPlain = title.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789 ,.;()_/+".unicodeScalars.contains($0)
    }
    if isPlain, title.first?.isLetter == true, title.last != " " { return title }
    return title.contains("\"") || title.contains("\\")
      ? "'" + title.replacing("'", with: "’") + "'" : "\"" + title + "\""
  }

  /// A title as text of a heading, without a meaning of its own for Markdown or HTML.
  private static func heading(_ title: String) -> String {
    var result = ""
    for character in title {
      if "\\`*_[]<>&#~|$!".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// A fence longer than any in the text.
  private func fenced(_ info: String, _ lines: [String]) -> String {
    let longest = lines.map { $0.trimmed.prefix { $0 == "`" }.count }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return ([fence + info] + lines + [fence]).joined(separator: "\n") + "\n"
  }

  private func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop(while: \.isWhitespace).reversed())
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
