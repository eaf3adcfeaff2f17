import LineEditor

struct Traits {
  enum ColorDepth { case none, ansi, palette256, trueColor }
  var width: Int
  var height: Int
  var color: ColorDepth
  var unicode: Bool
  var isInteractive: Bool
  var json: Bool
}
struct SourceLocation {
  var file: String
  var line: Int
}
struct Completions {
  struct Candidate { var text: String, isComplete: Bool }
  var replacing: Range<Int>
  var candidates: [Candidate]
}

final class Session {
  struct Output {
    var write: (String) -> Void
    var writeError: (String) -> Void
  }
  enum Outcome { case done, failed, quit }
  let output: Output
  var traits: Traits
  let interrupt: () -> Bool
  init(output: Output, traits: Traits, interrupt: @escaping () -> Bool) {
    self.output = output
    self.traits = traits
    self.interrupt = interrupt
  }
  var prompt: String { "descent> " }
  func refuse(_ what: String, at location: SourceLocation? = nil) {
    let place = traits.isInteractive ? "" : location.map { "\($0.file):\($0.line): " } ?? ""
    if traits.json { output.write("{\"error\": \"\(what)\", \"line\": \(location?.line ?? 1)}\n") }
    output.writeError("\(place)\(what)\n")
  }
  func execute(_ line: String, at location: SourceLocation? = nil) -> Outcome {
    let words = line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
    switch words.first {
    case "quit": return .quit
    case "print":
      output.write(words.dropFirst().joined(separator: " ") + "\n")
      return .done
    case "run":
      var n = 0
      while n < 1_000_000_000_000, !interrupt() { n += 1 }
      output.write("stopped at \(n)\n")
      return .done
    case nil: return .done
    default:
      refuse("unknown verb '\(words[0])'", at: location)
      return .failed
    }
  }
  func completions(line: String, cursorUTF8 cursor: Int) -> Completions {
    let word =
      String(decoding: Array(line.utf8).prefix(cursor), as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return Completions(
      replacing: (cursor - word.utf8.count)..<cursor,
      candidates: ["print", "run", "quit", "surface", "step", "schedule", "optimizer"]
        .filter { $0.hasPrefix(word) }.map { .init(text: $0, isComplete: true) })
  }
  func cancel() {}
  func finish(at location: SourceLocation? = nil) -> Outcome { .done }
}
