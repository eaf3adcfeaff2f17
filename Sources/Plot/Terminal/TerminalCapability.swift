import Wording

/// What colours and characters a terminal can show.
public struct TerminalCapability: Sendable, Equatable {
  public enum Colors: Sendable, Equatable { case none, ansi16, ansi256, trueColor }
  public enum Glyphs: Sendable, Equatable { case ascii, braille }

  public var colors: Colors
  public var glyphs: Glyphs
  /// The terminal shows light text on a dark ground.
  public var isDark: Bool

  public init(colors: Colors = .none, glyphs: Glyphs = .braille, isDark: Bool = true) {
    self.colors = colors
    self.glyphs = glyphs
    self.isDark = isDark
  }

  var isASCII: Bool { glyphs == .ascii }
  /// A text as it can be shown: on one line, in ASCII where nothing else is.
  func shown(_ text: String) -> String { cleaned(isASCII ? ASCIIFolding.fold(text) : text) }
  /// Enough colours for areas of colour.
  var hasAreas: Bool { !isASCII && (colors == .ansi256 || colors == .trueColor) }
}
