import Console
import Dialogue
import Disk
import LongWork
import Plot
import Session

/// What one `execute` shows, as events: for each statement its reports, then one text, then its
/// figures.
final class Stage {
  /// The line that is carried out.
  var line: CellLine?
  private(set) var hasFailed = false
  private(set) var wasInterrupted = false
  private let outbox: Outbox
  private let id: JSON
  private var text: BoundedText
  private let numbers: FigureNumbers
  /// Whether the request is to stop; asked while a figure plays.
  private let isInterrupted: () -> Bool
  private var figures: [Drawn] = []

  private struct Drawn {
    var figure: Figure
    var drawing: String
    /// How many times as fast as usual it plays; nil where it stands still.
    var speed: Double?
  }

  init(
    outbox: Outbox, id: JSON, file: GrowingFile?, numbers: FigureNumbers,
    isInterrupted: @escaping () -> Bool
  ) {
    self.outbox = outbox
    self.id = id
    self.numbers = numbers
    self.isInterrupted = isInterrupted
    text = BoundedText(file: file)
  }

  // MARK: What the session tells

  func write(_ more: String) {
    do throws(DiskError) { try text.append(more) } catch { fail(error.message) }
  }

  func take(_ report: Report, verb: String) {
    let object = report.jsonLine(verb: verb)
    outbox.send(text: #"{"id":\#(id.text),"event":"report","report":\#(object)}"#)
  }

  func take(_ figure: Figure, drawing: String) {
    figures.append(Drawn(figure: figure, drawing: drawing))
  }

  func play(_ figure: Figure, speed: Double) {
    if let last = figures.indices.last { figures[last].speed = speed }
  }

  func fail(_ error: ShellError) {
    guard !error.isInterruption else {
      wasInterrupted = true
      write(error.message + "\n")
      endStatement()
      return
    }
    fail(error.message, column: error.column)
  }

  func fail(_ message: String, column: Int? = nil) {
    endStatement()
    hasFailed = true
    let place = line?.place(ofColumn: column ?? 1) ?? (line: 1, column: column ?? 1)
    outbox.send([
      "id": id, "event": "error", "message": .string(TextRenderer.withoutControls(message)),
      "line": .integer(place.line),
      "column": .integer(place.column),
    ])
  }

  func tell(done: Double, of total: Double?, _ text: String) {
    var event: JSON.Object = ["id": id, "event": "progress", "done": .number(done)]
    if let total { event["of"] = .number(total) }
    event["text"] = .string(text)
    outbox.send(event)
  }

  // MARK: Events

  /// Sends what a statement has left.
  func endStatement() {
    if !text.isEmpty {
      let shown = text.shown
      var event: JSON.Object = ["id": id, "event": "text", "text": .string(shown)]
      let places = drawings(in: shown)
      if !places.isEmpty { event["drawings"] = .array(places) }
      outbox.send(event)
      text = BoundedText(file: text.file)
    }
    let waiting = figures
    figures = []
    for drawn in waiting {
      let number = numbers.next()
      guard let speed = drawn.speed else {
        send(drawn.figure, drawn.drawing, number)
        continue
      }
      play(drawn, speed: speed, number)
    }
  }

  /// Where the text holds the figures' drawings: pairs of a start and an end, in code points. A page
  /// that shows the figures leaves them out.
  private func drawings(in shown: String) -> [JSON] {
    var places: [JSON] = []
    var from = shown.startIndex
    for drawing in figures.map(\.drawing) where !drawing.isEmpty {
      guard let range = shown[from...].firstRange(of: drawing) else { continue }
      let scalars = shown.unicodeScalars
      let start = scalars.distance(from: scalars.startIndex, to: range.lowerBound)
      let length = scalars.distance(from: range.lowerBound, to: range.upperBound)
      places.append([.integer(start), .integer(start + length)])
      from = range.upperBound
    }
    return places
  }

  private func send(_ figure: Figure, _ drawing: String, _ number: Int, isAnimated: Bool = false) {
    let svg = SVGRenderer(isAnimated: isAnimated, label: "\(number)", isFile: false).render(figure)
    outbox.send([
      "id": id, "event": "figure", "svg": .string(svg), "text": .string(drawing),
      "title": .string(figure.title), "figure": .integer(number),
    ])
  }

  /// Some frames one after the other, each in the place of the last; in the end the figure that moves
  /// by itself, and is whole where motion is unwanted.
  private func play(_ drawn: Drawn, speed: Double, _ number: Int) {
    let frames = drawn.figure.frames(count: 8)
    for frame in frames.dropLast() {
      send(frame, drawn.drawing, number)
      let due = ContinuousClock.now + .milliseconds(250) / max(speed, 0.1)
      while ContinuousClock.now < due {
        guard !isInterrupted() else { break }
        pause(milliseconds: 10)
      }
      if isInterrupted() { break }
    }
    send(drawn.figure, drawn.drawing, number, isAnimated: true)
  }
}
