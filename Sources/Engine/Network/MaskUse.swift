/// What a pass needs of a dropout layer.
struct MaskUse {
  /// The layer's place in a minibatch's masks.
  let index: Int
  let units: Int
  let isPerBatch: Bool
  /// What a kept entry of a mask multiplies by in training.
  let trainingScale: Double
  /// What testing multiplies by.
  let testScale: Double

  init(_ layer: DropoutLayer, index: Int) {
    self.index = index
    units = layer.units
    isPerBatch = layer.isPerBatch
    trainingScale = layer.isInverted ? 1 / layer.keep : 1
    testScale = layer.isInverted ? 1 : layer.keep
  }
}
