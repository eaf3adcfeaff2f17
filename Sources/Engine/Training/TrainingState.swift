import Digests
import Formula
import LongWork
import Numerics

/// Everything that training is at one moment, as a value: `back`, `goto`, `fork`, `save`, a lesson's
/// free play and resume are copies of it.
public struct TrainingState: Sendable {
  /// θ^t.
  public var theta: [Double]
  /// What the rule remembers: slot k's numbers from index k · θ's count.
  public var slots: [Double]
  /// What it remembers of all parameters at once, in the order declared.
  public var shared: [Double] = []
  /// Updates made so far.
  public var t = 0
  /// Updates made since the present rule began.
  public var ruleT = 0
  /// Passes over the training set begun so far.
  public var epoch = 0
  /// Passes finished so far.
  public var completedEpochs = 0
  /// This pass's order of the examples, and how many of them have been used.
  public var order: [Int] = []
  public var position = 0
  /// The batch losses of the pass under way, or of the one that has just ended.
  public var epochLoss = LossSum()
  /// The streams of the batch order and of dropout; nil on a surface.
  public var batchGenerator: MersenneTwister?
  public var dropoutGenerator: MersenneTwister?
  public var stopping = EarlyStopping.Progress()

  /// The state that a rule begins from.
  public init(theta: [Double], rule: RuleDeclaration) {
    self.theta = theta
    slots = []
    forgetRule(startingWith: rule)
  }

  /// Makes what is remembered that of a rule before its first update.
  mutating func forgetRule(startingWith rule: RuleDeclaration) {
    slots = [Double](inParts: rule.slots.count * theta.count, repeating: 0)
    shared = rule.remembered.compactMap(\.start)
    ruleT = 0
  }

  /// Whether an epoch of so many examples has just ended; false on a surface, which has none.
  package func isAtEpochEnd(of examples: Int) -> Bool {
    examples > 0 && epoch > 0 && position >= examples
  }

  /// How many examples of the epoch under way have been used; 0 where one is about to begin.
  func used(of examples: Int) -> Int {
    epoch == 0 || position >= examples ? 0 : position
  }

  /// About how much memory a copy takes, in bytes.
  public var footprint: Int {
    let generators = batchGenerator == nil ? 0 : 2 * 2600
    let numbers = theta.count + slots.count + shared.count + stopping.bestTheta.count + order.count
    return 8 * numbers + generators + 272
  }
}

extension TrainingState: Equatable {
  /// Whether every bit is the same: NaN equals NaN whatever its sign, which no arithmetic promises, and
  /// 0 is not −0.
  public static func == (a: TrainingState, b: TrainingState) -> Bool {
    a.t == b.t && a.ruleT == b.ruleT && a.epoch == b.epoch
      && a.completedEpochs == b.completedEpochs && a.position == b.position && a.order == b.order
      && a.batchGenerator == b.batchGenerator && a.dropoutGenerator == b.dropoutGenerator
      && a.stopping.wait == b.stopping.wait && a.stopping.bestT == b.stopping.bestT
      && isIdentical(a.stopping.best, b.stopping.best)
      && a.epochLoss.count == b.epochLoss.count
      && isIdentical(a.epochLoss.sum, b.epochLoss.sum)
      && isIdentical(a.stopping.bestTheta, b.stopping.bestTheta) && isIdentical(a.theta, b.theta)
      && isIdentical(a.slots, b.slots) && isIdentical(a.shared, b.shared)
  }

  /// A digest of every bit that training goes on from. It stands in files: what is only shown, the
  /// epoch's batch losses, is no part of it.
  public var digest: UInt64 {
    var digest = Digest()
    for number in [t, ruleT, epoch, completedEpochs, position, stopping.bestT, stopping.wait] {
      digest.add(UInt64(bitPattern: Int64(number)))
    }
    for numbers in [theta, slots, stopping.bestTheta, stopping.best.map { [$0] } ?? []] {
      digest.addWords(of: numbers)
    }
    // Of a rule without such numbers the digest is what it was before there were any.
    if !shared.isEmpty { digest.addWords(of: shared) }
    digest.add(UInt64(order.count))
    for index in order { digest.addWord(UInt64(index)) }
    for generator in [batchGenerator, dropoutGenerator] {
      guard let generator else {
        digest.add(UInt8(0))
        continue
      }
      for word in generator.words { digest.addWord(UInt64(word)) }
      digest.add(UInt64(generator.position))
      digest.addWords(of: generator.pendingNormal.map { [$0] } ?? [])
    }
    return digest.value
  }
}

/// Whether two numbers have the same bits, or both are NaN; nil is the same as nil alone.
private func isIdentical(_ a: Double?, _ b: Double?) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return a.bitPattern == b.bitPattern || a.isNaN && b.isNaN
}

/// Whether two arrays hold the same numbers in that sense.
private func isIdentical(_ a: [Double], _ b: [Double]) -> Bool {
  guard a.count == b.count else { return false }
  return a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      a.baseAddress == b.baseAddress
        || a.indices.inParts().allSatisfy { isIdentical(a[$0], b[$0]) }
    }
  }
}
