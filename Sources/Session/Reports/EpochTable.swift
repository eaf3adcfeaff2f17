import Console
import Engine

/// The epochs of a run as a table: a line an epoch, every N-th of many.
package struct EpochTable {
  private let columns: [(head: Table.Column, cell: (EpochMark) -> StyledText)]

  /// Lines of a table of many epochs.
  private static let mostLines = 15

  /// - Parameters:
  ///   - hasOneRate: whether η is the same all along.
  ///   - seconds: how long an epoch took, for a person who watches.
  package init(
    of network: Network, in workspace: Workspace, hasOneRate: Bool,
    seconds: ((EpochMark) -> Double?)? = nil
  ) {
    let score = network.scoreName
    let hasValidation = network.validation != nil
    var columns: [(head: Table.Column, cell: (EpochMark) -> StyledText)] = []
    func add(_ name: String, rank: Int = 0, _ value: @escaping (EpochMark) -> Double?) {
      let head = Table.Column(StyledText(name, .quantity), rank: rank)
      columns.append((head, { StyledText(value($0).map { workspace.number($0) } ?? "") }))
    }
    columns.append((Table.Column(StyledText("epoch", .quantity)), { StyledText("\($0.epoch)") }))
    add("batches", rank: 4) { $0.batches }
    // In a window that is too narrow the losses stay longest.
    add("loss") { $0.training?.loss }
    if hasValidation { add("val_loss", rank: 1) { $0.validation?.loss } }
    add(score, rank: 3) { $0.training?.score }
    if hasValidation {
      let name = network.training.task == .regression ? "val \(score)" : "val_\(score)"
      add(name, rank: 2) { $0.validation?.score }
    }
    add(workspace.symbol(of: "eta"), rank: hasOneRate ? 5 : 0) { $0.eta }
    if let seconds {
      let head = Table.Column(StyledText("s", .faint), rank: 6)
      columns.append(
        (
          head,
          { mark in
            StyledText(seconds(mark).map { workspace.number($0, digits: 2) } ?? "", .faint)
          }
        ))
    }
    self.columns = columns
  }

  package func table(of marks: some Collection<EpochMark>) -> Table {
    Table(columns.map(\.head), rows: marks.map { mark in columns.map { $0.cell(mark) } })
  }

  /// The epochs of a run that get a line: all of a few, else the first, the last and every N-th.
  ///
  /// - Parameters:
  ///   - every: N where it was asked for.
  ///   - looks: after how many epochs the training set is looked at: N is a multiple of it, so that
  ///     lines are whole.
  package static func shown(
    of marks: some BidirectionalCollection<EpochMark>, every: Int? = nil, looks: Int
  ) -> [EpochMark] {
    guard let first = marks.first, let last = marks.last else { return [] }
    let count = last.epoch - first.epoch + 1
    if let every {
      return marks.filter { $0.epoch.isMultiple(of: every) || $0.epoch == last.epoch }
    }
    guard count > mostLines else { return Array(marks) }
    var stride = Int.roundStep(atLeast: Double(count) / Double(mostLines))
    while !stride.isMultiple(of: looks) { stride = .roundStep(atLeast: Double(stride + 1)) }
    return marks.filter {
      $0.epoch.isMultiple(of: stride) || $0.epoch == first.epoch || $0.epoch == last.epoch
    }
  }
}

/// The last epochs of a run, kept in sight while it goes on, and how long each took.
package final class EpochWatch {
  private let network: Network
  private let workspace: Workspace
  private let begin = ContinuousClock.now
  /// The epochs told last.
  private var last: [EpochMark] = []
  /// Seconds from the run's beginning to the end of an epoch, by its number.
  private var elapsed: [Int: Double] = [:]

  private static let mostKept = 1 << 14

  package init(of network: Network, in workspace: Workspace) {
    self.network = network
    self.workspace = workspace
  }

  package func take(_ mark: EpochMark) {
    last.append(mark)
    if last.count > 6 { last.removeFirst() }
    if elapsed.count >= Self.mostKept { elapsed = elapsed.filter { $0.key.isMultiple(of: 2) } }
    elapsed[mark.epoch] = ProgressMeter.seconds(since: begin)
  }

  /// Whether the run took so long that a person saw it go on. Epochs that take less than a
  /// millisecond are told in bursts, and their times would be those of the telling.
  package var isLong: Bool { elapsed.values.contains { $0 >= ProgressMeter.delay } }

  /// The mean time of the epochs from the line before to each of some lines, by epoch.
  package func seconds(of marks: [EpochMark]) -> (EpochMark) -> Double? {
    var seconds: [Int: Double] = [:]
    var before: (epoch: Int, time: Double)?
    for mark in marks {
      guard let time = elapsed[mark.epoch] else { continue }
      let (epoch, start) = before ?? (mark.epoch - 1, elapsed[mark.epoch - 1] ?? 0)
      seconds[mark.epoch] = (time - start) / Double(max(mark.epoch - epoch, 1))
      before = (mark.epoch, time)
    }
    return { seconds[$0.epoch] }
  }

  /// The last epochs as lines of at most so many columns.
  package func lines(columns: Int, rows: Int) -> [String] {
    let shown = last.suffix(max(1, min(5, rows)))
    guard !shown.isEmpty else { return [] }
    let table = EpochTable(
      of: network, in: workspace, hasOneRate: Set(last.map(\.eta)).count < 2,
      seconds: seconds(of: last))
    var traits = workspace.traits
    (traits.width, traits.color) = (columns, .none)
    let report = Report([.table(table.table(of: shown))])
    let lines = TextRenderer(traits: traits).text(of: report).split(separator: "\n")
    // What does not fit beside the rest is told at the end.
    return lines.prefix(shown.count + 1).map(String.init)
  }
}
