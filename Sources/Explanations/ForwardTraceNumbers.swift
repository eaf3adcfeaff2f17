import Engine

/// A trace's numbers by the names that formulas have for them.
extension ForwardTrace {
  // W and b of one layer stand side by side in θ.

  /// W⁽ⁿ⁾[row,column].
  func weight(_ number: Int, _ row: Int, _ column: Int) -> Double {
    guard let entry = network.layout.entries[safely: 2 * number - 2] else { return .nan }
    return theta[entry.range.lowerBound + row * (entry.shape.last ?? 0) + column]
  }

  /// b⁽ⁿ⁾[row].
  func bias(_ number: Int, _ row: Int) -> Double {
    network.layout.entries[safely: 2 * number - 1].map { theta[$0.range.lowerBound + row] } ?? .nan
  }

  // MARK: Inputs and targets

  /// Feature or unit `column` of what layer `number` sees, before the mask: x[i,k] below the first
  /// layer, a of the layer below elsewhere.
  func input(
    _ column: Int, ofLayer number: Int, example: Int, _ names: inout NamedNumbers
  ) -> Worked {
    let place = column * exampleCount + example
    return number == 1
      ? names.name(inputs[place], "x[\(batch.examples[example]),\(column)]")
      : names.name(layers[number - 2].a[place], "a\(number - 1)[\(column),\(example)]")
  }

  /// What a layer passes on to the next one, mask and scaling included; layer 0 is the inputs.
  func passedOn(_ unit: Int, byLayer number: Int, example: Int) -> Double {
    let place = unit * exampleCount + example
    return number == 0 ? maskedInputs[place] : layers[number - 1].output[place]
  }

  func target(_ output: Int, example: Int) -> Double { targets[output * exampleCount + example] }

  /// The target as `print y` has it.
  func target(_ output: Int, example: Int, _ names: inout NamedNumbers) -> Worked {
    let i = batch.examples[example]
    let isOne = network.architecture.outputs == 1
    return names.name(
      target(output, example: example), isOne ? "y[\(i)]" : "y[\(i),\(output)]")
  }

  // MARK: Masks

  /// The dropout of a layer in training, 0 for the inputs'; nil where it has none.
  func dropout(ofLayer number: Int) -> DropoutLayer? {
    isTraining ? network.dropoutLayers[layer: number] : nil
  }

  /// A unit's entry in the mask of a layer, with its name; nil without dropout.
  func mask(_ unit: Int, ofLayer number: Int, example: Int) -> (name: String, value: Double)? {
    guard let dropout = dropout(ofLayer: number),
      let place = network.dropoutLayers.place(ofLayer: number),
      let mask = batch.masks[safely: place]
    else { return nil }
    let isKept = dropout.isKept(unit, by: mask, example: example, count: exampleCount)
    let index = dropout.isPerBatch ? "\(unit)" : "\(unit),\(example)"
    return ("\(dropout.name)[\(index)]", isKept ? 1 : 0)
  }

  func isKept(_ unit: Int, ofLayer number: Int, example: Int) -> Bool {
    mask(unit, ofLayer: number, example: example)?.value != 0
  }

  /// What a kept unit of a layer is multiplied by: 1, in training 1/keep for inverted dropout, in
  /// testing keep for vanilla.
  func scaled(
    _ worked: Worked, byMaskOf number: Int, _ names: inout NamedNumbers
  ) -> Worked {
    guard let dropout = network.dropoutLayers[layer: number], dropout.isInverted == isTraining
    else {
      return worked
    }
    let keep = names.give(dropout.keep, "keep")
    return isTraining ? worked / keep : worked * keep
  }
}
