import Console
import Engine
import Session

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
    if setup.dropout != nil { object["dropout"] = .string("dropout " + setup.dropoutText) }
    return object
  }
}
