import Console
import Foundation
import Lessons
import TestSupport
import Testing

@testable import Session
@testable import Shell

/// What mail programs, word processors and browsers make of a receipt is no change of it; what a hand
/// changes is found all the same, and named.
@Suite struct MailedReceiptTests {
  let folder: TemporaryFolder
  let lesson: String

  init() throws {
    folder = try TemporaryFolder()
    let text = """
      ---
      lesson: toy
      title: A toy - it's "small" - whose title is so long that each mail program breaks it somewhere
      ---
      # A toy

      ```descent setup
      surface bowl
      optimizer gd lr=0.1
      ```

      ```descent number id=difference
      ask: What is 2 - 6?
      expect: -4
      hint: Less than nothing.
      ```

      ```descent do id=three
      ask: Make three updates.
      check: t >= 3
      answer: step 3
      hint: A verb does it.
      ```

      ```descent text id=word
      ask: What is a rate that is far too large?
      accept: too large
      answer: too large
      hint: Two words.
      ```
      """
    lesson = folder.path + "/toy.md"
    try folder.write(Array(text.utf8), to: "toy.md")
  }

  /// The receipt of a student who errs, asks and tries things.
  private func receipt(of student: String = "anna") throws -> String {
    let state = try TemporaryFolder()
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.session.stateFolder = state.path
    transcript.run("set pager off; set student \(student); lesson \(lesson)")
    let lines = [
      "4", "print 1 + 2; print \"sqrt(x^2 + y^2)\"", "hint", "-4", "",
      "optimizer momentum lr=0.01 lambda=0.9",
      "run 1000 until norm(grad) < 1e-3 and loss < 10 and loss > -5", "",
      "very large", "too large", "",
    ]
    for line in lines { transcript.run(line) }
    if transcript.session.isInLesson { transcript.run("quit") }
    let path = folder.path + "/sent.receipt"
    transcript.run("progress export \(LineSyntax.quoted(path)) force=yes")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    return try folder.read("sent.receipt")
  }

  private func grade(_ bytes: [UInt8]) throws -> LessonTools.Result {
    try folder.write(bytes, to: "came.receipt")
    return LessonTools.grade(
      [folder.path + "/came.receipt"], lessons: [lesson], csv: nil, items: nil)
  }

  // MARK: The ways of a text

  private static func lines(_ text: String, _ change: (String) -> String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { change(String($0)) }
      .joined(separator: "\n")
  }

  /// Lines broken at blanks, as mail is.
  private static func wrapped(_ text: String, at width: Int) -> String {
    lines(text) { line in
      var rows = [""]
      for word in line.split(separator: " ", omittingEmptySubsequences: false) {
        let row = rows[rows.count - 1]
        if row.isEmpty {
          rows[rows.count - 1] = String(word)
        } else if row.count + 1 + word.count <= width {
          rows[rows.count - 1] = row + " " + word
        } else {
          rows.append(String(word))
        }
      }
      return rows.joined(separator: "\n")
    }
  }

  private static func curly(_ text: String) -> String {
    var isOpen = false
    return String(
      text.map { character in
        if character == "'" { return "’" }
        guard character == "\"" else { return character }
        isOpen.toggle()
        return isOpen ? "“" : "”"
      })
  }

  private static func html(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static func quotedPrintable(_ text: String) -> String {
    var result = ""
    var width = 0
    for byte in text.utf8 {
      let isPlain = (0x20...0x7E).contains(byte) && byte != 0x3D || byte == 0x0A
      let piece =
        isPlain
        ? String(UnicodeScalar(byte))
        : "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
      width = byte == 0x0A ? 0 : width + piece.count
      if width > 70 {
        result += "=\n"
        width = piece.count
      }
      result += piece
    }
    return result
  }

  static let ways: [(name: String, change: @Sendable (String) -> String)] = [
    ("en dashes", { $0.replacing("-", with: "–") }),
    ("em dashes", { $0.replacing("-", with: "—") }),
    ("minus signs", { $0.replacing("-", with: "−") }),
    ("doubled blanks", { $0.replacing(" ", with: "  ") }),
    ("no-break spaces", { $0.replacing(" ", with: "\u{A0}") }),
    ("tabs", { $0.replacing(" ", with: "\t") }),
    ("narrow and zero-width spaces", { $0.replacing(" ", with: "\u{202F}\u{200B}") }),
    ("quoted", { lines($0) { "> " + $0 } }),
    ("quoted without blanks", { lines($0) { ">" + $0 } }),
    ("quoted twice", { lines($0) { ">> " + $0 } }),
    ("quoted three times", { lines($0) { "> > > " + $0 } }),
    ("quoted with bars", { lines($0) { "| " + $0 } }),
    ("indented", { lines($0) { "    " + $0 } }),
    ("indented by tabs", { lines($0) { "\t" + $0 } }),
    ("space-stuffed", { lines($0) { $0.hasPrefix(">") ? " " + $0 : $0 } }),
    ("curly quotes", curly),
    ("entities", html),
    (
      "a page",
      { "<html><body><div>" + html($0).replacing("\n", with: "<br>\n") + "</div></body></html>" }
    ),
    ("paragraphs", { lines(html($0)) { "<p class=\"x\">" + $0 + "</p>" } }),
    ("preformatted", { "<pre>\n" + html($0) + "</pre>\n" }),
    ("quoted-printable", quotedPrintable),
    ("capitals", { lines($0) { $0.prefix(1).uppercased() + $0.dropFirst() } }),
    ("a letter around it", { "Dear all,\n\nhere it is: \n\n" + $0 + "\n-- \nAnna\nsum up\n" }),
    ("wrapped at 72", { wrapped($0, at: 72) }), ("wrapped at 76", { wrapped($0, at: 76) }),
    ("wrapped at 78", { wrapped($0, at: 78) }),
    ("flowed", { wrapped($0, at: 72).replacing("\n", with: " \n") }),
    ("wrapped, then quoted", { lines(wrapped($0, at: 74)) { "> " + $0 } }),
    ("quoted, then wrapped", { wrapped(lines($0) { "> " + $0 }, at: 74) }),
    (
      "forwarded from a word processor",
      { lines(curly($0.replacing("-", with: "–"))) { "> \u{A0}" + $0 } }
    ),
    ("carriage returns", { wrapped($0, at: 72).replacing("\n", with: "\r\n") }),
  ]

  @Test(arguments: ways.map(\.name)) func whatMailDoesIsNoChange(way: String) throws {
    let change = try #require(Self.ways.first { $0.name == way }?.change)
    for student in ["anna", "Änna O’Brien-Müller"] {
      let text = try receipt(of: student)
      let result = try grade(Array(change(text).utf8))
      #expect(result.status == 0 && result.text.contains("3/3"), "\(result.text)")
      #expect(result.text.contains("verified") && !result.text.contains("edited"))
      // What a hand does before it is sent is found on every way.
      let edits: [(old: String, new: String, found: String)] = [
        ("wrong 4", "right 4", "'difference'"),
        ("wrong very large", "wrong somewhat large", "the log of 'word'"),
        ("solved 1 1 number", "solved 0 1 number", "the result of 'difference'"),
        ("hint\n", "", "the result of 'difference'"),
        ("student ", "student x", "besides its log"),
      ]
      for (old, new, found) in edits {
        #expect(text.contains(old), "\(text)")
        let edited = try grade(Array(change(text.replacing(old, with: new)).utf8))
        #expect(edited.status == 1 && edited.text.contains("edited: "), "\(new): \(edited.text)")
        #expect(edited.text.contains(found), "\(new): \(edited.text)")
      }
    }
  }

  /// Receipts of before have no seals: their sum is made over the text as it was.
  @Test(arguments: ways.map(\.name)) func anOlderReceiptIsReadAsItWas(way: String) throws {
    let change = try #require(Self.ways.first { $0.name == way }?.change)
    let body = try receipt().split(separator: "\n").filter {
      !$0.hasPrefix("check ") && !$0.hasPrefix("sum ")
    }.joined(separator: "\n")
    var digest = FNV()
    digest.add(body)
    let text = body + "\nsum " + digest.text + "\n"
    let result = try grade(Array(change(text).utf8))
    #expect(result.status == 0 && result.text.contains("verified"), "\(result.text)")
    let touched = try grade(
      Array(change(text.replacing("wrong very large", with: "wrong very larger")).utf8))
    #expect(touched.status == 1 && touched.text.contains("not verified: its sum does not fit"))
    #expect(!touched.text.contains("edited"), "\(touched.text)")
  }

  @Test func westernBytesAreRead() throws {
    let text = try receipt(of: "Änna O’Brien").replacing("-", with: "–")
    let bytes = text.unicodeScalars.map { $0 == "–" ? 0x96 : UInt8(clamping: $0.value) }
    let result = try grade(bytes)
    #expect(result.status == 0 && result.text.contains("Änna O'Brien"), "\(result.text)")
  }

  /// The sum as receipts have it, worked out here on its own.
  private struct FNV {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325
    mutating func add(_ text: String) {
      for byte in Array(text.utf8) + [0] { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    var text: String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }
}

/// Students' names as people have them.
@Suite struct StudentNameTests {
  @Test(arguments: [
    ("Änna", "Änna"), ("Ærøskøbing", "Ærøskøbing"), ("王小明", "王小明"), ("Дарья", "Дарья"),
    ("O'Brien", "O'Brien"), ("O’Brien", "O'Brien"), ("\"D'Arcy O'Neil\"", "D'Arcy O'Neil"),
    ("Anna Maria", "Anna Maria"), ("\"Anna  Maria\"", "Anna Maria"),
    ("Müller-Lüdenscheidt", "Müller-Lüdenscheidt"),
    ("Müller–Lüdenscheidt", "Müller-Lüdenscheidt"), ("अनन्या", "अनन्या"),
    ("anna@uni.edu", "anna@uni.edu"),
    ("\"Müller, Änna\"", "Müller, Änna"),
  ])
  func namesWorkEverywhere(typed: String, name: String) throws {
    let state = try TemporaryFolder()
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.session.stateFolder = state.path
    // A long line is broken at its blanks.
    func words(_ text: String) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let set = words(transcript.run("set pager off; set student \(typed)"))
    #expect(set.contains("student \(name)"), "\(set)")
    transcript.run("lesson 1")
    transcript.run("skip")
    transcript.run("quit")
    #expect(transcript.run("progress").contains("1"))
    let path = state.path + "/r.receipt"
    transcript.run("progress export \(LineSyntax.quoted(path))")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    #expect(try state.read("r.receipt").contains("\nstudent \(name)\n"))
    let result = LessonTools.grade([path], lessons: [], csv: state.path + "/t.csv", items: nil)
    #expect(result.status == 0 && result.text.contains(name), "\(result.text)")
    #expect(try state.read("t.csv").contains(name))
    // A later session knows the name, and its progress.
    let second = Transcript(traits: Traits(isInteractive: true))
    second.session.stateFolder = state.path
    #expect(words(second.run("set")).contains("student \(name)"))
    #expect(!second.run("progress").contains("No lesson has been begun"))
  }

  @Test(arguments: ["../../x", ".hidden", "-", "''", "a/b", "\"a;b\"", "..."])
  func whatIsNoNameIsRefused(typed: String) {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.run("set student \(typed)")
    #expect(transcript.outcome == .failed)
  }
}
