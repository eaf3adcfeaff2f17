import LineEditor
import TestSupport
import Testing

/// Input that is no terminal.
@Suite struct PlainInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func lines(of bytes: [UInt8]) throws -> [String] {
    try folder.write(bytes, to: "script")
    let input = try PlainInput(path: folder.path + "/script")
    var lines: [String] = []
    while let line = try input.next() {
      lines.append(line)
      #expect(input.lineNumber == lines.count)
    }
    return lines
  }

  @Test(arguments: [
    ("", []),
    ("\n", [""]),
    ("step", ["step"]),
    ("step\nback\n", ["step", "back"]),
    ("step\r\nback", ["step", "back"]),
    ("\u{FEFF}step\n\u{FEFF}x", ["step", "\u{FEFF}x"]),
    ("print σ\n\n# end", ["print σ", "", "# end"]),
  ])
  func splitting(text: String, expected: [String]) throws {
    #expect(try lines(of: Array(text.utf8)) == expected)
  }

  @Test func linesLongerThanOneReadAreWhole() throws {
    let long = String(repeating: "x", count: 200_000)
    #expect(try lines(of: Array("a\n\(long)\nb".utf8)) == ["a", long, "b"])
  }

  @Test func whatIsNotUTF8IsRefusedOnItsLine() throws {
    #expect(throws: PlainInput.Failure.notUTF8) { try lines(of: [0x61, 0x0A, 0xFF, 0x0A]) }
  }

  @Test func aLineHasABound() throws {
    let bound = PlainInput.maximumLineLength
    let longest = [UInt8](repeating: 0x61, count: bound)
    #expect(try lines(of: longest + [0x0A]).first?.utf8.count == bound)
    #expect(throws: PlainInput.Failure.lineTooLong) { try lines(of: longest + [0x61, 0x0A]) }
    #expect(throws: PlainInput.Failure.lineTooLong) {
      try lines(of: [UInt8](repeating: 0x61, count: 3 * bound))
    }
  }

  @Test func whatCannotBeReadIsASentence() {
    #expect(throws: PlainInput.Failure.unreadable("No such file or directory")) {
      _ = try PlainInput(path: folder.path + "/none")
    }
    #expect(throws: PlainInput.Failure.unreadable("Is a directory")) {
      let input = try PlainInput(path: folder.path)
      _ = try input.next()
    }
  }
}
