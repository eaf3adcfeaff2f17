import Markdown
import Wording

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

  /// Whether a file is a notebook, in either form.
  public static func isNotebook(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(400), as: UTF8.self)
    return head.hasPrefix(front) || head.contains(generator)
  }

  private static let front = "---\nnotebook: 1\n"
  private static let generator = "<meta name=\"generator\" content=\"descent notebook\">"

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

  // MARK: HTML

  /// One self-contained page: nothing is loaded, no scripts; it can be read on a phone and printed.
  public var html: String {
    var body = ""
    for entry in entries {
      if !entry.prose.isEmpty { body += MarkdownReader.html(of: entry.prose) }
      guard !entry.commands.isEmpty else { continue }
      body += "<section>\n<pre class=\"typed\"><code>"
      body += escapedForMarkup(entry.commands.joined(separator: "\n")) + "</code></pre>\n"
      let output = lines(of: entry.output)
      if entry.figures.isEmpty, !output.isEmpty {
        body += "<pre class=\"printed\"><samp>" + escapedForMarkup(output.joined(separator: "\n"))
        body += "</samp></pre>\n"
      }
      for figure in entry.figures { body += "<figure>\n\(figure)</figure>\n" }
      body += "</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      \(Self.generator)
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escapedForMarkup(title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <main>
      <h1>\(escapedForMarkup(title))</h1>
      \(body)</main>
      </body>
      </html>

      """
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --ground: #fff; --quiet: #f3f4f6;
      --mark: #0b5cad; --line: #d5d8dc; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --ground: #16181c;
      --quiet: #22262c; --mark: #7db7f0; --line: #3a4048; } }
    * { box-sizing: border-box; }
    body { margin: 0; color: var(--ink); background: var(--ground);
      font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
    section { margin: 0 0 1.25rem; }
    pre { margin: 0; padding: .5rem .75rem; overflow-x: auto; tab-size: 4;
      font: .85rem/1.35 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    .typed { border-left: .25rem solid var(--mark); background: var(--quiet); font-weight: 600; }
    .typed code { white-space: pre-wrap; overflow-wrap: anywhere; }
    .printed { border-left: .25rem solid var(--line); }
    figure { margin: .5rem 0 0; }
    figure svg { display: block; max-width: 100%; height: auto; }
    @media (max-width: 600px) { main { padding: .5rem; } pre { padding: .5rem; font-size: .7rem; }
      figure { margin-inline: -.5rem; } }
    @media print { :root { --ink: #000; --ground: #fff; --quiet: #f3f4f6; --line: #bbb; }
      body { font-size: 10pt; } pre { white-space: pre-wrap; font-size: 7.5pt; }
      figure svg { max-width: 13cm; } section, figure { break-inside: avoid; } main { max-width: none; padding: 0; } }
    """
}
