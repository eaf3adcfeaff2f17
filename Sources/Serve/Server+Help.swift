import Console
import Dialogue
import Session

/// What an editor asks while code is written.
extension Server {
  func answer(_ request: Request) {
    switch request.action {
    case .complete(let code, let cursor):
      outbox.done(request.id, "ok", completions(of: code, cursor: cursor))
    case .inspect(let code, let cursor):
      outbox.done(request.id, "ok", inspection(of: code, cursor: cursor))
    case .isComplete(let code): outbox.done(request.id, "ok", completeness(of: code))
    default: break
    }
  }

  /// The matches, and from where to where they go, in code points of the whole code.
  private func completions(of code: String, cursor: Int) -> JSON.Object {
    let (line, start) = Self.line(in: code, upTo: cursor)
    let found = session.completions(line: line, cursorUTF8: line.utf8.count)
    func codePoints(beforeUTF8 offset: Int) -> Int {
      start + line.utf8.prefix(offset).count { $0 & 0xC0 != 0x80 }
    }
    return [
      "matches": .strings(found.candidates.map(\.text)),
      "start": .integer(codePoints(beforeUTF8: found.replacing.lowerBound)),
      "end": .integer(codePoints(beforeUTF8: found.replacing.upperBound)),
    ]
  }

  /// The line up to the cursor, and the code points before it.
  private static func line(in code: String, upTo cursor: Int) -> (text: String, start: Int) {
    let scalars = Array(code.unicodeScalars.prefix(cursor))
    let start = scalars.lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return (text(scalars[start...]), start)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func inspection(of code: String, cursor: Int) -> JSON.Object {
    let statement = LineSyntax.openStatements(of: Self.line(in: code, upTo: cursor).text).last
    guard let word = Self.word(in: code, at: cursor),
      let report = session.inspection(of: word, verb: statement?.tokens.first?.text)
    else { return ["found": false] }
    return [
      "found": true, "text": .string(TextRenderer(traits: session.traits).text(of: report)),
      "html": .string(HTMLRenderer().text(of: report)),
    ]
  }

  /// The word around or just before the cursor.
  private static func word(in code: String, at cursor: Int) -> String? {
    let scalars = Array(code.unicodeScalars)
    func isPart(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
        || scalar == "∇" || scalar.properties.generalCategory == .nonspacingMark
    }
    var end = min(cursor, scalars.count)
    var start = end
    while start > 0, isPart(scalars[start - 1]) { start -= 1 }
    while end < scalars.count, isPart(scalars[end]) { end += 1 }
    return start < end ? text(scalars[start..<end]) : nil
  }

  private func completeness(of code: String) -> JSON.Object {
    switch session.completeness(of: code) {
    case .complete: ["complete": "complete"]
    case .incomplete(let indent): ["complete": "incomplete", "indent": .string(indent)]
    case .invalid: ["complete": "invalid"]
    }
  }
}
