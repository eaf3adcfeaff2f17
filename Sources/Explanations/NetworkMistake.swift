import Engine
import LongWork

/// A known mistake with a network: the passes as a student makes them who has it wrong throughout.
struct NetworkMistake {
  let says: String
  /// The passes in question; with a backward pass of its own where that is what is wrong.
  let forward: ForwardTrace
  private let wrongBackward: BackwardTrace?

  init(_ says: String, _ forward: ForwardTrace, backward: BackwardTrace? = nil) {
    (self.says, self.forward, wrongBackward) = (says, forward, backward)
  }

  var backward: BackwardTrace { wrongBackward ?? forward.backward() }

  /// Component `i` of the batch's gradient, without a penalty's share.
  func gradient(component i: Int) -> Double? { GradientSum(forward, backward).value(of: i) }

  static let withoutTwo = "the factor 2 of the squared error's slope is missing."
  static let withoutOutputs =
    "mse is the mean over all outputs too: divide by their number as well."
  static let withoutBias = "you forgot the bias."
  static let withoutSlope = "you left out the activation's slope f'(z)."
  static let withoutMask = "you left out the dropout mask."
  static let withoutMaskButScaled =
    "you scaled every unit by keep; the mask, which drops some, is left out."
  static let asInTesting = "that is as in testing; the update trains, with the batch's masks."
  static let asInTraining =
    "that is as in training, with the last update's masks; here nothing is dropped, as in testing."
  static let unscaled = "the scaling is missing: inverted dropout divides a kept unit by keep."
  static let scaledDown = "vanilla dropout does not scale in training; you multiplied by keep."
  /// Remarks about the mask, each with the one about the scaling that explains the same number where
  /// the mask drops nothing that counts, and is then the one to make.
  static let ofMask = [withoutMask: unscaled, asInTesting: scaledDown]
  static let otherMask = "keep and drop are exchanged: the mask's 1 keeps a unit, its 0 drops it."
  static let withSlopeAtOutput =
    "this loss and its activation cancel at the output: δ is a − y there, without the slope."

  /// Batches of more numbers than this are not gone through again for each mistake.
  private static let mostNumbers = 1 << 24

  /// The mistakes that give passes of their own.
  ///
  /// - Parameters:
  ///   - isTraining: with the batch's masks, or as in testing.
  ///   - masked: for testing, the same examples with masks that may have been used.
  static func all(
    with network: Network, at theta: [Double], batch: Minibatch, isTraining: Bool,
    masked: Minibatch? = nil
  ) -> [NetworkMistake] {
    let (work, overflow) = network.layout.count.multipliedReportingOverflow(
      by: max(batch.examples.count, 1))
    guard !overflow, work <= mostNumbers else { return [] }
    var mistakes: [NetworkMistake] = []
    let biases = network.layout.entries.filter(\.isBias).map(\.range)
    if biases.contains(where: { theta[$0].contains { $0 != 0 } }) {
      var plain = theta
      for range in biases { for i in range { plain[i] = 0 } }
      mistakes.append(NetworkMistake(withoutBias, network.trace(at: plain, batch: batch)))
    }
    if let masked {
      mistakes.append(NetworkMistake(asInTraining, network.trace(at: theta, batch: masked)))
    }
    for mistake in dropoutMistakes(network, isTraining: isTraining) {
      mistakes.append(
        NetworkMistake(
          mistake.says, mistake.network.trace(at: theta, batch: mistake.batch(batch))))
    }
    let trace = network.trace(at: theta, batch: batch)
    mistakes.append(
      NetworkMistake(withoutSlope, trace, backward: trace.backward(slopes: .none)))
    if network.architecture.loss != .mse {
      mistakes.append(
        NetworkMistake(withSlopeAtOutput, trace, backward: trace.backward(slopes: .everywhere)))
    }
    return mistakes
  }

  // MARK: Dropout

  private struct DropoutMistake {
    let says: String
    let network: Network
    var batch: (Minibatch) -> Minibatch = { $0 }
  }

  private static func dropoutMistakes(
    _ network: Network, isTraining: Bool
  ) -> [DropoutMistake] {
    guard let style = network.dropoutLayers.first else { return [] }
    func scaled(_ says: String, _ change: (inout DropoutLayer) -> Void) -> DropoutMistake {
      DropoutMistake(says: says, network: network.replacingDropoutLayers(change))
    }
    let exchanged = scaled("keep and drop are exchanged in the scaling.") { $0.keep = 1 - $0.keep }
    let twice = scaled("you scaled by keep twice.") { $0.keep = $0.keep * $0.keep }
    guard isTraining else {
      return style.isInverted
        ? [
          scaled("inverted dropout changes nothing in testing; you multiplied by keep.") {
            $0.isInverted = false
          },
          scaled("inverted dropout changes nothing in testing; you divided by keep.") {
            $0.isInverted = false
            $0.keep = 1 / $0.keep
          },
        ]
        : [
          exchanged, twice,
          scaled("the scaling is missing: testing multiplies by keep.") { $0.isInverted = true },
          scaled("testing multiplies by keep; you divided by it.") { $0.keep = 1 / $0.keep },
        ]
    }
    var mistakes = [
      DropoutMistake(says: withoutMask, network: network.withoutDropoutLayers()) {
        Minibatch(examples: $0.examples)
      },
      DropoutMistake(says: otherMask, network: network) {
        Minibatch(examples: $0.examples, masks: $0.masks.map { $0.map { 1 - $0 } })
      },
    ]
    func withAllKept(_ says: String, _ network: Network) -> DropoutMistake {
      DropoutMistake(says: says, network: network) {
        Minibatch(examples: $0.examples, masks: $0.masks.map { $0.map { _ in 1 } })
      }
    }
    if style.isInverted {
      mistakes += [
        withAllKept(withoutMaskButScaled, network),
        exchanged, twice,
        scaled(unscaled) { $0.isInverted = false },
        scaled("inverted dropout divides by keep; you multiplied by it.") { $0.keep = 1 / $0.keep },
      ]
    } else {
      let tested = network.replacingDropoutLayers {
        $0.isInverted = true
        $0.keep = 1 / $0.keep
      }
      mistakes += [
        withAllKept(asInTesting, tested),
        scaled("vanilla dropout does not scale in training; you divided by keep.") {
          $0.isInverted = true
        },
        scaled(scaledDown) {
          $0.isInverted = true
          $0.keep = 1 / $0.keep
        },
      ]
    }
    return mistakes
  }
}

extension ForwardTrace {
  /// Which slopes a backward pass multiplies by.
  enum Slopes {
    case none
    /// The output layer's too where its loss cancels it.
    case everywhere
  }

  /// δ of every layer, worked out with the wrong slopes; no ∂L/∂W.
  func backward(slopes: Slopes) -> BackwardTrace {
    let n = exampleCount
    var deltas: [[Double]] = []
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let above = deltas.first
      var delta = [Double](repeating: 0, count: layer.rows * n)
      for row in 0..<layer.rows {
        // What is left of work that was given up is dropped by those who asked for it.
        if Interruption.givesUp() { break }
        for example in 0..<n {
          guard
            let entry = LayerEntry(
              .delta, layer: index + 1, row: row, example: example, in: self)
          else { continue }
          let incoming = above.map { entry.back($0) * entry.maskFactor } ?? entry.outputError
          let slope = slopes == .none ? 1 : entry.ownSlope(withSoftmax: above == nil)
          delta[row * n + example] = incoming * slope
        }
      }
      deltas.insert(delta, at: 0)
    }
    return BackwardTrace(
      layers: deltas.enumerated().map {
        BackwardTrace.Layer(number: $0 + 1, delta: $1)
      })
  }
}
