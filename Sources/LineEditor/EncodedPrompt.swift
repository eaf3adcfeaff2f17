/// A prompt as libedit wants it: escape sequences marked, so that they take no width.
package struct EncodedPrompt {
  /// The byte that begins and ends text of no width.
  static let mark: Unicode.Scalar = "\u{1}"

  package private(set) var text: String
  /// Columns the prompt takes on the screen.
  package private(set) var width: Int

  /// Encodes a prompt. Neighbouring sequences become one, and the prompt is made to end in a space
  /// after the last of them: libedit attaches a sequence to the character that follows it and loses
  /// one that nothing follows.
  package init(_ prompt: String, ascii: Bool) {
    var visible = String.UnicodeScalarView()
    var encoded = String.UnicodeScalarView()
    var pending = String.UnicodeScalarView()
    func flush() {
      guard !pending.isEmpty else { return }
      encoded.append(Self.mark)
      encoded.append(contentsOf: pending)
      encoded.append(Self.mark)
      pending.removeAll()
    }
    var scalars = prompt.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      if scalar == "\u{1B}" {
        pending.append(scalar)
        pending.append(contentsOf: Self.popSequence(&scalars))
      } else if scalar.value >= 0x20, scalar.value != 0x7F {
        let shown: Unicode.Scalar =
          scalar.isASCII || !ascii ? scalar : scalar == "\u{B7}" ? "." : "?"
        // A colour is switched off before the closing space, not after it.
        if shown == " ", pending.isEmpty, scalars.first == "\u{1B}" {
          var rest = scalars
          var trailing = String.UnicodeScalarView()
          while rest.first == "\u{1B}" {
            trailing.append(rest.removeFirst())
            trailing.append(contentsOf: Self.popSequence(&rest))
          }
          if rest.isEmpty {
            pending = trailing
            scalars = rest
          }
        }
        flush()
        encoded.append(shown)
        visible.append(shown)
      }
    }
    if !pending.isEmpty {
      flush()
      encoded.append(" ")
      visible.append(" ")
    }
    text = String(encoded)
    width = displayWidth(String(visible))
  }

  /// Takes what follows the escape character: a control sequence up to its final letter.
  private static func popSequence(_ scalars: inout Substring.UnicodeScalarView)
    -> String.UnicodeScalarView
  {
    var sequence = String.UnicodeScalarView()
    guard scalars.first == "[" else { return sequence }
    sequence.append(scalars.removeFirst())
    while let scalar = scalars.popFirst() {
      sequence.append(scalar)
      if (0x40...0x7E).contains(scalar.value) { break }
    }
    return sequence
  }
}
