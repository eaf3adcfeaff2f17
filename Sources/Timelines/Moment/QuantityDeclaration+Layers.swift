import Engine

extension QuantityDeclaration {
  /// A quantity of one layer of a network, whose name ends in the layer's number: `W1`, `a2`, `grad_b3`.
  ///
  /// - Returns: nil for a name of another form.
  static func ofLayer(_ name: String) -> QuantityDeclaration? {
    if name.hasPrefix(gradientPrefix) {
      guard let range = ofLayer(String(name.dropFirst(gradientPrefix.count))),
        [.weights, .units].contains(range.shape)
      else { return nil }
      return QuantityDeclaration(
        name, range.shape,
        "the gradient of the loss in \(range.name), at θ now; over the training set")
    }
    let kind = name.prefix { !$0.isNumber }
    let digits = name.dropFirst(kind.count)
    guard let layer = Int(digits), layer > 0 || kind == "mask", String(layer) == digits else {
      return nil
    }
    func declared(_ shape: Shape, _ meaning: String) -> QuantityDeclaration {
      QuantityDeclaration(name, shape, meaning)
    }
    return switch kind {
    case "W":
      declared(
        .weights,
        "the weights into layer \(layer); a row for each unit (of a maxout layer for each piece), a "
          + "column for each of its inputs")
    case "b": declared(.units, "the biases of layer \(layer); of a maxout layer one for each piece")
    case "z":
      declared(
        .pass, "the weighted sums of layer \(layer), z = W a + b; in the last update, on its batch")
    case "a":
      declared(.pass, "what layer \(layer) gives, a = f(z); in the last update, on its batch")
    case "d":
      declared(
        .pass, "the error signal of layer \(layer), δ = ∂L/∂z; in the last update, on its batch")
    case "mask":
      declared(
        .pass,
        "the dropout mask of \(layer == 0 ? "the inputs" : "layer \(layer)"), 1 for kept and 0 for "
          + "dropped; in the last update")
    default: nil
    }
  }
}
