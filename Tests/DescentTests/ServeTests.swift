import Foundation
import TestSupport
import Testing

/// `descent serve`: one conversation in JSON lines.
@Suite(.serialized) struct ServeTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private var journals: [String] {
    let folder = program.home.path + "/.local/state/descent/journals"
    return (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }

  /// The README's conversation, line by line; `...` stands for anything.
  @Test func theReadmesConversationIsARealOne() throws {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(
      contentsOf: top.appendingPathComponent("Sources/Serve/README.md"), encoding: .utf8)
    let head = try #require(readme.range(of: "see ServeTests -->\n```\n"))
    let tail = try #require(readme.range(of: "```\n", range: head.upperBound..<readme.endIndex))
    let lines = readme[head.upperBound..<tail.lowerBound].split(separator: "\n")
    #expect(lines.count > 20)
    let conversation = try Conversation(program)
    for line in lines.dropFirst() {
      let text = String(line.dropFirst(3))
      if line.hasPrefix("-> ") {
        try conversation.send(text)
      } else {
        let real = try #require(try conversation.line())
        #expect(Self.fits(real, pattern: text), "\(real)\nis not\n\(text)")
      }
    }
    #expect(try conversation.end().status == 0)
  }

  private static func fits(_ text: String, pattern: String) -> Bool {
    var rest = text[...]
    let parts = pattern.components(separatedBy: "...")
    for (i, part) in parts.enumerated() where !part.isEmpty {
      let range =
        i == parts.count - 1 ? rest.range(of: part, options: .backwards) : rest.range(of: part)
      guard let range, i > 0 || range.lowerBound == rest.startIndex else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.isEmpty || parts.last == ""
  }

  /// Reports, one text, figures, for each statement; what is read is what `--json` and the shell give.
  @Test func eachStatementGivesReportsThenATextThenFigures() throws {
    let conversation = try Conversation(program)
    #expect(conversation.ready.kind == "ready" && conversation.ready["protocol"] as? Int == 1)
    for code in [
      "surface bowl; step 2", "race valley steps=5", "step 12", "sweep lr 0.1 0.2 steps=4",
    ] {
      let events = try conversation.execute(code)
      let kinds = events.map(\.kind).filter { $0 != "progress" }.joined(separator: " ")
      #expect(
        try /((report )+text (figure )*)+done/.wholeMatch(in: kinds) != nil, "\(code): \(kinds)")
      #expect(events.last?.status == "ok")
    }
    let script = "surface bowl; step 12; race valley steps=5"
    let json = try program.run(["-c", script, "--json"]).output
    let fresh = try Conversation(program).execute(script)
    let reports = fresh.compactMap { $0["report"] as? [String: Any] }
    let objects = try json.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(NSArray(array: reports).isEqual(to: objects))
    let texts = fresh.filter { $0.kind == "text" }.map(\.text).joined()
    #expect(try program.run(["-c", "surface bowl; step 12"]).output.isEmpty == false)
    #expect(texts.hasPrefix(try program.run(["-c", "surface bowl; step 12"]).output))
  }

  @Test func aFigureIsAPictureOfItsOwn() throws {
    let conversation = try Conversation(program)
    let events = try conversation.execute("surface bowl; step 5; plot surface; plot surface")
    let figures = events.filter { $0.kind == "figure" }
    #expect(figures.map { $0["figure"] as? Int } == [1, 2])
    let classes = try figures.map { figure in
      let svg = try #require(figure["svg"] as? String)
      #expect(svg.hasPrefix("<svg "))
      return try #require(svg.firstMatch(of: /class="(d\w+)"/)).1
    }
    #expect(classes[0] != classes[1])
    // The place of the drawing in the text is told.
    let text = try #require(events.last { $0.kind == "text" })
    let places = try #require(text["drawings"] as? [[Int]])
    let scalars = Array(text.text.unicodeScalars)
    let drawn = scalars[places[0][0]..<places[0][1]].map { String($0) }.joined()
    #expect(drawn == figures[1].text)
    let moving = try conversation.execute("animate surface speed=100").filter {
      $0.kind == "figure"
    }
    #expect(moving.count > 2 && moving.allSatisfy { $0["figure"] as? Int == 3 })
    // What goes to a file is not shown.
    let written = try conversation.execute("export svg a.svg surface")
    #expect(!written.contains { $0.kind == "figure" })
  }

  @Test func aLooksWishesHold() throws {
    let conversation = try Conversation(program)
    let plain = try conversation.execute(
      "surface rosenbrock; step", ["width": 60, "unicode": false])
    for line in plain.map(\.text).joined().split(separator: "\n") {
      #expect(line.count <= 60 && line.utf8.allSatisfy { $0 < 128 })
    }
    #expect((plain.last?["prompt"] as? String) == "rosenbrock - gd - t=1 > ")
    let colored = try conversation.execute("status", ["style": "ansi"])
    #expect(colored.contains { $0.text.contains("\u{1B}[") })
    #expect(try !conversation.execute("status").contains { $0.text.contains("\u{1B}[") })
    #expect(try conversation.execute("status", ["width": 5]).first?.kind == "error")
  }

  @Test func anErrorStopsTheStatementsAfterIt() throws {
    let conversation = try Conversation(program)
    let events = try conversation.execute("surface bowl\nstep; optimzer adam; step\nstep")
    let error = try #require(events.first { $0.kind == "error" })
    #expect(error["line"] as? Int == 2 && error["column"] as? Int == 7)
    #expect(error.message.contains("'optimizer'"))
    #expect(events.last?.status == "error")
    #expect((events.last?["prompt"] as? String)?.contains("t=1") == true)
    // A quote goes on in the next line, and a column is that of its own line.
    let joined = try conversation.execute("surface \"x^2 +\n  10*y^2\" at=4,1 nonsense=2")
    let place = try #require(joined.first { $0.kind == "error" })
    #expect(place["line"] as? Int == 2)
    let open = try conversation.execute("define rule q\ndelta = -eta*g")
    #expect(open.first { $0.kind == "error" }?.message.contains("not closed") == true)
    #expect(try conversation.execute("step").last?.status == "ok")
  }

  @Test func aRunIsInterruptedByMessageAndBySignal() throws {
    let conversation = try Conversation(program)
    _ = try conversation.execute("surface rosenbrock; optimizer adam lr=1e-6")
    for isSignal in [false, true] {
      try conversation.send(#"{"id":1,"do":"execute","code":"run 1000000000\nprint 7"}"#)
      // Meanwhile an editor is answered.
      let done = try #require(try conversation.ask("complete", ["code": "opti"]).last)
      #expect(done["matches"] as? [String] == ["optimizer"])
      if isSignal {
        kill(conversation.process.processIdentifier, SIGINT)
      } else {
        try conversation.send(#"{"do":"interrupt"}"#)
      }
      let events = try conversation.events(of: 1)
      #expect(events.last?.status == "interrupted")
      #expect(!events.contains { $0.kind == "error" })
      #expect(
        !events.contains { ($0["report"] as? [String: Any])?["command"] as? String == "print" })
    }
    // One that comes at once is not lost; one for nothing is.
    try conversation.send(#"{"id":2,"do":"execute","code":"run 1000000000"}"#)
    try conversation.send(#"{"do":"interrupt"}"#)
    #expect(try conversation.events(of: 2).last?.status == "interrupted")
    for _ in 0..<6 { try conversation.send(#"{"do":"interrupt"}"#) }
    #expect(try conversation.execute("step").last?.status == "ok")
    // One that waits has its turn.
    try conversation.send(#"{"id":3,"do":"execute","code":"run 1000000000"}"#)
    try conversation.send(#"{"id":4,"do":"execute","code":"print 8"}"#)
    #expect(
      try conversation.ask("is_complete", ["code": "step"]).last?["complete"] as? String
        == "complete")
    try conversation.send(#"{"do":"interrupt"}"#)
    #expect(try conversation.events(of: 3).last?.status == "interrupted")
    #expect(try conversation.events(of: 4).last?.status == "ok")
  }

  @Test func anEditorIsAnsweredInCodePoints() throws {
    let conversation = try Conversation(program)
    _ = try conversation.execute("surface rosenbrock; optimizer adam lr=0.1; step")
    let code = "step\nprint θ + η + m_h"
    let done = try #require(
      try conversation.ask("complete", ["code": code, "cursor": code.unicodeScalars.count]).last)
    #expect(done["matches"] as? [String] == ["m_hat"])
    #expect(done["start"] as? Int == 19 && done["end"] as? Int == 22)
    let found = try #require(
      try conversation.ask("inspect", ["code": "print m_hat", "cursor": 8]).last)
    #expect(found["found"] as? Bool == true)
    #expect(found.text.contains("corrected for its start at 0") && found.text.contains("−215.6"))
    #expect((found["html"] as? String)?.contains("<p>") == true)
    let verb = try #require(try conversation.ask("inspect", ["code": "step 3", "cursor": 6]).last)
    #expect(verb.text.contains("Makes n updates"))
    #expect(try conversation.ask("inspect", ["code": "qqq"]).last?["found"] as? Bool == false)
    for (code, expected) in [
      ("step", "complete"), ("define rule x\n  delta = -eta*g", "incomplete"),
      ("define rule x\ndelta = -eta*g\nend\nstep", "complete"), ("surface \"x^2", "incomplete"),
      ("nonsense", "invalid"), ("", "complete"), ("# step", "complete"),
    ] {
      let done = try conversation.ask("is_complete", ["code": code]).last
      #expect(done?["complete"] as? String == expected, "\(code)")
    }
  }

  @Test func valuesGoOutExactly() throws {
    let conversation = try Conversation(program)
    _ = try conversation.execute("surface bowl; step 3")
    let done = try #require(
      try conversation.ask("get", ["expressions": ["t", "theta", "1/0"]]).last)
    let values = try #require(done["values"] as? [[String: Any]])
    #expect(values[0]["value"] as? Int == 3)
    let theta = try #require(values[1]["value"] as? [Double])
    #expect(theta.count == 2 && abs(theta[0] - 1.882384) < 1e-14)
    #expect(values[2]["value"] as? String == "Infinity")
    #expect(try conversation.ask("get", ["expressions": ["nope"]]).last?.status == "error")
    // Many numbers go to a file.
    _ = try conversation.execute("data digits; network 64-40-10:softmax loss=cross_entropy")
    let path = program.home.path + "/values"
    let large = try #require(
      try conversation.ask("get", ["expressions": ["loss", "theta"], "file": path]).last)
    let shapes = try #require(large["values"] as? [[String: Any]])
    #expect(shapes[0]["value"] is Double && shapes[1]["offset"] as? Int == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == (64 * 40 + 40 + 400 + 10) * 8)
  }

  @Test func aHugeOutputIsCutWithACount() throws {
    let conversation = try Conversation(program)
    _ = try conversation.execute("surface bowl; run 9000")
    let path = program.home.path + "/whole.txt"
    let events = try conversation.execute("trace loss last=9000", ["file": path])
    let text = try #require(events.first { $0.kind == "text" }).text
    let whole = try String(contentsOfFile: path, encoding: .utf8)
    #expect(whole.split(separator: "\n").count > 9_000)
    #expect(text.utf8.count < whole.utf8.count)
    let last = try #require(text.split(separator: "\n").last)
    let left = try #require(last.firstMatch(of: /^\.\.\. (\d+) more lines/)).1
    #expect(
      Int(left).map { $0 + text.split(separator: "\n").count - 1 }
        == whole.split(separator: "\n").count)
    // A file that is there is not overwritten.
    #expect(try conversation.execute("status", ["file": path]).last?.status == "error")
  }

  @Test func aConversationInAFileIsCarriedOut() throws {
    let outcome = try program.run(
      ["serve"], input: #"{"id":1,"do":"execute","code":"surface bowl; run 500"}"# + "\n")
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.output.contains(#""t":500"#))
    #expect(journals.isEmpty)
  }

  /// Whatever ends the other side, what was typed is kept; an orderly end keeps nothing.
  @Test func theJournalSurvivesTheOtherSide() throws {
    var conversation = try Conversation(program)
    _ = try conversation.execute("surface rosenbrock; step 3")
    try conversation.send(#"{"id":1,"do":"execute","code":"run 1000000000"}"#)
    #expect(try conversation.ask("is_complete", ["code": "step"]).last?.status == "ok")
    // As if the client were killed: both of its ends are gone.
    try conversation.closeOutput()
    try conversation.closeInput()
    let end = try conversation.end()
    #expect(end.status == 1 && end.complaint.contains("'journal restore'"))
    #expect(journals.count == 1)
    conversation = try Conversation(program)
    // The sentence is broken into lines where its words happen to end.
    let notice = (conversation.ready["notice"] as? String ?? "").split(separator: "\n")
    #expect(notice.joined(separator: " ").contains("'journal restore'"))
    #expect(try conversation.execute("journal restore").last?.status == "ok")
    let t = try conversation.ask("get", ["expressions": ["t"]]).last?["values"] as? [[String: Any]]
    #expect((t?[0]["value"] as? Int ?? 0) >= 3)
    #expect(try conversation.ask("shutdown").last?.status == "ok")
    #expect(try conversation.end().status == 0)
    #expect(journals.isEmpty)
    // Killed itself, it leaves the same.
    conversation = try Conversation(program)
    _ = try conversation.execute("surface bowl; step")
    kill(conversation.process.processIdentifier, SIGKILL)
    _ = try conversation.end()
    #expect(journals.count == 1)
  }

  // MARK: Bad input

  @Test(arguments: [
    ("nonsense", 1), ("[1]", 1), (#"{"id":1"#, 8), (#"{"do" "execute"}"#, 7),
    (#"{"do":"dance"}"#, 7),
    (#"{"do":"execute","code":5}"#, 24), (#"{"do":"execute"}"#, 1), ("{\"do\":\"\u{E9}\", é}", 12),
    (#"{"do":"complete","code":"","cursor":-1}"#, 37), (#"{"do":"execute","code":"\ud800"}"#, 25),
  ])
  func aLineThatIsNoRequestGetsItsColumn(line: String, column: Int) throws {
    let conversation = try Conversation(program)
    try conversation.send(line)
    let event = try conversation.next()
    #expect(event.kind == "error" && event["id"] is NSNull)
    #expect(event["column"] as? Int == column, "\(event)")
    #expect(try conversation.execute("print 1").last?.status == "ok")
  }

  /// Damaged requests: each line out is an object, and the conversation goes on to its orderly end.
  @Test(arguments: 0..<4) func anythingIsAnswered(seed: Int) throws {
    var random = Chance(seed: seed)
    let good = [
      #"{"id":1,"do":"execute","code":"surface bowl; step θ","width":60,"unicode":false}"#,
      #"{"id":"é","do":"complete","code":"print m_","cursor":8}"#,
      #"{"id":2,"do":"inspect","code":"m_hat","cursor":3}"#,
      #"{"do":"is_complete","code":"define rule x\n \"'"}"#,
      #"{"id":3,"do":"get","expressions":["loss","theta[9]"]}"#, #"{"do":"interrupt"}"#,
      #"{"id":null,"do":"execute","code":"print 1e999; step 1e30","style":"ansi"}"#,
    ]
    var input: [UInt8] = []
    for _ in 0..<400 {
      var line = Array(good[random.below(good.count)].utf8)
      for _ in 0..<random.below(4) where !line.isEmpty {
        let place = random.below(line.count)
        switch random.below(6) {
        case 0: line.remove(at: place)
        case 1: line.insert(UInt8(random.below(256)), at: place)
        case 2: line[place] = UInt8(random.below(256))
        case 3: line.insert(contentsOf: Array("{[\"\\9".utf8), at: place)
        case 4: line.insert(contentsOf: [UInt8](repeating: 0x5B, count: 300), at: place)
        default: line = Array(line[..<place])
        }
      }
      // What ends a line ends it in two; `shutdown` cannot come of these.
      input += line + [0x0A]
    }
    input += Array((#"{"id":"last","do":"execute","code":"print 6*7"}"# + "\n").utf8)
    let outcome = try program.run(["serve"], input: input)
    #expect(outcome.status == 0, "seed \(seed): \(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    for line in lines {
      let event = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(event?["event"] is String, "\(line)")
    }
    #expect(lines.contains { $0.contains(#""value":42"#) })
    #expect(lines.last?.contains(#""id":"last","event":"done","status":"ok""#) == true)
  }

  /// What a command writes to the standard output or reads from the standard input is no part of the
  /// conversation.
  @Test func theConversationIsItsOwn() throws {
    let conversation = try Conversation(program)
    for code in [
      "surface bowl; step; export svg /dev/stdout loss", "save /dev/stdout", "source /dev/stdin",
      "data /dev/stdin",
    ] {
      // Each line is an event, or this throws.
      let events = try conversation.execute(code)
      #expect(events.last?.kind == "done", "\(code)")
    }
    #expect(try conversation.execute("print 6*7").contains { $0.kind == "report" })
    try conversation.send("{\"do\":\"shutdown\"}")
    let end = try conversation.end()
    #expect(end.status == 0 && end.complaint.contains("<svg"))
  }

  /// A notebook of thousands of cells: what `undo` keeps is bounded, and nothing else grows.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
  func aLongConversationTakesNoMoreMemory() throws {
    let conversation = try Conversation(program)
    _ = try conversation.execute("surface rosenbrock; optimizer adam lr=0.1; step")
    func memory() throws -> Int {
      let path = "/proc/\(conversation.process.processIdentifier)/status"
      let line = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        .first { $0.hasPrefix("VmRSS:") }
      return try #require(line.flatMap { Int($0.filter(\.isNumber)) }) >> 10
    }
    let before = try memory()
    let steps = Array(repeating: "step", count: 100).joined(separator: "; ")
    for _ in 0..<20 { _ = try conversation.execute(steps) }
    let after = try memory()
    #expect(after - before < 8, "\(before) MB, then \(after) MB")
    try conversation.send("{\"do\":\"shutdown\"}")
    #expect(try conversation.end().status == 0)
  }

}

/// Numbers that a seed determines.
private struct Chance {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }
}
