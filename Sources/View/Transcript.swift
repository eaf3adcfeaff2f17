import Console
import Wording

/// The last commands with their output, as a page shows them.
struct Transcript {
  private struct Entry {
    var prompt: String
    var line: String
    var cause: String?
    var text = ""
    var hasFailed = false
  }

  /// What is kept of them.
  static let mostEntries = 12
  static let mostText = 8_000

  private var entries: [Entry] = []
  /// Whether a command is carried out, so that text belongs to it.
  private var isOpen = false

  mutating func begin(_ line: String, prompt: String, cause: String?) {
    entries.append(Entry(prompt: prompt, line: line, cause: cause))
    if entries.count > Self.mostEntries { entries.removeFirst() }
    isOpen = true
  }

  mutating func add(_ text: String, isError: Bool) {
    guard isOpen, let last = entries.indices.last else { return }
    let room = Self.mostText - entries[last].text.utf8.count
    if room > 0 {
      entries[last].text += String(Self.withoutSecrets(strippingEscapes(text)).prefix(room))
    }
    if isError { entries[last].hasFailed = true }
  }

  /// The text with each link's secret left out: who may only read sees what the shell says, too.
  private static func withoutSecrets(_ text: String) -> String {
    var rest = text[...]
    var kept = ""
    while let mark = rest.firstRange(of: "?token=") {
      kept += rest[..<mark.upperBound] + "…"
      rest = rest[mark.upperBound...].drop(while: \.isHexDigit)
    }
    return kept + rest
  }

  mutating func end(hasFailed: Bool) {
    isOpen = false
    guard hasFailed, let last = entries.indices.last else { return }
    entries[last].hasFailed = true
  }

  var json: JSON {
    .array(
      entries.map { entry in
        let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
        var object: JSON.Object = [
          "prompt": .string(entry.prompt), "line": .string(entry.line),
          "text": .strings(lines.map(String.init).filter { !$0.isEmpty }),
          "failed": .boolean(entry.hasFailed),
        ]
        if let cause = entry.cause { object["cause"] = .string(cause) }
        return .object(object)
      })
  }
}
