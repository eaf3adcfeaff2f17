/// A group of variables, as a client opens one in its tree.
enum Node: Hashable {
  /// Where training stands.
  case training
  /// What has one number for each parameter: θ, g, m, v and so on.
  case quantities
  /// Each layer's weights and passes.
  case layers
  case layer(Int)
  /// The passes of the update at hand, as far as they are made.
  case pass
  case passLayer(Int)
  case settings
  case optimizer
  /// A quantity by the ranges of θ.
  case ranges(String)
  /// One range of a quantity, by its place in the layout.
  case range(String, entry: Int)
  case rangeRow(String, entry: Int, row: Int)
  /// An expression's value, a vector or a matrix.
  case value(String)
  case valueRow(String, Int)
  /// Numbers of the update at hand.
  case made(layer: Int, Made)
  case madeRow(layer: Int, Made, Int)

  /// What a pass makes in a layer.
  enum Made: String, Hashable {
    case z, a, delta, weights, biases
  }

  /// The name of the numbers in `made`, with the layer's number.
  static func name(of made: Made, layer: Int) -> String {
    switch made {
    case .z, .a: "\(made.rawValue)\(layer)"
    case .delta: "d\(layer)"
    case .weights: "dL/dW\(layer)"
    case .biases: "dL/db\(layer)"
    }
  }
}
