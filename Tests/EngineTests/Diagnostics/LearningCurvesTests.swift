import Arithmetic
import Diagnostics
import Engine
import Formula
import Testing

/// Curves whose verdict is known by how they were made.
@Suite struct LearningCurvesTests {
  private typealias Verdict = LearningCurves.Verdict

  /// Deterministic errors of about standard deviation 1.
  private static func errors(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      var sum = 0.0
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sum += Double(state >> 11) / Double(1 << 53)
      }
      return sum - 6
    }
  }

  /// A curve over 61 moments, 10 updates apart, from a function of the fraction of the time.
  private func curves(
    _ loss: (Double) -> Double, validation: ((Double) -> Double)? = nil,
    rates: ((Double) -> Double)? = nil, score: Double? = 0.5, validationScore: Double? = nil,
    noise: Double = 0, travel: Double? = 1
  ) -> LearningCurves {
    let fractions = (0...60).map { Double($0) / 60 }
    let errors = Self.errors(61)
    return LearningCurves(
      times: fractions.map { $0 * 600 },
      training: fractions.enumerated().map { loss($1) + ($0 > 0 ? noise * errors[$0] : 0) },
      validation: validation.map { fractions.map($0) } ?? [],
      rates: rates.map { fractions.map($0) } ?? [], guess: 1, trainingScore: score,
      validationScore: validationScore, travel: travel)
  }

  private func exp(_ x: Double) -> Double { Elementary.power(2.718281828459045, x) }

  @Test func eachShapeHasItsVerdict() {
    let cases: [(String, Verdict, LearningCurves)] = [
      ("runs away", .rateTooHigh, curves { 1 + 50 * $0 }),
      ("is lost", .rateTooHigh, curves { $0 > 0.5 ? .nan : 1 - $0 }),
      ("jumps", .rateTooHigh, curves({ 0.6 + 0.4 * exp(-20 * $0) }, noise: 0.1)),
      ("never moves", .rateTooLow, curves({ 1 - 0.001 * $0 }, travel: 1e-4)),
      ("a bad start, a straight line", .rateTooLow, curves({ 2.3 - 0.06 * $0 }, travel: 0.005)),
      ("the same, going farther", .rateTooLow, curves({ 2.3 - 0.06 * $0 }, travel: 0.05)),
      ("a straight line", .rateTooLow, curves({ 1 - 0.1 * $0 }, travel: 0.05)),
      ("moves and gains nothing", .stuck, curves({ 1 + 0.5 * exp(-40 * $0) })),
      ("flat, then falls", .lateStart, curves { 0.2 + 0.8 / (1 + exp(25 * ($0 - 0.65))) }),
      ("still falls", .notConverged, curves { 0.3 + 0.7 * exp(-3 * $0) }),
      ("flat and smooth", .underfitting, curves { 0.5 + 0.5 * exp(-15 * $0) }),
      ("flat and restless", .plateau, curves({ 0.4 + 0.6 * exp(-15 * $0) }, noise: 0.02)),
      (
        "dropped while falling", .decayedTooEarly,
        curves(
          { $0 < 0.2 ? 1 - 2 * $0 : 0.6 - 0.02 * ($0 - 0.2) }, rates: { $0 <= 0.2 ? 0.1 : 0.001 })
      ),
      (
        "learned, and turned", .overfitting,
        curves(
          { exp(-6 * $0) }, validation: { 0.4 + 1.5 * ($0 - 0.3) * ($0 - 0.3) }, score: 0.99,
          validationScore: 0.97)
      ),
      (
        "learned, with a gap", .overfitting,
        curves(
          { exp(-6 * $0) }, validation: { 0.3 + exp(-8 * $0) }, score: 0.99, validationScore: 0.9)
      ),
      (
        "learned on both", .good,
        curves(
          { 0.05 + exp(-15 * $0) }, validation: { 0.06 + exp(-15 * $0) }, score: 0.97,
          validationScore: 0.96)
      ),
      (
        "learned, still falling", .notConverged,
        curves(
          { exp(-2 * $0) }, validation: { 0.02 + exp(-2 * $0) }, score: 0.92, validationScore: 0.91)
      ),
      (
        "leapt, and no better than guessing, with a gap", .rateTooHigh,
        curves(
          { $0 > 0.1 && $0 < 0.2 ? 60 : 1.1 - 0.05 * $0 }, validation: { 3 + 900 * $0 * $0 },
          score: -0.1, validationScore: -900)
      ),
      ("learned, alone", .unvalidated, curves({ 0.05 + exp(-15 * $0) }, score: 0.97)),
    ]
    for (name, verdict, curves) in cases {
      let judgement = curves.judgement
      #expect(judgement.verdict == verdict, "\(name): \(judgement)")
    }
    // Every verdict has been met, but the one that needs hardly any curve, and those that need a look
    // at the network and the data.
    let others: Set<Verdict> = [
      .tooEarly, .mayBeNoise, .overregularized, .unscaled, .outOfReach, .oneAnswer, .mayLeak,
    ]
    #expect(Set(cases.map(\.1)).union(others) == Set(Verdict.allCases))
  }

  @Test func fewUpdatesSayNothing() {
    let short = LearningCurves(
      times: [0, 1, 2, 3, 4, 5], training: [1, 0.9, 0.8, 0.7, 0.6, 0.5], guess: 1,
      trainingScore: 0.5)
    #expect(short.judgement.verdict == .tooEarly)
    let empty = LearningCurves(times: [0], training: [1], guess: 1, trainingScore: 0.1)
    #expect(empty.judgement.verdict == .tooEarly)
    // But what has run away has run away.
    let lost = LearningCurves(times: [0, 1, 2], training: [1, 40, .infinity], guess: 1)
    #expect(lost.judgement.verdict == .rateTooHigh)
  }

  @Test func theEvidenceIsWhatItSays() throws {
    let e = curves({ 1 - 0.8 * $0 }, noise: 0).evidence
    #expect(e.updates == 600 && e.first == 1)
    #expect(abs(e.earlyShare - 0.8 / 3 / (1 - e.last)) < 1e-12)
    #expect(e.roughness < 1e-12)
    // The noise of a straight line is what was put on it, as a part of what was gained: 5 % here, to
    // the accuracy that 30 draws allow (1/√60 is 13 %).
    let noisy = curves({ 1 - 0.5 * $0 }, noise: 0.05).evidence
    let gained = 1 - noisy.least
    #expect(abs(noisy.roughness * gained / 0.05 - 1) < 0.4, "\(noisy.roughness)")
  }

  @Test(arguments: [0.3, 1, 7.5, 100])
  func theUnitOfTheLossDoesNotMatter(scale: Double) {
    for loss in [{ 0.3 + 0.7 * exp(-3 * $0) }, { 0.5 + 0.5 * exp(-15 * $0) }, { 1 - 0.1 * $0 }]
      as [(Double) -> Double]
    {
      let plain = curves(loss)
      var scaled = plain
      scaled = LearningCurves(
        times: plain.training.times, training: plain.training.values.map { $0 * scale },
        guess: plain.guess, trainingScore: plain.trainingScore, travel: plain.travel)
      scaled.guess *= scale
      #expect(scaled.judgement.verdict == plain.judgement.verdict)
    }
  }
}
