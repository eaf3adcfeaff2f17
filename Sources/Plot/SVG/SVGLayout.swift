import PlotGeometry

/// Where title, panels, legend and notes stand.
struct SVGLayout {
  struct Frame {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  let width: Double
  let height: Double
  let title: [String]
  let frames: [Frame]
  let legend: SVGLegend
  let legendTop: Double
  let notes: [String]
  let notesTop: Double

  init(_ scene: Scene, wanted: Int?) {
    let count = max(scene.panels.count, 1)
    let natural = count == 1 ? 1 : count == 2 || count == 4 ? 2 : count > 9 ? 4 : 3
    let across = min(max(wanted ?? natural, 1), min(count, 6))
    let cell =
      across == 1
      ? (width: 720.0, height: 440.0)
      : across == 2 ? (width: 460.0, height: 330.0) : (width: 350.0, height: 280.0)
    width = cell.width * Double(across)
    title = Array(folded(scene.title, to: width - 60, size: 22).prefix(3))
    let top = title.isEmpty ? 12 : 20 + 25 * Double(title.count)
    var frames: [Frame] = []
    for number in 0..<scene.panels.count {
      let (row, column) = number.quotientAndRemainder(dividingBy: across)
      frames.append(
        Frame(
          x: cell.width * Double(column), y: top + cell.height * Double(row), width: cell.width,
          height: cell.height))
    }
    self.frames = frames
    let down = (count + across - 1) / across
    legendTop = top + cell.height * Double(down)
    legend = SVGLegend(scene, width: width)
    notesTop = legendTop + legend.height + 18
    let width = width
    notes = scene.notes.prefix(8).flatMap { folded($0, to: width - 40, size: 14.5) }
    height = legendTop + legend.height + (notes.isEmpty ? 10 : 14 + 20 * Double(notes.count))
  }
}
