import Markdown

/// Where a lesson waits for the student: some prose and blocks, and what is asked at their end.
struct Stop: Sendable {
  enum Item: Sendable {
    case prose(ProseBlock, lines: ClosedRange<Int>)
    case setup(Block)
    case show(Block)

    /// Whether what is seen of it is a command's output; nil for what is not seen.
    var isOutput: Bool? {
      switch self {
      case .prose: false
      case .setup: nil
      case .show: true
      }
    }
  }

  var items: [Item] = []
  /// A question or a play block; nil for a page that is only read.
  var question: Block?
  /// Whether a checkpoint stands at its beginning.
  var isCheckpoint = false
  /// What the checker works out here.
  var figures: [SourceText] = []

  /// A page ends with a question or a play block, at a rule, and before a heading of level 1 or 2.
  static func stops(of lesson: Lesson) -> [Stop] {
    var stops: [Stop] = []
    var stop = Stop()
    var hasProse: Bool { stop.items.contains { if case .setup = $0 { false } else { true } } }
    func end() {
      stops.append(stop)
      stop = Stop()
    }
    for part in lesson.parts {
      switch part {
      case .prose(.rule, _):
        if hasProse { end() }
      case .prose(let prose, let lines):
        if case .heading(let level, _) = prose, level <= 2, hasProse { end() }
        stop.items.append(.prose(prose, lines: lines))
      case .block(let block):
        switch block.kind.definition.role {
        case .runs(let isShown): stop.items.append(isShown ? .show(block) : .setup(block))
        case .compares: break
        case .claims: stop.figures += block.figures
        case .resumes:
          if !stop.items.isEmpty { end() }
          stop.isCheckpoint = true
        case .waits:
          stop.question = block
          end()
        }
      }
    }
    if !stop.items.isEmpty { end() }
    return stops
  }
}

extension LessonRun {
  /// Drops what was only tried out, as the lesson goes on from its own state.
  mutating func leaveStop() {
    lab = base
    // What was done at this stop stands last.
    let earlier = log.lastIndex { $0.stop != stop } ?? -1
    let own = log[(earlier + 1)...]
    guard own.contains(where: { !$0.isLasting }) else { return }
    log.replaceSubrange((earlier + 1)..., with: own.filter(\.isLasting))
  }

  /// Goes to a stop: its blocks run, and what there is to see waits to be shown.
  mutating func enter(_ index: Int) {
    stop = index
    viewed = nil
    hasToldOfExperiments = false
    guard stops.indices.contains(index) else {
      phase = .finished
      waiting = [.lines(summary)]
      return
    }
    // A picture may need every row of its page.
    let beginsWithOutput = stops[index].items.lazy.compactMap(\.isOutput).first ?? false
    waiting = index == 0 || beginsWithOutput ? [] : [.lines([StyledLine()])]
    if index == 0, let remark = lesson.remark {
      waiting.append(.lines(layout.lines(ofInline: remark, style: .warning) + [StyledLine()]))
    }
    lab = base
    var hasShown = false
    for item in stops[index].items {
      switch item {
      case .prose(let prose, _):
        guard showsProse else { continue }
        let gap = hasShown ? [StyledLine()] : []
        waiting.append(.lines(gap + layout.lines(of: [prose])))
        hasShown = true
      case .setup(let block):
        collect { run, show in run.runLessonCommands(block.commands, of: block, echo: false, show) }
      case .show(let block):
        printed[block.id] = nil
        if hasShown { waiting.append(.lines([StyledLine()])) }
        collect { run, show in run.runLessonCommands(block.commands, of: block, echo: true, show) }
        hasShown = true
      }
    }
    base = lab
    if hasShown { waiting.append(.lines([StyledLine()])) }
    switch stops[index].question {
    case let block? where !block.kind.isQuestion:
      phase = .playing
      waiting.append(.lines(playLines(block)))
    case let block?:
      phase = .asking
      put[index] = sheetQuestion(block)
      if showsProse { waiting.append(.lines(questionLines(block))) }
    // Something may hold already when the question is put; the checker refuses such a lesson.
    case nil:
      phase = .reading
      if showsProse {
        waiting.append(.lines(note("Enter goes on, `quit` leaves and keeps your place.")))
      }
    }
  }

  private mutating func collect(
    _ body: (inout LessonRun, (Shown) -> Void) -> Void
  ) {
    var shown: [Shown] = []
    body(&self) { shown.append($0) }
    waiting += shown
  }

  /// Shows what there is to see.
  mutating func flush(_ show: (Shown) -> Void) {
    for item in waiting { show(item) }
    waiting = []
  }

  /// Puts the question again.
  public func showQuestion(_ show: (Shown) -> Void) {
    guard phase == .asking, let question else { return }
    show(.lines(questionLines(question)))
  }
}
