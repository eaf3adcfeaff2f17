/// Figures as text that replaces itself, one after the other.
///
/// ```swift
/// for text in TerminalFrames(figure.frames(count: 60), renderer: renderer) {
///   write(text)  // ends with a newline
///   pause()
/// }
/// ```
public struct TerminalFrames: Sequence, IteratorProtocol {
  private var figures: ArraySlice<Figure>
  private var stage: TerminalStage

  public init(_ figures: [Figure], renderer: TerminalRenderer) {
    self.figures = figures[...]
    stage = TerminalStage(renderer)
  }

  public mutating func next() -> String? {
    figures.popFirst().map { stage.text(of: $0) }
  }
}
