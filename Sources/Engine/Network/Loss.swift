import Formula
import Numerics
import Wording

/// What training makes small, as a mean over the batch (NOTATION: losses).
public enum Loss: String, Hashable, Sendable, CaseIterable {
  /// The mean over all output elements of (ŷ − y)².
  case mse
  /// −y log ŷ − (1 − y) log(1 − ŷ) of a sigmoid output, a mean over all output elements, computed
  /// from the logits z as max(z, 0) − z y + log(1 + e^(−|z|)).
  case bce
  /// −Σ y log ŷ of a softmax output, a mean over the examples, computed from the logits as
  /// log Σ e^z − Σ y z. At a balanced start it is about log C for C classes.
  case crossEntropy = "cross_entropy"

  /// The name a user types.
  public var name: String { rawValue }

  /// - Throws: `EngineError` naming the nearest loss.
  public init(parsing text: String) throws {
    let names = Loss.allCases.map(\.name)
    if let loss = Spelling.match(text, in: names).flatMap(Loss.init(rawValue:)) {
      self = loss
      return
    }
    let near = Spelling.candidates(for: text, in: names)
    throw EngineError(
      "unknown loss \(quoted(text)); "
        + (near.isEmpty
          ? "there are \(names.joined(separator: ", "))"
          : "did you mean \(quotedAlternatives(near))?"))
  }
}
