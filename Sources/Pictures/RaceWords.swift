import Conversion
import Engine
import Landscapes
import Session
import Wording

/// What a race shows, in words, for a student who has never seen such a picture: who is fast, who runs past
/// the minimum and has to turn, who does not get away from the saddle.
extension Workspace {
  func raceWords(_ contest: Contest, _ entries: [Contest.Entry]) -> [String] {
    guard entries.count > 1 else { return [] }
    return [speeds(contest, entries), detours(contest, entries), stuck(contest, entries)]
      .compactMap(\.self)
  }

  /// Who reaches the target first, and who never.
  private func speeds(_ contest: Contest, _ entries: [Contest.Entry]) -> String? {
    guard let target = contest.target else { return nil }
    let arrived = entries.compactMap { entry in
      entry.course.steps(to: target).map { (name: entry.name, steps: $0) }
    }.sorted { $0.steps < $1.steps }
    guard let first = arrived.first else { return "no rule reaches the target" }
    let others = arrived.dropFirst().map { "\($0.name) (\($0.steps))" }
    let late = entries.filter { $0.course.steps(to: target) == nil }.map(\.name)
    var rest = " (\(counted(first.steps, "step")))"
    if !others.isEmpty { rest += ", then \(listed(others))" }
    if !late.isEmpty { rest += "; not within \(counted(contest.updates, "step")): \(listed(late))" }
    return "fastest to the target: \(first.name)\(rest)"
  }

  /// Who runs past the minimum by a quarter of the way and more, and has to turn.
  private func detours(_ contest: Contest, _ entries: [Contest.Entry]) -> String? {
    guard let surface = contest.objective.surface, contest.minima.count <= 2 else { return nil }
    func far(_ point: CataloguedSurface.Point) -> Double {
      let (dx, dy) = (point.x - surface.start[0], point.y - surface.start[1])
      return dx * dx + dy * dy
    }
    guard let least = contest.minima.min(by: { far($0) < far($1) }) else { return nil }
    let found = entries.compactMap { entry -> String? in
      guard entry.course.divergedAt == nil else { return nil }
      let shares = zip(surface.start, [least.x, least.y]).enumerated().map { axis, ends in
        Self.overshoot(entry.course.points.map { $0[axis] }, from: ends.0, to: ends.1)
      }
      guard let most = shares.max(), most >= 0.25, let axis = shares.firstIndex(of: most) else {
        return nil
      }
      return
        "\(entry.name) (\(axis == 0 ? "x" : "y"), by \(Int(clamping: (100 * most).rounded())) % of the way)"
    }
    guard !found.isEmpty else { return nil }
    return "past the minimum, and has to turn: \(listed(found))"
  }

  /// How far values go beyond an end, as a share of the way to it; 0 where there is no way.
  static func overshoot(_ values: [Double], from start: Double, to end: Double) -> Double {
    let way = end - start
    guard way != 0, way.isFinite else { return 0 }
    return values.filter(\.isFinite).map { ($0 - end) / way }.max().map { max($0, 0) } ?? 0
  }

  /// Who is still at a surface's saddle in the end: nearer than a quarter of the farthest one's way.
  private func stuck(_ contest: Contest, _ entries: [Contest.Entry]) -> String? {
    guard contest.isDrawnAsSurface, contest.catalogued?.name == "saddle" else { return nil }
    func height(_ course: Course) -> Double { (course.points.last?[1] ?? 0).magnitude }
    let near = entries.filter { height($0.course) < 1 }
    guard !near.isEmpty, near.count < entries.count else { return nil }
    let names = near.map { entry in
      "\(entry.name), \(number(height(entry.course))) down the slope"
    }
    return "still by the saddle after \(counted(contest.updates, "step")): \(listed(names))"
  }
}
