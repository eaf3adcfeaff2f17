import Datasets
import LongWork
import Numerics

/// A network on its training data: an objective to descend.
///
/// θ holds W1, b1, W2, b2, ... in layer order, each W row-major with a row for each unit (for each
/// piece of each unit, unit by unit, in a maxout layer) and a column for each input of the layer.
public struct Network: Objective, Hashable {
  public let architecture: NetworkArchitecture
  public let training: Dataset
  /// The examples set aside to judge by while training, and at the end.
  public let validation: Dataset?
  public let test: Dataset?
  /// One initializer for all layers; nil for each activation's default.
  public let initializer: Initializer?
  /// Given weights and biases to begin from, in θ's order; nil draws the weights.
  public let start: [Double]?
  public let dropout: Dropout?
  public let layout: ParameterLayout
  public private(set) var dropoutLayers: [DropoutLayer]

  public var exampleCount: Int { training.count }

  /// A network on all of a data set.
  ///
  /// - Throws: `EngineError` when the network does not fit the data, or dropout not the network.
  public init(
    _ architecture: NetworkArchitecture, training: Dataset, initializer: Initializer? = nil,
    dropout: Dropout? = nil
  ) throws {
    try self.init(
      architecture, data: Split(wholeOf: training), initializer: initializer, dropout: dropout)
  }

  /// A network on the parts of a split.
  ///
  /// - Throws: `EngineError` when the network does not fit the data, dropout not the network, or
  ///   `start` has another length than θ.
  public init(
    _ architecture: NetworkArchitecture, data: Split, initializer: Initializer? = nil,
    start: [Double]? = nil, dropout: Dropout? = nil
  ) throws {
    try Self.check(architecture, fits: data.training)
    self.architecture = architecture
    training = data.training
    validation = data.validation
    test = data.test
    self.initializer = initializer
    self.start = start
    self.dropout = dropout
    dropoutLayers = try dropout?.dropoutLayers(of: architecture) ?? []
    layout = Self.layout(of: architecture)
    if let start, start.count != layout.count {
      let order = layout.entries.map { "\($0.range.count) of \($0.name)" }.joined(separator: ", ")
      throw EngineError(
        "\(architecture) has \(layout.count) parameters (\(order)), and \(start.count) are given")
    }
  }

  private static func layout(of architecture: NetworkArchitecture) -> ParameterLayout {
    var layout = ParameterLayout()
    var fanIn = architecture.inputs
    for (index, layer) in architecture.layers.enumerated() {
      layout.append("W\(index + 1)", shape: [layer.rows, fanIn])
      layout.append("b\(index + 1)", shape: [layer.rows], isBias: true)
      fanIn = layer.units
    }
    return layout
  }

  /// A network of other layers on the same data, with new weights.
  ///
  /// - Throws: `EngineError` when the network does not fit the data, or dropout not the network.
  public func rebuilt(
    _ architecture: NetworkArchitecture, initializer: Initializer?, dropout: Dropout?
  ) throws -> Network {
    try Self.check(architecture, fits: training)
    return try Network(rebuilding: self, architecture, initializer: initializer, dropout: dropout)
  }

  private init(
    rebuilding other: Network, _ architecture: NetworkArchitecture, initializer: Initializer?,
    dropout: Dropout?
  ) throws {
    self.architecture = architecture
    training = other.training
    validation = other.validation
    test = other.test
    self.initializer = initializer
    start = nil
    self.dropout = dropout
    dropoutLayers = try dropout?.dropoutLayers(of: architecture) ?? []
    layout = Self.layout(of: architecture)
  }

  /// The same network and data with other dropout; θ stays as it is.
  ///
  /// - Throws: `EngineError` when dropout does not fit the network.
  public func replacingDropout(with dropout: Dropout?) throws -> Network {
    try Network(self, architecture: architecture, dropout: dropout)
  }

  /// The same network whose masks scale otherwise: what a mistake with dropout amounts to.
  package func replacingDropoutLayers(_ change: (inout DropoutLayer) -> Void) -> Network {
    var network = self
    for k in network.dropoutLayers.indices { change(&network.dropoutLayers[k]) }
    return network
  }

  /// The same network without any dropout.
  package func withoutDropoutLayers() -> Network {
    var network = self
    network.dropoutLayers = []
    return network
  }

  /// The same network and weights with another activation in the hidden layers, but for those
  /// whose W would change its shape (maxout).
  ///
  /// - Throws: `EngineError` when that leaves none to change.
  public func replacingHiddenActivations(with activation: Activation) throws -> Network {
    try Network(
      self, architecture: architecture.replacingHiddenActivations(with: activation),
      dropout: dropout)
  }

  private init(
    _ other: Network, architecture: NetworkArchitecture, dropout: Dropout?
  ) throws {
    self.architecture = architecture
    training = other.training
    validation = other.validation
    test = other.test
    initializer = other.initializer
    start = other.start
    self.dropout = dropout
    dropoutLayers = try dropout?.dropoutLayers(of: architecture) ?? []
    layout = other.layout
  }

  /// Draws W1, W2, ... from `RandomState(seed)`, layer by layer, row-major; biases are 0.
  public func initialParameters(seed: UInt32) -> [Double] {
    if let start { return start }
    var generator = MersenneTwister(seed: seed)
    var parameters = [Double](inParts: layout.count, repeating: 0)
    parameters.withUnsafeMutableBufferPointer { parameters in
      guard var place = parameters.baseAddress else { return }
      var fanIn = architecture.inputs
      for layer in architecture.layers {
        let initializer = initializer ?? .default(for: layer.activation)
        initializer.draw(into: place, rows: layer.rows, columns: fanIn, from: &generator)
        place += layer.rows * (fanIn + 1)
        fanIn = layer.units
      }
    }
    return parameters
  }

  public func makeEvaluator() -> any Evaluator {
    NetworkEvaluator(self)
  }
}

extension Network {
  /// - Throws: `EngineError` saying which sizes the data need.
  public static func check(
    _ architecture: NetworkArchitecture, fits dataset: Dataset
  ) throws {
    let outputs = architecture.outputs
    guard architecture.inputs == dataset.featureCount else {
      throw EngineError(
        "\(dataset.name) has \(dataset.featureCount) feature\(dataset.featureCount == 1 ? "" : "s") "
          + "and the network \(architecture.inputs) input\(architecture.inputs == 1 ? "" : "s"); "
          + "start the network with \(dataset.featureCount)-")
    }
    switch (dataset.task, architecture.loss) {
    case (.regression, .bce), (.regression, .crossEntropy):
      throw EngineError(
        "\(dataset.name) is a regression, for which the loss is mse, not \(architecture.loss.name)")
    case (.binary, .crossEntropy):
      throw EngineError(
        "\(dataset.name) has two classes and one target; end the network with 1:sigmoid, loss bce")
    default: break
    }
    let end =
      switch dataset.task {
      case .regression: "\(dataset.targetCount):linear"
      case .binary: "1:sigmoid"
      case .classes: "\(dataset.targetCount):softmax"
      }
    guard outputs == dataset.targetCount else {
      throw EngineError(
        "\(dataset.name) has \(dataset.targetCount) target\(dataset.targetCount == 1 ? "" : "s") and "
          + "the network \(outputs) output\(outputs == 1 ? "" : "s"); end the network with \(end)")
    }
  }
}

extension Objective {
  /// What is descended as a network, where it is one.
  public var network: Network? { self as? Network }
}
