import Arithmetic
import Engine
import Formula
import Timelines

/// Breakpoints and watches, asked of one moment after the other.
///
/// A watch compares a moment with the one asked before it.
package struct StopConditions {
  package let breakpoints: [Breakpoint]
  package let watches: [Watch]
  private let format: (Double) -> String
  /// The watched values at the moment before.
  private var watched: [Int: Value] = [:]

  package init(
    breakpoints: some Sequence<Breakpoint>, watches: some Sequence<Watch>,
    format: @escaping (Double) -> String
  ) {
    self.breakpoints = Array(breakpoints)
    self.watches = Array(watches)
    self.format = format
  }

  package var isEmpty: Bool { breakpoints.isEmpty && watches.isEmpty }

  /// Remembers the watched values at a moment that nothing is to be found at.
  package mutating func begin(at moment: Moment) {
    for watch in watches { watched[watch.number] = try? watch.quantity.value(at: moment) }
  }

  /// What would stop at a moment, with a sentence each: breakpoints before watches.
  ///
  /// - Parameter isLenient: whether a condition that has no value here does not hold; otherwise it
  ///   is an error.
  package mutating func hits(
    at moment: Moment, isLenient: Bool = false
  ) throws -> [(number: Int, isWatch: Bool, sentence: String)] {
    var hits: [(Int, Bool, String)] = []
    for breakpoint in breakpoints {
      let holds: Bool
      do { holds = try breakpoint.condition.value(at: moment).condition() } catch {
        // What stops first is not kept from it by what comes after it.
        guard isLenient || !hits.isEmpty else { throw error }
        continue
      }
      if holds { hits.append((breakpoint.number, false, breakpoint.condition.text + " holds")) }
    }
    for watch in watches {
      let now: Value
      do { now = try watch.quantity.value(at: moment) } catch {
        guard isLenient || !hits.isEmpty else { throw error }
        watched[watch.number] = nil
        continue
      }
      defer { watched[watch.number] = now }
      guard let before = watched[watch.number],
        let turn = watch.event.turn(from: before, to: now)
      else { continue }
      hits.append(
        (watch.number, true, watch.event.sentence(watch.quantity.text, turn, format)))
    }
    return hits
  }
}

extension TypedFormula {
  /// Its value at a moment; without one no quantity has a value.
  ///
  /// - Throws: `EvaluationError`.
  package func value(at moment: Moment?) throws -> Value {
    try expression.evaluate { try moment?.value(of: $0) }
  }
}
