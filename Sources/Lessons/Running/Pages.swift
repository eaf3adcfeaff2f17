import Markdown

/// Pages seen again.
extension LessonRun {
  /// The page as it stands, without turning anything, and its question.
  public mutating func showAgain(show: (Shown) -> Void) {
    viewed = nil
    waiting = []
    guard stops.indices.contains(stop) else {
      show(.lines(summary))
      return
    }
    // A notebook's page stands above; its question is what is wanted.
    if showsProse || phase != .asking { showPage(stop, show) }
    switch phase {
    case .asking: showQuestion(show)
    case .playing: if let question { show(.lines(playLines(question))) }
    default: if showsProse { show(.lines(note("Enter goes on."))) }
    }
  }

  /// `page back` shows the page before the one that was last seen, `page` the present one.
  mutating func page(_ line: String, _ show: (Shown) -> Void) {
    let words = line.lowercased().split(whereSeparator: \.isWhitespace)
    switch words.dropFirst().first {
    case nil: showAgain(show: show)
    case "back", "b":
      let from = min(viewed ?? stop, stops.count)
      guard let before = stops[..<from].lastIndex(where: \.hasContents) else {
        show(.lines(note("This is the first page.")))
        return
      }
      viewed = before
      showPage(before, show)
      if let block = stops[before].question {
        let asked = put[before].map(lines) ?? askLines(block)
        show(.lines(block.kind.isQuestion ? asked : playLines(block)))
        showPrinted(of: block, show)
      }
      show(.lines(note("An earlier page. `page back` goes further back, `page` to where you are.")))
    default: show(.lines(note("`page back` shows the last page, `page` the present one.")))
    }
  }

  /// The prose of a page, and what its commands printed.
  private func showPage(_ index: Int, _ show: (Shown) -> Void) {
    for item in stops[index].items {
      switch item {
      case .prose(let prose, _):
        guard showsProse else { continue }
        show(.lines(layout.lines(of: [prose]) + [StyledLine()]))
      case .setup: break
      case .show(let block):
        showPrinted(of: block, show)
        show(.lines([StyledLine()]))
      }
    }
  }

  private func showPrinted(of block: Block, _ show: (Shown) -> Void) {
    for printed in printed[block.id] ?? [] {
      show(.lines(commandLines(printed.command)))
      if !printed.output.isEmpty { show(.output(printed.output)) }
    }
  }

  /// A command of the lesson as it is shown before its output.
  func commandLines(_ command: String) -> [StyledLine] {
    layout.wrap(
      [.init(layout.fold(command), .command)], width: layout.width,
      prefix: StyledLine("> ", .faint))
  }

  /// The model answer of an open question.
  mutating func model(_ show: (Shown) -> Void) {
    let open = lesson.blocks.last { !$0.model.isEmpty }
    let isHere = question?.model.isEmpty == false
    guard let block = isHere ? question : phase == .finished ? open : nil else {
      show(.lines(note("A model answer belongs to an open question, at the end of a lesson.")))
      return
    }
    show(.lines([StyledLine("A model answer", .heading)] + layout.lines(of: block.model)))
  }
}

extension Stop {
  /// Whether there is something to see on it.
  var hasContents: Bool {
    question != nil || items.contains { if case .setup = $0 { false } else { true } }
  }
}
