import Datasets
import Formula
import Numerics
import Wording

/// A network's layers and loss, as `2-16:relu-16:maxout2-1:sigmoid` writes them.
///
/// The first number is the inputs; each further one is a layer's units and, after a colon, its
/// activation. Left out, a hidden layer is relu and the output is what the loss needs: sigmoid for
/// bce, softmax for cross_entropy, linear for mse. A loss left out is the one that the output is
/// for, or that the data's task is for. `6*8:tanh` stands for six layers of eight units in a row.
public struct NetworkArchitecture: Hashable, Sendable {
  /// One layer.
  public struct Layer: Hashable, Sendable {
    public var units: Int
    public var activation: Activation

    public init(units: Int, activation: Activation) {
      self.units = units
      self.activation = activation
    }

    /// Rows of W: units · pieces.
    public var rows: Int { units * activation.pieces }
  }

  public let inputs: Int
  public let layers: [Layer]
  public let loss: Loss

  public static let maximumParameters = 20_000_000
  static let maximumUnits = 1_000_000
  static let maximumLayers = 1_000

  public var outputs: Int { layers.last?.units ?? 0 }

  /// - Throws: `EngineError` when the sizes, activations and loss make no network.
  public init(inputs: Int, layers: [Layer], loss: Loss) throws {
    guard inputs >= 1, !layers.isEmpty, layers.allSatisfy({ $0.units >= 1 }) else {
      throw EngineError("a network has at least one input, one layer and one unit in each layer")
    }
    guard layers.count <= Self.maximumLayers else {
      throw EngineError(
        "\(layers.count) layers are too many; up to \(Self.maximumLayers) are built")
    }
    if let hidden = layers.dropLast().firstIndex(where: { $0.activation == .softmax }) {
      throw EngineError(
        "softmax is for the output layer only; give layer \(hidden + 1) relu, tanh or another")
    }
    var parameters = 0
    var fanIn = inputs
    for layer in layers {
      guard max(fanIn, layer.units) <= Self.maximumUnits else {
        throw EngineError("a layer has up to \(Self.maximumUnits) units")
      }
      parameters += layer.rows * (fanIn + 1)
      fanIn = layer.units
      guard parameters <= Self.maximumParameters else {
        throw EngineError(
          "the network has more than \(Self.maximumParameters) parameters; give it smaller layers")
      }
    }
    self.inputs = inputs
    self.layers = layers
    self.loss = loss
    try checkOutput()
  }

  private func checkOutput() throws {
    guard let output = layers.last else { return }
    if output.activation == .softmax, output.units < 2 {
      throw EngineError(
        "a softmax of one unit is always 1; use 1:sigmoid for two classes, or a unit for each class"
      )
    }
    switch loss {
    case .bce where output.activation != .sigmoid:
      throw EngineError(
        "bce needs a sigmoid output, as \(output.units):sigmoid; this one is \(output.activation)")
    case .crossEntropy where output.activation != .softmax:
      throw EngineError(
        "cross_entropy needs a softmax output, as \(max(output.units, 2)):softmax; "
          + "this one is \(output.activation)")
    default: break
    }
  }

  /// This architecture with another activation in the hidden layers, for the same weights.
  ///
  /// Layers whose W would change its shape (maxout, and what should become it) stay as they are.
  /// - Throws: `EngineError` when that leaves none to change.
  public func replacingHiddenActivations(with activation: Activation) throws
    -> NetworkArchitecture
  {
    let hidden = layers.dropLast()
    if let layer = hidden.first,
      !hidden.contains(where: { $0.activation.pieces == activation.pieces })
    {
      throw EngineError(
        "the hidden layers are \(layer.activation), whose weights do not fit \(activation)")
    }
    let changed = layers.enumerated().map { index, layer in
      index < hidden.count && layer.activation.pieces == activation.pieces
        ? Layer(units: layer.units, activation: activation) : layer
    }
    return try NetworkArchitecture(inputs: inputs, layers: changed, loss: loss)
  }
}

extension NetworkArchitecture: CustomStringConvertible {
  /// `2-16:relu-16:maxout2-1:sigmoid`, every activation written out; four or more equal layers in a
  /// row as `6*8:tanh`.
  public var description: String {
    var parts = [String(inputs)]
    var rest = layers[...]
    while let layer = rest.first {
      let run = rest.prefix { $0 == layer }
      rest = rest.dropFirst(run.count)
      let part = "\(layer.units):\(layer.activation)"
      parts +=
        run.count >= 4 ? ["\(run.count)*" + part] : Array(repeating: part, count: run.count)
    }
    return parts.joined(separator: "-")
  }
}

extension NetworkArchitecture {
  /// Reads the form a user types.
  ///
  /// - Parameters:
  ///   - loss: nil for the one that the output's activation or else the task is for.
  ///   - task: the data's task, where data are known.
  /// - Throws: `EngineError` saying which part is wrong and what would be right.
  public init(parsing text: String, loss: Loss? = nil, task: Dataset.Task? = nil) throws {
    let form = "write a network as inputs-units:activation-..., as 2-16:relu-1:sigmoid"
    guard text.utf8.count <= 10_000 else { throw EngineError("the network's text is too long") }
    let text = Self.plain(text)
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2 else {
      throw EngineError("\(quoted(text)) has no layer after the inputs; \(form)")
    }
    var layers: [(units: Int, activation: Activation?)] = []
    for (index, part) in parts.enumerated() {
      let halves = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      var size = halves.first ?? ""
      var repeats = 1
      if index > 0, let star = size.firstIndex(of: "*"), let times = Self.count(size[..<star]) {
        repeats = times
        size = size[size.index(after: star)...]
      }
      guard let count = Self.count(size) else {
        throw EngineError(
          "\(quoted(part)) in \(quoted(text)) does not start with a number of "
            + "\(index == 0 ? "inputs" : "units"); \(form)")
      }
      guard count >= 1, count <= Self.maximumUnits else {
        throw EngineError(
          "\(quoted(part)) in \(quoted(text)): a layer has 1 to \(Self.maximumUnits) units")
      }
      guard (1...Self.maximumLayers).contains(repeats), layers.count <= Self.maximumLayers else {
        throw EngineError(
          "\(quoted(part)) in \(quoted(text)): a network has 1 to \(Self.maximumLayers) layers")
      }
      if index == 0, halves.count > 1 {
        throw EngineError(
          "the first number of \(quoted(text)) is the inputs, which have no activation; "
            + "write \(count)-...")
      }
      let activation = try halves.count > 1 ? Activation(parsing: String(halves[1])) : nil
      layers += Array(repeating: (count, activation), count: repeats)
    }
    let loss = loss ?? Self.loss(for: layers.last?.activation, task: task)
    let output: Activation =
      switch loss {
      case .mse: .linear
      case .bce: .sigmoid
      case .crossEntropy: .softmax
      }
    try self.init(
      inputs: layers[0].units,
      layers: layers.indices.dropFirst().map { index in
        let isOutput = index == layers.count - 1
        return Layer(
          units: layers[index].units,
          activation: layers[index].activation ?? (isOutput ? output : .relu))
      },
      loss: loss)
  }

  /// The text with the dashes and the cross of a slide as `-` and `*`.
  private static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      plain.append(
        isDash(scalar) ? "-" : scalar == "×" || scalar == "·" ? "*" : scalar)
    }
    return String(plain)
  }

  private static func count(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      ? Int(digits) : nil
  }

  private static func loss(for output: Activation?, task: Dataset.Task?) -> Loss {
    switch (output, task) {
    case (.softmax?, _): .crossEntropy
    case (.sigmoid?, .regression?): .mse
    case (.sigmoid?, _): .bce
    case (nil, .binary?): .bce
    case (nil, .classes?): .crossEntropy
    default: .mse
    }
  }
}
