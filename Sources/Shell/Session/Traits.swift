/// What the receiving end can show, and how the user wants numbers shown.
public struct Traits: Hashable, Sendable {
  public enum ColorDepth: Int, Hashable, Sendable, Comparable {
    case none = 0
    case ansi = 4
    case palette256 = 8
    case trueColor = 24

    public static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
  }

  /// Columns of the window; 80 where there is none.
  public var width: Int
  /// Rows of the window; 24 where there is none.
  public var height: Int
  public var color: ColorDepth
  /// Whether symbols outside ASCII can be shown.
  public var unicode: Bool
  /// Whether a person types: prompts, repetition by an empty line, progress.
  public var isInteractive: Bool
  /// Whether output that is longer than the window is shown a page at a time.
  public var pages: Bool
  /// Whether errors are broken at words to the window's width: where they go to a terminal.
  public var wrapsErrors: Bool
  /// One JSON object a line instead of text.
  public var json: Bool
  /// Significant digits of a shown number, 1 to 17.
  public var digits: Int

  public init(
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

/// What the user has `set`; nil leaves it to the terminal.
struct Preferences: Hashable {
  var digits: Int?
  var width: Int?
  var hasColor: Bool?
  var hasUnicode: Bool?
  /// Whether pages are turned; kept for later sessions.
  var hasPager: Bool?
  /// Threads that large networks train on.
  var threads: Int?

  func applied(to terminal: Traits) -> Traits {
    var traits = terminal
    traits.digits = digits ?? terminal.digits
    traits.width = max(20, width ?? terminal.width)
    if let hasColor { traits.color = hasColor ? max(terminal.color, .ansi) : .none }
    traits.unicode = hasUnicode ?? terminal.unicode
    traits.pages = terminal.pages && hasPager ?? true
    return traits
  }
}
