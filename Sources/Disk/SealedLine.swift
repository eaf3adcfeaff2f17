import Digests

/// Lines of a file that grows, each with a checksum before it: a torn or changed one is known.
public enum SealedLine {
  /// A text with its checksum before it.
  public static func text(_ content: String) -> String {
    var digest = Digest()
    digest.add(content)
    return Digest.text(of: digest.value) + " " + content
  }

  /// The text of a line; nil where the checksum is not its own.
  public static func content(of bytes: some Collection<UInt8>) -> String? {
    guard bytes.count > 17, let line = String(validating: bytes, as: UTF8.self) else { return nil }
    let content = String(line.unicodeScalars.dropFirst(17))
    return text(content) == line ? content : nil
  }
}
