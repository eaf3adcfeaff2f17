import Console

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
