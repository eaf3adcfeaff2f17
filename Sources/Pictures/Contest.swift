import Console
import Engine
import Formula
import Landscapes
import Plot
import PlotGeometry
import Session

/// What a race and a sweep have in common: an objective that courses start on, what counts as there,
/// and how it is drawn.
struct Contest {
  var name: String
  var objective: any Objective
  var catalogued: CataloguedSurface?
  var minima: [CataloguedSurface.Point]
  var updates: Int
  /// The loss to reach; nil where there is none to name.
  var target: Double?
  /// Updates between two looks at the loss.
  var stride: Int

  /// - Parameter target: nil takes one hundredth of the first loss above the least value known; on a
  ///   surface without minima one as far below 0 as the start is above; on a network half the first
  ///   loss.
  init(
    name: String, objective: any Objective, catalogued: CataloguedSurface?,
    minima: [CataloguedSurface.Point], updates: Int, target: Double?, seed: UInt32
  ) {
    self.name = name
    self.objective = objective
    self.catalogued = catalogued
    self.minima = minima
    self.updates = updates
    stride = objective.surface != nil ? 1 : max(1, updates / 200)
    let first = objective.makeEvaluator().loss(at: objective.initialParameters(seed: seed))
    if let target {
      self.target = target
    } else if let least = minima.map(\.value).min() {
      self.target = least + 0.01 * (first - least)
    } else if catalogued != nil {
      self.target = first - 2 * first.magnitude
    } else {
      self.target = first > 0 ? first / 2 : nil
    }
  }

  func distance(of course: Course) -> Double? {
    course.distance(to: minima.map { [$0.x, $0.y] })
  }

  var isDrawnAsSurface: Bool { objective.surface != nil }

  // MARK: Drawing

  struct Entry {
    var name: String
    var course: Course
    /// The palette's style; the same rule has one everywhere.
    var slot: Int?
  }

  /// Panels of the same axes, one for each group of courses.
  func panels(_ groups: [(title: String, entries: [Entry])]) -> [Panel] {
    if let surface = objective.surface {
      let (x, y) = window(groups.flatMap(\.entries).map(\.course), start: surface.start)
      let isSmall = groups.count > 2
      let grid = SampledGrid(
        x: x, y: y, columns: isSmall ? 64 : 120, rows: isSmall ? 48 : 80,
        values: surface.sample(
          x: x.0...x.1, y: y.0...y.1, columns: isSmall ? 64 : 120, rows: isSmall ? 48 : 80
        ).flatMap { $0 })
      return groups.map { title, entries in
        var layers: [Panel.Layer] = [.contour(grid)]
        for entry in entries {
          layers.append(
            .path(
              x: entry.course.points.map { $0[0] }, y: entry.course.points.map { $0[1] },
              name: entry.name, slot: entry.slot))
        }
        for (i, least) in minima.prefix(12).enumerated() {
          layers.append(.minimum(x: least.x, y: least.y, name: i == 0 ? "minimum" : ""))
        }
        return Panel(
          title: title, x: Axis("x", from: x.0, to: x.1), y: Axis("y", from: y.0, to: y.1),
          layers: layers)
      }
    }
    let losses = groups.flatMap(\.entries).flatMap(\.course.losses).filter(\.isFinite)
    let low = losses.min() ?? 0
    let isWide = low > 0 && (losses.max() ?? 0) > 30 * low
    return groups.map { title, entries in
      Panel(
        title: title, x: Axis("t", isCount: true), y: Axis("L", scale: isWide ? .log : .linear),
        layers: entries.map {
          .line(
            x: $0.course.times.map(Double.init), y: $0.course.losses, name: $0.name, slot: $0.slot)
        })
    }
  }

  /// The catalogue's window, which is that of the surface's fame; otherwise one that holds the start,
  /// the minima, the end of the best path and the paths, up to where a path runs away.
  private func window(
    _ courses: [Course], start: [Double]
  ) -> (x: (Double, Double), y: (Double, Double)) {
    if let catalogued, (start.first.map(catalogued.xRange.contains) ?? false),
      start.last.map(catalogued.yRange.contains) ?? false
    {
      return (
        (catalogued.xRange.lowerBound, catalogued.xRange.upperBound),
        (catalogued.yRange.lowerBound, catalogued.yRange.upperBound)
      )
    }
    let best = courses.filter { $0.divergedAt == nil && $0.finalLoss.isFinite }
      .min { $0.finalLoss < $1.finalLoss }
    func ends(_ axis: Int) -> (Double, Double) {
      let marks =
        minima.map { axis == 0 ? $0.x : $0.y } + [start[axis]]
        + [best?.points.last?[axis]].compactMap { $0 }
      let low = marks.min() ?? 0
      let high = marks.max() ?? 0
      let reach = max(high - low, 1)
      // Half the reach to either side is enough for an overshoot; what leaves for good is cut off.
      let values = courses.flatMap(\.points).map { $0[axis] }.filter {
        $0 >= low - 1.5 * reach && $0 <= high + 1.5 * reach
      }
      let from = min(values.min() ?? low, low)
      let to = max(values.max() ?? high, high)
      let margin = max(0.1 * (to - from), 0.1)
      return (from - margin, to + margin)
    }
    return (ends(0), ends(1))
  }
}

extension Workspace {
  /// The contest on what one descends at present, from its start.
  func contest(updates: Int, target: Double?) throws(ShellError) -> Contest {
    let branch = try requireBranch()
    let objective = branch.timeline.experiment.objective
    return Contest(
      name: branch.place.name, objective: objective,
      catalogued: objective.surface != nil ? branch.place.catalogued : nil,
      minima: objective.surface != nil ? branch.place.minima : [], updates: updates, target: target,
      seed: setup.seed)
  }

  /// What a course came to, as the members that every object of a comparison has.
  func outcome(of course: Course, in contest: Contest) -> JSON.Object {
    var json: JSON.Object = ["loss": .number(course.finalLoss), "t": .integer(course.state.t)]
    if course.state.theta.count <= 256 { json["theta"] = .numbers(course.state.theta) }
    json["target"] = contest.target.map(JSON.number) ?? .null
    json["steps_to_target"] =
      contest.target.flatMap { course.steps(to: $0) }.map(JSON.integer) ?? .null
    json["distance"] = contest.distance(of: course).map(JSON.number) ?? .null
    json["diverged_at"] = course.divergedAt.map(JSON.integer) ?? .null
    return json
  }

  /// The columns that `outcomeCells` fills.
  func outcomeColumns(in contest: Contest) -> [Table.Column] {
    var columns = [Table.Column(StyledText("L at the end", .faint))]
    if contest.target != nil { columns.append(.init(StyledText("steps to target", .faint))) }
    if !contest.minima.isEmpty { columns.append(.init(StyledText("to minimum", .faint))) }
    return columns
  }

  func outcomeCells(of course: Course, in contest: Contest) -> [StyledText] {
    var cells: [StyledText] = [
      course.divergedAt.map { StyledText("diverged at \($0)", .bad) }
        ?? StyledText(number(course.finalLoss))
    ]
    if let target = contest.target {
      cells.append(course.steps(to: target).map { StyledText("\($0)") } ?? StyledText("–", .faint))
    }
    if let distance = contest.distance(of: course) { cells.append(StyledText(number(distance))) }
    return cells
  }
}
