import Console
import Conversion
import LongWork
import Plot
import Session

extension Verbs {
  private static let animated = Argument<String?>(
    "what", as: .rest, .formula, "race, surface, or what 'plot' draws",
    suggestions: { $0.drawableNames })
  private static let speed = Argument<Double>(
    "speed", NumberRange(from: 0.01, to: 100), default: 1, "how many times as fast")

  static let animate = Command(
    "animate", .see, "plays a race, the path on the surface, or any plot, in place",
    discussion: """
      'animate' plays the last figure drawn, 'animate race' the last race, 'animate surface' the \
      path up to now; anything else is what 'plot' draws. speed=2 plays twice as fast. While it \
      plays, the space bar pauses and goes on, the arrow keys go step by step, + and - change the \
      speed, q ends it with the whole picture, and so does ^C; ^L draws it again. Where no terminal \
      is, the whole picture is printed.
      """,
    parameters: [animated, speed],
    examples: [
      "surface ravine; optimizer momentum lr=0.05; run 60; animate surface",
      "race valley; animate race speed=2",
    ], effect: .plays
  ) { workspace, arguments throws(ShellError) in
    let figure = try workspace.figure(named: try workspace.words(arguments), arguments)
    var report = Report(json: ["figure": .string(figure.title)])
    let listener = workspace.host.listener
    guard workspace.traits.isInteractive, !workspace.traits.json, listener == nil else {
      report.blocks = [.drawing(workspace.drawing(of: figure))]
      listener?.movie(figure, arguments[speed])
      return [report]
    }
    workspace.play(figure, speed: arguments[speed])
    return []
  }
}

/// Which frame is shown, and what keys do about it.
package struct Playback: Equatable {
  let frames: Int
  package var position = 0
  package var speed: Double
  package var isPaused = false
  package var isOver = false

  package init(frames: Int, speed: Double = 1) {
    self.frames = frames
    self.speed = speed
  }

  /// On to the next frame; the last one ends it.
  package mutating func advance() {
    guard !isPaused, !isOver else { return }
    if position + 1 < frames { position += 1 } else { isOver = true }
  }

  package mutating func press(_ key: Character) {
    switch key {
    case " ", "p": isPaused.toggle()
    case "→", "n": step(1)
    case "←", "b": step(-1)
    case "+", "=": speed = min(speed * 2, 100)
    case "-", "_": speed = max(speed / 2, 0.01)
    case "q", "\u{1B}": isOver = true
    default: break
    }
  }

  private mutating func step(_ by: Int) {
    isPaused = true
    position = min(max(position + by, 0), frames - 1)
  }

  /// What stands under the picture while it plays.
  var status: String {
    "\(position + 1)/\(frames)   space \(isPaused ? "goes on" : "pauses")   ← → steps   + - speed   "
      + "q ends"
  }
}

extension Workspace {
  /// What `animate` and `export svg` take besides `animated`.
  var drawableNames: [String] {
    host.rooms.pictures.filter { $0.obstacle(self) == nil }.map(\.name) + liveQuantityNames
  }

  /// Draws the figure's frames over one another, the whole figure last.
  fileprivate func play(_ figure: Figure, speed: Double) {
    // What plays shows that it is at work.
    host.stopwatch = nil
    let rate = 15.0
    // Six seconds at speed 1, slower with more frames rather than with longer ones.
    let wanted = 6 * rate / min(speed, 1)
    let frames = figure.frames(count: Int(clamping: wanted, from: 2, to: 2_000))
    let keyboard = host.keyboard
    let hasKeys = keyboard?.begin() ?? false
    host.isPlaying = true
    defer {
      host.isPlaying = false
      if hasKeys { keyboard?.end() }
    }
    guard keyboard == nil || hasKeys else {
      emit(Report([.drawing(drawing(of: figure))]), as: "animate")
      return
    }
    var stage = TerminalStage(
      terminalRenderer(rows: max(10, traits.height - (hasKeys ? 3 : 2))))
    var playback = Playback(frames: frames.count, speed: max(speed, 1))
    let clock = ContinuousClock()
    var due = clock.now
    var shown: Playback?
    func show(_ figure: Figure, status: String?) {
      emit(Report([.drawing(stage.text(of: figure, status: status))]), as: "animate")
    }
    while !playback.isOver {
      if playback != shown {
        show(frames[playback.position], status: hasKeys ? playback.status : nil)
        shown = playback
      }
      if host.interrupt() { break }
      while let key = hasKeys ? keyboard?.next() : nil {
        if key == "\u{0C}" {
          stage.leave()
          shown = nil
        }
        playback.press(key)
      }
      if clock.now >= due + .seconds(1 / (rate * playback.speed)) {
        due = clock.now
        playback.advance()
      } else {
        pause(milliseconds: playback.isPaused ? 20 : 5)
      }
    }
    if let last = frames.last, hasKeys || shown?.position != frames.count - 1 {
      show(last, status: nil)
    }
  }
}
