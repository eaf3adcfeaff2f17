import LongWork

/// One layer's place in θ and its scratch memory for up to a chunk of examples.
///
/// Matrices are units × examples, row-major without gaps: dropout masks have that layout, and every
/// layer, even one of a single unit, has the examples to run along.
struct LayerMemory {
  typealias Numbers = UnsafeMutablePointer<Double>

  let activation: Activation
  let fanIn: Int
  let units: Int
  /// Rows of W and z: units · pieces.
  let rows: Int
  /// Where W and b start in θ.
  let weights: Int
  let biases: Int
  /// The layer's dropout.
  let dropout: MaskUse?

  /// Pre-activations.
  let z: Numbers
  /// Activations f(z).
  let a: Numbers
  /// What the next layer sees: a, times the mask where the layer has dropout.
  let h: Numbers
  /// ∂L/∂h, then times the mask.
  let dh: Numbers
  /// ∂L/∂z; the memory of dh where every unit has one piece.
  let delta: Numbers
  /// The mask's values, 0 or the scale.
  let mask: Numbers
  /// The winning piece of each maxout unit.
  let winners: Numbers

  /// Memory for all layers of a network, from one allocation that `Arena` owns.
  static func layers(of network: Network, capacity: Int, in arena: Arena) -> [LayerMemory] {
    var fanIn = network.architecture.inputs
    var offset = 0
    return network.architecture.layers.enumerated().map { index, layer in
      let place = network.dropoutLayers.place(ofLayer: index + 1)
      let isMaxout = layer.activation.pieces > 1
      let size = layer.units * capacity
      let a = arena.take(size)
      let dh = arena.take(size)
      let memory = LayerMemory(
        activation: layer.activation, fanIn: fanIn, units: layer.units, rows: layer.rows,
        weights: offset, biases: offset + layer.rows * fanIn,
        dropout: place.map { MaskUse(network.dropoutLayers[$0], index: $0) },
        z: arena.take(layer.rows * capacity), a: a, h: place == nil ? a : arena.take(size), dh: dh,
        delta: isMaxout ? arena.take(layer.rows * capacity) : dh,
        mask: arena.take(place == nil ? 0 : size), winners: arena.take(isMaxout ? size : 0))
      offset += layer.rows * (fanIn + 1)
      fanIn = layer.units
      return memory
    }
  }
}

extension NetworkArchitecture {
  /// About how many numbers of scratch memory one example takes: inputs with their mask, targets,
  /// and for each layer z, a, h, ∂L/∂h, δ, the mask and the winners, as far as they are there.
  var numbersPerExample: Int {
    layers.reduce(2 * inputs + outputs) { sum, layer in
      sum + 2 * layer.rows + (layer.activation.pieces > 1 ? 5 : 4) * layer.units
    }
  }
}
