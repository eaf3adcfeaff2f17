/// One layer's rates of change as θ moves along a direction, for up to a chunk of examples; matrices
/// as in `LayerMemory`.
struct LayerRates {
  typealias Numbers = UnsafeMutablePointer<Double>

  /// Of the pre-activations.
  let z: Numbers
  /// Of the activations, before dropout's scale.
  let a: Numbers
  /// Of what the next layer sees; the memory of a without dropout.
  let h: Numbers
  /// Of ∂L/∂h.
  let dh: Numbers
  /// Of ∂L/∂z.
  let delta: Numbers
  /// ∂L/∂h itself, which the backward pass overwrites by δ.
  let back: Numbers
  /// f''(z) times the rate of z.
  let bend: Numbers

  init(_ layer: LayerMemory, capacity: Int, in arena: Arena) {
    let (rows, size) = (layer.rows * capacity, layer.units * capacity)
    z = arena.take(rows)
    a = arena.take(size)
    h = layer.dropout == nil ? a : arena.take(size)
    dh = arena.take(size)
    delta = layer.activation.pieces > 1 ? arena.take(rows) : dh
    back = arena.take(size)
    bend = arena.take(size)
  }
}
