import TestSupport

/// Makes the acts that lead to a fault fewer and shorter while they still lead to one of its kind.
struct Shrinker {
  let stillFails: ([Act]) -> Bool
  private let deadline: Double

  /// - Parameter seconds: after which it is content.
  init(seconds: Double, stillFails: @escaping ([Act]) -> Bool) {
    self.stillFails = stillFails
    deadline = now() + seconds
  }

  func shrink(_ acts: [Act]) -> [Act] {
    var acts = withoutNeedless(acts)
    for i in acts.indices {
      guard case .line(let text) = acts[i] else { continue }
      var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      var place = words.count - 1
      while place > 0, words.count > 1, now() < deadline {
        var fewer = words
        fewer.remove(at: place)
        var shorter = acts
        shorter[i] = .line(fewer.joined(separator: " "))
        if stillFails(shorter) {
          words = fewer
          acts = shorter
        }
        place -= 1
      }
    }
    return acts
  }

  /// Halves, quarters, ... down to single acts are left out where they are not needed.
  private func withoutNeedless(_ acts: [Act]) -> [Act] {
    var acts = acts
    var size = max(acts.count / 2, 1)
    while now() < deadline {
      var start = 0
      var hasShrunk = false
      while start < acts.count, now() < deadline {
        var fewer = acts
        fewer.removeSubrange(start..<min(start + size, acts.count))
        if !fewer.isEmpty, stillFails(fewer) {
          acts = fewer
          hasShrunk = true
        } else {
          start += size
        }
      }
      if size == 1, !hasShrunk { break }
      if !hasShrunk { size = max(size / 2, 1) }
    }
    return acts
  }
}
