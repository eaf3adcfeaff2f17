import Arithmetic
import Console
import Engine
import Formula
import Session
import Timelines
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
    guard let branch, let network = presentNetwork else {
      throw ShellError("no network is set up")
    }
    // One moment, whose passes are made once for all quantities.
    let moment = Moment(branch.timeline)
    func value(_ name: String) -> Value? { try? moment.value(of: name) }
    func told(_ name: String) -> JSON { value(name).map(json) ?? .null }
    let batch = (value("batch")?.elements ?? []).compactMap { Int(exactly: $0) }
    let place = batch.indices.contains(example) ? example : 0
    var object: JSON.Object = [
      "command": "@layers", "example": .integer(place), "batch": .numbers(batch.map(Double.init)),
    ]
    let layers = 1...network.architecture.layers.count
    object["W"] = .array(layers.map { told("W\($0)") })
    for name in ["z", "a", "d", "mask"] {
      object[name] = .array(layers.map { value("\(name)\($0)")?.column(place) ?? .null })
    }
    for name in ["g", "accuracy", "val_accuracy"] { object[name] = told(name) }
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

extension Value {
  /// A matrix's column; null for anything else.
  fileprivate func column(_ index: Int) -> JSON {
    guard shape.count == 2, (0..<shape[1]).contains(index) else { return .null }
    let all = elements
    return .numbers(stride(from: index, to: all.count, by: shape[1]).map { all[$0] })
  }
}
