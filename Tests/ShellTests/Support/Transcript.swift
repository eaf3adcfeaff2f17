import Console
import Session
import Shell

/// A session whose output is kept, for tests.
final class Transcript {
  private(set) var output = ""
  private(set) var errors = ""
  private(set) var session = Session(output: .init(write: { _ in }, writeError: { _ in }))

  init(traits: Traits = Traits(), interrupt: @escaping () -> Bool = { false }) {
    session = Session(
      output: .init(
        write: { [unowned self] in output += $0 }, writeError: { [unowned self] in errors += $0 }),
      traits: traits, interrupt: interrupt)
  }

  /// What a line printed; errors follow the output.
  @discardableResult
  func run(_ line: String) -> String {
    let start = (output.endIndex, errors.endIndex)
    outcome = session.execute(line)
    return String(output[start.0...]) + String(errors[start.1...])
  }

  private(set) var outcome: Session.Outcome = .done
}

/// Random numbers that are the same in every run.
struct SystemlessGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
