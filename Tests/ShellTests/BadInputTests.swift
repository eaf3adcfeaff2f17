import Console
import Foundation
import Session
import Shell
import Testing

/// Every line of BadInputs.txt is refused with one clear sentence and changes nothing.
@Suite(.serialized) struct BadInputTests {
  static let setup =
    "surface rosenbrock; optimizer adam lr=0.1; step 3; back; break when loss > 1e9"

  static let lines: [String] = {
    let url = Bundle.module.url(forResource: "BadInputs", withExtension: "txt")
    let text = url.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }()

  @Test func thereAreManyOfThem() {
    #expect(Self.lines.count >= 80)
  }

  @Test func eachIsRefusedInOneSentenceAndChangesNothing() throws {
    for line in Self.lines {
      let transcript = Transcript()
      transcript.run(Self.setup)
      #expect(transcript.outcome == .done)
      let before = state(transcript)
      let text = transcript.run(line)
      #expect(transcript.outcome == .failed, "\(line): \(text)")
      let isOneLine = text.hasSuffix("\n") && text.dropLast().allSatisfy { !$0.isNewline }
      #expect(isOneLine, "\(line): \(text)")
      #expect(text.count > 12 && text.count < 400, "\(line): \(text)")
      let isTechnical = text.contains("Error(") || text.contains("Optional(")
      #expect(!isTechnical, "\(line): \(text)")
      #expect(state(transcript) == before, "\(line)")
    }
  }

  @Test func eachIsAnObjectWhereObjectsAreWanted() throws {
    for line in Self.lines {
      let transcript = Transcript(traits: Traits(json: true))
      transcript.run(Self.setup)
      let start = transcript.output.endIndex
      transcript.session.execute(line, at: SourceLocation(file: "f", line: 3))
      let error = try #require(objects(String(transcript.output[start...])).last)
      #expect(error["error"] is String, "\(line)")
      #expect(error["line"] as? Int == 3, "\(line)")
    }
  }

  private func state(_ transcript: Transcript) -> String {
    let digits = transcript.run("set digits 17")
    return digits + transcript.run("status; inspect; branches; break; watch; display; set")
      + transcript.session.prompt
  }
}
