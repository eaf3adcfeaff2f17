import LongWork
import Numerics

/// One update of many parameters, from which any quantity that the rule works out can be had again.
///
/// It keeps what the update began from and shares that memory with the states before and after; a
/// column of numbers is worked out when it is asked for, by the code that made the update.
final class WorkedUpdate: Sendable {
  private let rule: any UpdateRule
  private let scalars: StepScalars<Double>
  /// Of the columns; the last is Δθ.
  let names: [String]
  private let theta: [Double]
  private let slots: [Double]
  let gradient: [Double]

  /// - Parameters:
  ///   - before: the state that the update began from.
  ///   - gradient: g, the penalty's share included.
  init(
    _ rule: any UpdateRule, _ scalars: StepScalars<Double>, names: [String],
    before: TrainingState, gradient: [Double]
  ) {
    self.rule = rule
    self.scalars = scalars
    self.names = names
    theta = before.theta
    slots = before.slots
    self.gradient = gradient
  }

  /// The numbers of column `k`, one for each parameter.
  func column(_ k: Int) -> [Double] {
    // A part has as many as there are: a small surface asks for this at each of its moments.
    let size = max(1, min(theta.count, 4_096))
    let columns = ParameterVector(count: size * names.count)
    return [Double](inParts: theta.count, of: size) { base, part in
      record(part, to: columns)
      (base + part.lowerBound).update(
        from: columns.pointer + k * part.count, count: part.count)
    }
  }

  /// The number of column `k` for parameter `i`.
  func number(_ k: Int, of i: Int) -> Double {
    guard theta.indices.contains(i) else { return .nan }
    let columns = ParameterVector(count: names.count)
    record(i..<(i + 1), to: columns)
    return columns.pointer[k]
  }

  /// What the rule remembered in slot `k` before the update.
  func slot(_ k: Int) -> ArraySlice<Double> {
    slots[(k * theta.count)..<((k + 1) * theta.count)]
  }

  private func record(_ range: Range<Int>, to columns: ParameterVector) {
    theta.withUnsafeBufferPointer { theta in
      slots.withUnsafeBufferPointer { slots in
        gradient.withUnsafeBufferPointer { gradient in
          guard let at = theta.baseAddress, let g = gradient.baseAddress else { return }
          // Recording changes nothing; a rule without slots never touches theirs.
          let memory = BulkMemory(
            theta: UnsafeMutablePointer(mutating: at), gradient: g,
            slots: UnsafeMutablePointer(mutating: slots.baseAddress ?? at),
            slotStride: theta.count, count: theta.count)
          rule.record(memory.part(range), scalars, to: columns.pointer)
        }
      }
    }
  }
}
