/// The gradients that go back through the layers of a forward pass.
public struct BackwardTrace: Hashable, Sendable {
  public struct Layer: Hashable, Sendable {
    public let number: Int
    /// δ = ∂L/∂z, rows × examples; L is the batch's mean, so 1/examples is in it.
    public let delta: [Double]
    /// ∂L/∂W, rows × fan-in, and ∂L/∂b.
    public let weights: [Double]
    public let biases: [Double]

    package init(number: Int, delta: [Double], weights: [Double] = [], biases: [Double] = []) {
      self.number = number
      self.delta = delta
      self.weights = weights
      self.biases = biases
    }
  }

  public let layers: [Layer]
  /// All of ∂L/∂θ, in θ's order.
  public let gradient: [Double]

  package init(layers: [Layer], gradient: [Double] = []) {
    self.layers = layers
    self.gradient = gradient
  }
}
