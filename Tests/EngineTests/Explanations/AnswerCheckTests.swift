import Arithmetic
import Engine
import Explanations
import Testing
import Timelines

/// Checking a hand calculation.
@Suite struct AnswerCheckTests {
  private static func timeline(
    _ rule: String, updates: Int, lr: Double = 0.001
  ) throws -> Timeline {
    var timeline = Timeline(try TimelineTests.rosenbrock(rule, lr: lr))
    timeline.advance(by: updates)
    return timeline
  }

  @Test func whatIsNotFiniteIsNearNothing() {
    #expect(1.001.agrees(with: 1, relative: 1e-2))
    #expect(!1.1.agrees(with: 1, relative: 1e-2))
    for value in [Double.infinity, -.infinity, .nan] {
      #expect(value.agrees(with: value, relative: 1e-3))
      #expect(!3.0.agrees(with: value, relative: 1e-3, absolute: 1))
      #expect(!value.agrees(with: 3, relative: 1e-3, absolute: 1))
    }
    #expect(!Double.infinity.agrees(with: -.infinity, relative: 1e-3))
  }

  /// A number that no mistake leads to is no known mistake.
  ///
  /// At the first update some mistakes divide by 0: `m/(1 - beta1^(t - 1))`.
  @Test(
    arguments: RuleDeclaration.builtIn.map(\.name), [1, 2, 7])
  func strangeNumbersAreNoMistakes(rule: String, updates: Int) throws {
    let timeline = try Self.timeline(rule, updates: updates)
    let declaration = timeline.experiment.optimizer.declaration
    for quantity in Set(declaration.misconceptions.map(\.quantity)) {
      for answer in [1234.5e30, -1234.5e30, .infinity, -.infinity, .nan] {
        let check = timeline.check(answer: answer, for: quantity, component: 0)
        // A rule need not work all its quantities out in every update.
        #expect(
          check?.mistakes.isEmpty ?? true, "\(quantity): \(answer) is taken for a mistake")
      }
    }
  }

  /// Where many mistakes give one number, none says more than another.
  @Test(arguments: [(1, 1), (3, 3), (4, 0), (9, 0)])
  func atMostThreeMistakesAreNamed(fitting: Int, named: Int) {
    let check = AnswerCheck(of: 2, expected: 1, relativeTolerance: 1e-3) {
      [(0..<fitting).map { Mistake(2, "mistake \($0)") } + [Mistake(3, "another number")]]
    }
    #expect(!check.isRight)
    #expect(check.mistakes.map(\.says) == (0..<named).map { "mistake \($0)" })
  }

  @Test func theLastUpdateIsNotBlamedWhereThereIsNone() throws {
    func said(_ rule: String, _ quantity: String, _ answer: Double, updates: Int) throws -> [String]
    {
      let timeline = try Self.timeline(rule, updates: updates)
      let check = try #require(timeline.check(answer: answer, for: quantity, component: 0))
      return check.mistakes.map(\.says)
    }
    #expect(try said("adam", "m_hat", 0, updates: 1).isEmpty)
    #expect(try said("rmsprop", "sigma", 0, updates: 1).isEmpty)
    #expect(try said("momentum", "delta", 0, updates: 1).isEmpty)
    #expect(
      try said("momentum", "theta", -1.2, updates: 1) == ["that is θ before the update."])
    // What a mistake leaves out is left out at the first update as well.
    #expect(
      try said("momentum", "v", 0, updates: 1) == ["you left out the gradient's share, −η g."])
    let later = try Self.timeline("rmsprop", updates: 2, lr: 0.1)
    let last = try #require(later.record?.values(of: "sigma_prev")?.first)
    let check = later.check(answer: last, for: "sigma", component: 0)
    // σ is |g| at the first update, so that the last gradient in its place gives the same number.
    #expect(
      check?.mistakes.map(\.says) == [
        "that is the last σ.", "check your gradient: that is the gradient of the step before.",
      ])
  }
}
