import CLineEditor

/// Keys one by one, as they are pressed while a command plays something: without echo and
/// without waiting. ^C stays an interrupt.
public enum Keys {
  /// Begins, where the standard input is a terminal; says whether it could.
  public static func begin() -> Bool { dl_keys_begin() == 1 }

  /// Gives the terminal back as it was.
  public static func end() { dl_keys_end() }

  /// The next key that has been pressed: a character, `←` and `→` for the arrows, `\u{1B}` for
  /// Escape, `\u{0C}` (^L) also after a stop by ^Z; nil where none waits.
  public static func next() -> Character? {
    next {
      let byte = dl_keys_next(); return byte < 0 ? nil : UInt8(byte)
    }
  }

  /// A key from the bytes that a terminal sends for it; what has no meaning here is passed over,
  /// however much of it comes.
  package static func next(_ byte: () -> UInt8?) -> Character? {
    while let first = byte() {
      guard first == 0x1B else {
        if first < 0x80 { return Character(Unicode.Scalar(first)) }
        continue
      }
      guard let second = byte() else { return "\u{1B}" }
      guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else { continue }
      // ESC [ C or ESC O C is an arrow; other sequences end with a letter or a tilde.
      var last = byte()
      while let middle = last, !(0x40...0x7E).contains(middle) { last = byte() }
      switch last {
      case UInt8(ascii: "C"): return "→"
      case UInt8(ascii: "D"): return "←"
      default: continue
      }
    }
    return nil
  }
}
