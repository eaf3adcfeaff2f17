import PlotGeometry

extension SVGRenderer {
  /// The document's style sheet: everything that has a colour has a class, so that one media query
  /// turns the figure dark where the reader's screen is.
  func styleSheet(scope: String) -> String {
    var rules = [
      "text{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif}",
      ".title{font-size:\(coordinateText(Size.title))px;font-weight:bold}",
      ".head{font-size:\(coordinateText(Size.label))px;font-weight:bold}",
      ".label{font-size:\(coordinateText(Size.label))px}.tick{font-size:\(coordinateText(Size.tick))px}",
      ".tiny{font-size:\(coordinateText(Size.tiny))px}",
      ".line{fill:none;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}",
      ".halo{fill:none;stroke-width:5;stroke-linejoin:round;stroke-opacity:.75}",
      ".contour{fill:none;stroke-width:1.1;stroke-linejoin:round}",
      ".boundary{fill:none;stroke-width:2;stroke-linejoin:round}",
      ".axis{fill:none;stroke-width:1.2}.grid{stroke-width:.8}",
      ".reference{stroke-width:1.4;stroke-dasharray:5 4}",
      ".r1{stroke-width:2.6;stroke-dasharray:.1 5;stroke-linecap:round}",
      ".r2{stroke-dasharray:14 4 2 4}",
      ".area{stroke:none;fill-opacity:.22}.dots{fill:none;stroke-linecap:round}",
      ".thin{stroke-width:1.2;stroke-opacity:.5}.faint{stroke-opacity:.55}.hollow{stroke-width:1.8}.unit{stroke-width:1.6}",
      ".dropped{stroke-width:1.4;stroke-dasharray:3 2.5}.link{stroke-width:.8;stroke-opacity:.6}",
      ".leader{fill:none;stroke-width:1}",
      ".cells{shape-rendering:crispEdges}",
      // Filled areas are pale in both themes.
      ".onpale{fill:#1A1A1A}.rimpale{stroke:#FFFFFF;stroke-opacity:.7}",
    ]
    switch theme {
    case .light: rules += colors(isDark: false)
    case .dark: rules += colors(isDark: true)
    case .automatic:
      rules += colors(isDark: false)
      let dark = colors(isDark: true).map { scoped($0, scope) }.joined()
      return rules.map { scoped($0, scope) }.joined(separator: "\n")
        + "\n@media (prefers-color-scheme: dark){\(dark)}"
    }
    return rules.map { scoped($0, scope) }.joined(separator: "\n")
  }

  /// Rules confined to this figure, for documents that embed several.
  private func scoped(_ rules: String, _ scope: String) -> String {
    rules.split(separator: "}").map { rule in
      let parts = rule.split(separator: "{", maxSplits: 1)
      let selectors = parts[0].split(separator: ",").map { ".\(scope) \($0)" }
      return selectors.joined(separator: ",") + "{" + parts.dropFirst().joined() + "}"
    }.joined()
  }

  private func colors(isDark: Bool) -> [String] {
    let ground = isDark ? "#14171A" : "#FFFFFF"
    let ink = isDark ? "#E8EAED" : "#1A1A1A"
    let (pale, grid, middle) =
      isDark ? ("#8A949E", "#2C3238", "#A9B4BF") : ("#6B7580", "#E3E7EB", "#55606B")
    var rules = [
      ".ground{fill:\(ground)}", "text{fill:\(ink)}", ".quiet{fill:\(middle)}",
      ".halo{stroke:\(ground)}", ".rim{stroke:\(ground)}", ".outline{stroke:\(ground)}",
      ".contour{stroke:\(pale)}", ".boundary{stroke:\(ink)}", ".axis{stroke:\(ink)}",
      ".grid{stroke:\(grid)}", ".reference,.leader{stroke:\(middle)}",
      ".mark{fill:\(ink);stroke:\(ground)}",
      ".start{fill:\(ground);stroke:\(ink)}", ".link{stroke:\(pale)}",
      ".dropped{fill:\(ground);stroke:\(middle)}", ".cross{stroke:\(middle)}",
    ]
    for slot in Palette.onLight.indices {
      let color = Palette.color(slot, dark: isDark).hex
      rules.append(
        ".s\(slot){stroke:\(color)}.f\(slot){fill:\(color);stroke:\(ground)}"
          + ".h\(slot){fill:\(ground);stroke:\(color)}")
    }
    // Last, since a halo has the classes of its text.
    rules.append(
      ".outline,.rimpale{fill:none;stroke-width:3.5;stroke-linejoin:round;user-select:none}")
    return rules
  }

  /// Sizes in the unit of the picture, 720 to 1080 wide: at half size the least is still 6.5.
  enum Size {
    static let title = 20.0
    static let label = 16.0
    static let tick = 14.5
    static let tiny = 13.0
  }
}
