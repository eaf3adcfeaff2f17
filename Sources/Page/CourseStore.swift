import Engine
import Session
import Timelines
import Wording

/// The paths that pages were last shown, so that one more update costs one more update and not the
/// whole path again.
final class CourseStore {
  /// A path on a surface as numbers.
  struct Path {
    fileprivate var outline: Timeline.Outline
    fileprivate(set) var times: [Double] = []
    fileprivate(set) var x: [Double] = []
    fileprivate(set) var y: [Double] = []
    fileprivate(set) var losses: [Double] = []

    fileprivate mutating func add(_ state: TrainingState, on surface: Surface) {
      times.append(Double(state.t))
      x.append(state.theta.first ?? .nan)
      y.append(state.theta.dropFirst().first ?? .nan)
      losses.append(
        state.theta.count == 2 ? surface.value(state.theta[0], state.theta[1]) : .nan)
    }

    /// Where it goes, as far as that is a place.
    var points: [[Double]] {
      zip(x, y).compactMap { $0.isFinite && $1.isFinite ? [$0, $1] : nil }
    }
  }

  private var paths: [String: Path] = [:]
  /// More updates than that are gone through as a whole.
  private static let mostAdded = 2_000
  /// A longer path is thinned again.
  private static let mostPoints = 6_000

  /// The path of a branch, beyond the present too; nil where it is not one of a surface.
  func path(of branch: Branch) -> Path? {
    guard let surface = branch.place.surface else { return nil }
    let timeline = branch.timeline
    let outline = timeline.outline
    if let known = paths[branch.name] {
      if known.outline == outline { return known }
      let added = outline.end - known.outline.end
      if known.outline.isBeginning(of: outline), added <= Self.mostAdded,
        known.times.count + added <= Self.mostPoints
      {
        var path = known
        path.outline = outline
        timeline.replay((known.outline.end + 1)...max(outline.end, known.outline.end + 1)) {
          record, state in
          if record.t > known.outline.end { path.add(state, on: surface) }
          return true
        }
        paths[branch.name] = path
        return path
      }
    }
    var path = Path(outline: outline)
    for state in timeline.wholePath { path.add(state, on: surface) }
    paths[branch.name] = path
    return path
  }

  /// Forgets branches that are no more.
  func keep(_ names: Set<String>) {
    paths = paths.filter { names.contains($0.key) }
  }
}

extension Timeline {
  /// The path to draw, beyond the present as far as it is known.
  fileprivate var wholePath: [TrainingState] {
    var copy = self
    copy.go(to: extent.upperBound)
    return copy.drawnPath
  }
}
