import Plot

/// Figures on this terminal.
extension Workspace {
  /// The figure as this terminal can show it.
  ///
  /// - Parameter hasNotes: false leaves its remarks to the caller, and their room to the picture.
  package func drawing(of figure: Figure, rows limit: Int? = nil, hasNotes: Bool = true) -> String {
    guard !traits.json else {
      host.drawn?(figure, "")
      return ""
    }
    var shown = figure
    if !hasNotes { shown.notes = [] }
    let text = terminalRenderer(rows: limit).render(shown)
    host.drawn?(figure, text)
    return text
  }

  /// What draws on this terminal.
  package func terminalRenderer(rows limit: Int? = nil) -> TerminalRenderer {
    let colors: TerminalCapability.Colors =
      switch traits.color {
      case .none: .none
      case .ansi: .ansi16
      case .palette256: .ansi256
      case .trueColor: .trueColor
      }
    let rows = limit ?? (traits.isInteractive ? min(max(traits.height - 2, 16), 40) : 24)
    return TerminalRenderer(
      columns: min(traits.width, 160), rows: rows,
      capability: TerminalCapability(colors: colors, glyphs: traits.unicode ? .braille : .ascii))
  }
}
