/// The epochs of a course that have been passed, in order.
///
/// Memory is bounded: beyond `limit` every other one is dropped.
public struct EpochMarks: Sendable {
  /// 88 bytes each.
  static let limit = 1 << 14
  private var marks: [EpochMark] = []
  /// Epochs whose number is a multiple of it are kept.
  private var stride = 1

  package init() {}

  /// The epoch that ended with update `t`.
  package subscript(at t: Int) -> EpochMark? {
    let index = place(after: t - 1)
    return index < marks.count && marks[index].t == t ? marks[index] : nil
  }

  /// The epochs that ended with the updates of a range.
  public func within(_ range: ClosedRange<Int>) -> ArraySlice<EpochMark> {
    marks[place(after: range.lowerBound - 1)..<place(after: range.upperBound)]
  }

  /// Takes one in, in the place of what is known of the same epoch.
  package mutating func insert(_ mark: EpochMark) {
    let index = place(after: mark.t - 1)
    if index < marks.count, marks[index].t == mark.t {
      marks[index] = mark
      return
    }
    // The last one is always there, whatever its number.
    if index < marks.count, !mark.epoch.isMultiple(of: stride) { return }
    if index == marks.count, let last = marks.last, !last.epoch.isMultiple(of: stride) {
      marks[index - 1] = mark
      return
    }
    marks.insert(mark, at: index)
    guard marks.count > Self.limit else { return }
    stride *= 2
    marks = marks.filter { $0.epoch.isMultiple(of: stride) || $0.t == marks.last?.t }
  }

  /// Forgets the epochs that ended after update `t`.
  package mutating func cut(after t: Int) {
    marks.removeSubrange(place(after: t)...)
  }

  private func place(after t: Int) -> Int {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].t <= t { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
