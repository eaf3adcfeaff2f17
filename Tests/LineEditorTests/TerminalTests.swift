import LineEditor
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What the terminal can show.
@Suite(.serialized) struct TerminalTests {
  @Test(
    arguments: [
      ("xterm", nil, nil, .basic),
      ("xterm-256color", nil, nil, .palette),
      ("xterm-256color", "truecolor", nil, .full),
      ("tmux-256color", "24bit", nil, .full),
      ("xterm-direct", nil, nil, .full),
      ("dumb", "truecolor", nil, .none),
      ("vt100", nil, nil, .none),
      (nil, nil, nil, .none),
      ("xterm-256color", "truecolor", "1", .none),
    ] as [(String?, String?, String?, Terminal.ColorDepth)])
  func colors(term: String?, colorTerm: String?, noColor: String?, depth: Terminal.ColorDepth) {
    #expect(Terminal.colorDepth(term: term, colorTerm: colorTerm, noColor: noColor) == depth)
  }

  @Test(arguments: [("abc", 3), ("m\u{302}", 1), ("漢字", 4), ("α·β", 3), ("", 0)])
  func widths(text: String, width: Int) {
    _ = Terminal.usersLocaleIsUTF8
    #expect(displayWidth(text) == width)
  }

  @Test(
    arguments: [
      (" q", [" ", "q"]), ("\u{1B}[C\u{1B}[D", ["→", "←"]), ("\u{1B}OC", ["→"]),
      ("\u{1B}", ["\u{1B}"]),
      ("\u{1B}[1;5Cx", ["→", "x"]), ("\u{1B}[A\u{1B}[3~+", ["+"]), ("é-", ["-"]), ("", []),
    ] as [(String, [Character])])
  func keys(bytes: String, keys: [Character]) {
    var rest = Array(bytes.utf8)[...]
    var found: [Character] = []
    while let key = Keys.next({ rest.popFirst() }) { found.append(key) }
    #expect(found == keys)
  }

  /// Bytes without a meaning are passed over one by one, not each by a call within the last.
  @Test(arguments: [
    [0xC3], [0x1B, 0x41], [0x1B, 0x5B, 0x41], [0x1B, 0x5B, 0x31, 0x3B, 0x35, 0x42],
  ])
  func amongMillionsWithoutMeaningAKeyIsFound(bytes: [UInt8]) {
    var count = 0
    let whole = 2_000_000 / bytes.count * bytes.count
    let key = Keys.next {
      defer { count += 1 }
      return count < whole ? bytes[count % bytes.count] : UInt8(ascii: "q")
    }
    #expect(key == "q")
  }

  @Test func interruptsAreCountedUntilTaken() {
    Interrupt.install()
    Interrupt.take()
    #expect(!Interrupt.pending)
    #expect(!Interrupt.take())
    // To the process, not to this thread, which may have signals blocked.
    kill(getpid(), SIGINT)
    for _ in 0..<10_000 where !Interrupt.pending { usleep(1000) }
    #expect(Interrupt.pending)
    #expect(Interrupt.take())
    #expect(!Interrupt.pending)
  }

  /// A key that is held down presses ^C many times before a busy program answers the first.
  @Test func aHeldKeyEndsNothing() {
    Interrupt.install()
    Interrupt.take()
    for _ in 0..<20 {
      kill(getpid(), SIGINT)
      usleep(2000)
    }
    for _ in 0..<10_000 where !Interrupt.pending { usleep(1000) }
    #expect(Interrupt.take())
  }
}
