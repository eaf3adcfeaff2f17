import Console

/// What the user has `set`; nil leaves it to the terminal.
package struct Preferences: Hashable {
  package var digits: Int?
  package var width: Int?
  package var hasColor: Bool?
  package var hasUnicode: Bool?
  /// Whether pages are turned; kept for later sessions.
  package var hasPager: Bool?
  /// Threads that large networks train on.
  package var threads: Int?

  package func applied(to terminal: Traits) -> Traits {
    var traits = terminal
    traits.digits = digits ?? terminal.digits
    traits.width = max(20, width ?? terminal.width)
    if let hasColor { traits.color = hasColor ? max(terminal.color, .ansi) : .none }
    traits.unicode = hasUnicode ?? terminal.unicode
    traits.pages = terminal.pages && hasPager ?? true
    return traits
  }
}
