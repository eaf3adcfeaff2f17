import Wording

/// A place on the terminal where figures replace one another: each text after the first begins by
/// moving the cursor up over the one before. Writing it out, waiting and keys are the caller's.
public struct TerminalStage {
  private let renderer: TerminalRenderer
  private var height = 0

  public init(_ renderer: TerminalRenderer) {
    self.renderer = renderer
  }

  /// Leaves what has been drawn where it is: the next figure is drawn below.
  public mutating func leave() { height = 0 }

  /// What puts a figure in the place of the last one; ends with a newline.
  ///
  /// - Parameter status: a line of its own under the figure.
  public mutating func text(of figure: Figure, status: String? = nil) -> String {
    var lines = renderer.lines(figure)
    if let status {
      let text = truncated(
        renderer.capability.shown(status), to: renderer.columns)
      lines.append(text + String(repeating: " ", count: renderer.columns - displayWidth(of: text)))
    }
    var up = height == 0 ? "" : "\u{1B}[\(height)A\r"
    // A shorter figure must not leave a line of the taller one before it.
    if lines.count < height { up += "\u{1B}[J" }
    height = lines.count
    return up + lines.joined(separator: "\n") + "\n"
  }
}
