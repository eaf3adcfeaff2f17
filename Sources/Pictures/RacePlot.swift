import Console
import Plot
import Session

extension PlotKind {
  static let race = PlotKind(
    "race", "", "the last race once more; 'race gd adam' runs one",
    obstacle: { $0.lastRace == nil ? "needs a race: 'race gd adam' runs one" : nil }
  ) { workspace, _, _ throws(ShellError) in
    guard let figure = workspace.lastRace else { throw ShellError("there has been no race yet") }
    return (figure, ["what": "race", "figure": .string(figure.title)])
  }
}
