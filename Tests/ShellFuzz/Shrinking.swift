import TestSupport

/// Makes what leads to a fault shorter while it still leads to one of its kind.
struct Shrinker<Element> {
  let stillFails: ([Element]) -> Bool
  fileprivate let deadline: Double

  /// - Parameter seconds: after which it is content.
  init(seconds: Double, stillFails: @escaping ([Element]) -> Bool) {
    self.stillFails = stillFails
    deadline = now() + seconds
  }

  /// Halves, quarters, ... down to single elements are left out where they are not needed.
  func withoutNeedless(_ elements: [Element]) -> [Element] {
    var elements = elements
    var size = max(elements.count / 2, 1)
    while now() < deadline {
      var start = 0
      var hasShrunk = false
      while start < elements.count, now() < deadline {
        var fewer = elements
        fewer.removeSubrange(start..<min(start + size, elements.count))
        if !fewer.isEmpty, stillFails(fewer) {
          elements = fewer
          hasShrunk = true
        } else {
          start += size
        }
      }
      if size == 1, !hasShrunk { break }
      if !hasShrunk { size = max(size / 2, 1) }
    }
    return elements
  }
}

extension Shrinker<Act> {
  /// Fewer acts, and fewer words in each.
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
}
