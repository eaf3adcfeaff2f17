/// What to draw: a title and one or more panels. A value, free of any renderer.
///
/// ```swift
/// let figure = Figure(
///   title: "Loss",
///   panels: [
///     Panel(
///       x: Axis("t"), y: Axis("L", scale: .log),
///       layers: [.line(x: steps, y: losses, name: "adam")])
///   ])
/// print(TerminalRenderer().render(figure))
/// ```
/// The same figure is given to ``TerminalRenderer``, ``SVGRenderer`` and ``describe(_:)``, so that
/// picture, file and words come from the same numbers.
public struct Figure: Sendable, Equatable {
  public var title: String
  /// Drawn side by side as small multiples; a name has one style in all of them.
  public var panels: [Panel]
  /// Panels beside each other; `nil` lets the renderer choose by the room it has.
  public var panelColumns: Int?
  /// Remarks printed under the figure, such as what a projection leaves out.
  public var notes: [String]

  public init(
    title: String = "", panels: [Panel], panelColumns: Int? = nil, notes: [String] = []
  ) {
    self.title = title
    self.panels = panels
    self.panelColumns = panelColumns
    self.notes = notes
  }
}
