import Arithmetic
import Formula
import LongWork

/// How one component of a quantity turned.
package struct Turn: Equatable {
  package var component: Int
  package var before: Double
  package var after: Double
}

extension Watch.Event {
  package var phrase: String {
    switch self {
    case .sign: "changed its sign"
    case .rise: "rose"
    case .fall: "fell"
    }
  }

  /// `loss rose: 1 → 2`.
  package func sentence(
    _ quantity: String, _ turn: Turn, _ format: (Double) -> String
  ) -> String {
    "\(quantity) \(phrase): \(format(turn.before)) → \(format(turn.after))"
  }

  /// The first component that turned between two updates; nil where none did, or the shape changed.
  package func turn(from before: Value, to now: Value) -> Turn? {
    guard before.shape == now.shape else { return nil }
    for (i, (a, b)) in zip(before.elements, now.elements).inParts().enumerated() {
      let isTurn =
        switch self {
        case .sign: a * b < 0
        case .rise: b > a
        case .fall: b < a
        }
      if isTurn { return Turn(component: i, before: a, after: b) }
    }
    return nil
  }

  /// What a quantity is watched for unless told otherwise: a loss for rising, all else for its sign.
  package static func usual(for quantity: TypedFormula) -> Watch.Event {
    let isLoss = ["loss", "batch_loss", "penalty"].contains(quantity.expression.label)
    return isLoss ? .rise : .sign
  }
}
