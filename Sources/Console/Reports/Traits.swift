/// What the receiving end can show, and how the user wants numbers shown.
package struct Traits: Hashable, Sendable {
  package enum ColorDepth: Int, Hashable, Sendable, Comparable {
    case none = 0
    case ansi = 4
    case palette256 = 8
    case trueColor = 24

    package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
  }

  /// Columns of the window; 80 where there is none.
  package var width: Int
  /// Rows of the window; 24 where there is none.
  package var height: Int
  package var color: ColorDepth
  /// Whether symbols outside ASCII can be shown.
  package var unicode: Bool
  /// Whether a person types: prompts, repetition by an empty line, progress.
  package var isInteractive: Bool
  /// Whether output that is longer than the window is shown a page at a time.
  package var pages: Bool
  /// Whether errors are broken at words to the window's width: where they go to a terminal.
  package var wrapsErrors: Bool
  /// One JSON object a line instead of text.
  package var json: Bool
  /// Whether a program listens beside the person, so that objects are wanted with the text: `serve`.
  package var hasListener = false
  /// Whether reports need their JSON reading.
  package var wantsObjects: Bool { json || hasListener }
  /// Significant digits of a shown number, 1 to 17.
  package var digits: Int

  package init(
    width: Int = 80, height: Int = 24, color: ColorDepth = .none, unicode: Bool = true,
    isInteractive: Bool = false, pages: Bool = false, wrapsErrors: Bool = false, json: Bool = false,
    digits: Int = 4
  ) {
    self.width = width
    self.height = height
    self.color = color
    self.unicode = unicode
    self.isInteractive = isInteractive
    self.pages = pages
    self.wrapsErrors = wrapsErrors
    self.json = json
    self.digits = digits
  }
}
