import Console
import Engine
import Session
import Wording

extension Workspace {
  /// A network's layers, for a diagram.
  ///
  /// - Throws: `ShellError` where no network is trained.
  func networkPicture() throws(ShellError) -> JSON.Object {
    guard let place = branch?.place, let network = place.network else {
      throw ShellError("no network is set up")
    }
    var object: JSON.Object = [
      "command": "@network", "name": .string(place.name),
      "inputs": .integer(network.architecture.inputs),
      "features": .strings(network.training.featureNames.prefix(64)),
      "layers": .array(
        network.architecture.layers.map { layer in
          .object([
            "units": .integer(layer.units), "activation": .string("\(layer.activation)"),
            "pieces": .integer(layer.activation.pieces),
          ])
        }),
      "parameters": .integer(network.layout.count),
      "predicts": .boolean((try? table.known("predict", column: nil)) != nil),
      "masks": .boolean(
        table.commands.first { $0.name == "subnets" }?.parameters.contains { $0.name == "mask" }
          ?? false),
    ]
    if let scaling = scaling(of: network) {
      object["means"] = .numbers(scaling.means)
      object["scales"] = .numbers(scaling.scales)
    }
    if setup.dropout != nil { object["dropout"] = .string("dropout " + setup.dropoutText) }
    return object
  }
}

/// The last update's numbers of one example.
extension Workspace {
  /// Weights, and the example's z, a, δ and mask in each layer; numbers that are not there are null.
  ///
  /// - Parameter example: which one of the batch, from 0.
  /// - Throws: `ShellError` where no network is trained.
  func networkLayers(of example: Int) throws(ShellError) -> JSON.Object {
    guard let network = presentNetwork else { throw ShellError("no network is set up") }
    func value(_ name: String) -> JSON { (try? look("print \(name)"))?["value"] ?? .null }
    let batch = value("batch").numbers.compactMap { Int(exactly: $0) }
    let place = batch.indices.contains(example) ? example : 0
    var object: JSON.Object = [
      "command": "@layers", "example": .integer(place), "batch": .numbers(batch.map(Double.init)),
    ]
    let layers = 1...network.architecture.layers.count
    object["W"] = .array(layers.map { value("W\($0)") })
    for name in ["z", "a", "d", "mask"] {
      object[name] = .array(layers.map { value("\(name)\($0)").column(place) })
    }
    object["g"] = value("g")
    object["accuracy"] = value("accuracy")
    object["val_accuracy"] = value("val_accuracy")
    let training = network.training
    if let number = batch.indices.contains(place) ? batch[place] : nil,
      (0..<training.count).contains(number)
    {
      object["input"] = .numbers(training.features(of: number))
      object["target"] =
        training.label(of: number).map { .string(training.task.classNames[$0]) }
        ?? .numbers(training.targets(of: number))
    }
    return object
  }
}

extension JSON {
  /// The numbers of an array, in order.
  fileprivate var numbers: [Double] {
    switch self {
    case .vector(let values): Array(values)
    case .array(let values): values.flatMap(\.numbers)
    case .number(let value): [value]
    case .integer(let value): [Double(value)]
    default: []
    }
  }

  /// A column of a matrix that is given by rows; null for anything else.
  fileprivate func column(_ index: Int) -> JSON {
    guard case .array(let rows) = self else { return .null }
    let values = rows.map(\.numbers)
    guard values.allSatisfy({ $0.indices.contains(index) }) else { return .null }
    return .numbers(values.map { $0[index] })
  }
}

/// What a network answers to the inputs that its data span, for a picture.
extension Workspace {
  /// So many units of a layer are drawn.
  private static let mostUnits = 12
  /// More examples are not drawn one by one.
  private static let mostPoints = 600

  /// Each unit's answers over the features, as thumbnails, and the outputs over a finer grid, packed.
  ///
  /// - Throws: `ShellError` where no network of one or two features is trained.
  func networkAnswers() throws(ShellError) -> JSON.Object {
    guard let view = FeatureView(of: self) else {
      throw ShellError("thumbnails are drawn over one or two features")
    }
    let network = view.network
    let isPlane = view.features.count == 2
    let x = view.ends(0)
    let y = isPlane ? view.ends(1) : (0, 0)
    let (columns, rows) = isPlane ? (24, 16) : (48, 1)
    let (wide, high) = isPlane ? (80, 60) : (241, 1)
    func inputs(_ columns: Int, _ rows: Int) -> [Double] {
      isPlane
        ? view.inputs(x: x, y: y, columns: columns, rows: rows)
        : view.inputs(
          along: (0..<columns).map { (i: Int) -> Double in
            x.0 + (x.1 - x.0) * Double(i) / Double(columns - 1)
          })
    }
    let layers = try view.trace(of: inputs(columns, rows)).layers
    let count = columns * rows
    func thumbnail(_ a: [Double], _ unit: Int) -> JSON {
      .string(base64(packingForPictures: Array(a[(unit * count)..<((unit + 1) * count)])))
    }
    var thumbnails: [JSON] = []
    for (trace, layer) in zip(layers, network.architecture.layers) {
      let units = 0..<min(layer.units, Self.mostUnits)
      thumbnails.append(.array(units.map { thumbnail(trace.a, $0) }))
    }
    let all = try engineError { try network.outputs(at: view.theta, for: inputs(wide, high)) }
    let width = network.architecture.outputs
    var outputs: [JSON] = []
    for column in 0..<min(width, Self.mostUnits) {
      let values = stride(from: column, to: all.count, by: width).map { all[$0] }
      outputs.append(.string(base64(packingForPictures: values)))
    }
    let training = network.training
    let drawn = (0..<min(training.count, Self.mostPoints)).map {
      $0 * training.count / min(training.count, Self.mostPoints)
    }
    func shown(_ axis: Int) -> JSON {
      let values = view.values(axis, of: training)
      return .packed(drawn.map { values[$0] })
    }
    var object: JSON.Object = [
      "command": "@answers", "x": .numbers([x.0, x.1]), "y": .numbers([y.0, y.1]),
      "columns": .integer(columns), "rows": .integer(rows), "wide": .integer(wide),
      "high": .integer(high), "units": .array(thumbnails), "outputs": .array(outputs),
      "examples": .packed(drawn.map(Double.init)),
      "points": .array(view.features.indices.map(shown)),
    ]
    if training.task == .regression {
      object["targets"] = .packed(drawn.map { training.targets[$0 * training.targetCount] })
    } else {
      object["classes"] = .strings(training.task.classNames)
      object["labels"] = .packed(drawn.map { training.label(of: $0).map(Double.init) ?? .nan })
    }
    return object
  }
}
