import Engine
import Formula

/// What each example of a pass adds to its loss.
extension ForwardTrace {
  /// log Σ e^z of an example.
  func logSum(of example: Int) -> Double {
    guard let layer = layers.last else { return .nan }
    let logits = (0..<layer.units).map { layer.z[$0 * exampleCount + example] }
    let largest = logits.max() ?? 0
    return largest + logits.reduce(0.0) { $0 + ($1 - largest).exponential() }.logarithm()
  }

  /// What example `j` of the batch adds to the mean loss.
  func lossShare(of j: Int) -> Double {
    let outputs = network.architecture.outputs
    let isCrossEntropy = network.architecture.loss == .crossEntropy
    let divisor = Double(isCrossEntropy ? exampleCount : exampleCount * outputs)
    var names = NamedNumbers()
    return (0..<outputs).reduce(0) { $0 + lossTerm($1, j, &names).value } / divisor
  }

  /// How the term of the first output of example `j` came about that is not finite, or of the last.
  func lossExplanation(of j: Int) -> Explanation {
    let outputs = network.architecture.outputs
    var names = NamedNumbers()
    let terms = (0..<outputs).map { lossTerm($0, j, &names) }
    let term = terms.first { !$0.value.isFinite } ?? terms.last ?? Worked(constant: 0)
    return names.explanation(of: "batch_loss", term, result: term.value, note: nil)
  }

  private func lossTerm(_ k: Int, _ j: Int, _ names: inout NamedNumbers) -> Worked {
    let (place, number) = (k * exampleCount + j, layers.count)
    let term = LossTerm(
      loss: network.architecture.loss, output: outputs[place],
      logit: layers.last?.z[safely: place] ?? .nan, target: target(k, example: j))
    guard !term.isEmpty else { return Worked(constant: 0) }
    var used = names
    let worked = term.worked {
      used.name(term.output, "a\(number)[\(k),\(j)]")
    } logit: {
      used.name(term.logit, "z\(number)[\(k),\(j)]")
    } target: {
      target(k, example: j, &used)
    } logSum: {
      used.name(logSum(of: j), "log_sum[\(j)]")
    }
    names = used
    return worked
  }
}
