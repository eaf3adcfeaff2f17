import Arithmetic
import Datasets
import Engine
import Explanations
import Numerics
import Testing
import Timelines

/// Hand calculations on networks.
///
/// Answers on networks: random networks, batches and masks, worked through by hand with each slip.
/// The slip is named by its own name, or the number is right; other numbers are named as nothing.
@Suite struct NetworkAnswerTests {
  /// A random update of a random network, with the same by hand.
  struct Setting {
    let timeline: Timeline
    let trace: ForwardTrace
    let hand: HandNetwork

    init(seed: UInt32) throws {
      var draw = MersenneTwister(seed: seed)
      func pick<T>(_ choices: [T]) -> T {
        choices[Int(clamping: draw.nextUniform() * Double(choices.count)) % choices.count]
      }
      let outputs = pick([1, 1, 2, 3])
      let loss = outputs > 1 ? pick([Loss.mse, .bce, .crossEntropy]) : pick([.mse, .bce])
      let output: String =
        switch loss {
        case .mse: pick(["linear", "tanh", "sigmoid", "maxout2", "elu0.6"])
        case .bce: "sigmoid"
        case .crossEntropy: "softmax"
        }
      let hidden = (0..<pick([1, 2])).map { _ in
        "\(pick([2, 3, 4])):"
          + pick(["sigmoid", "tanh", "relu", "leaky_relu0.2", "elu", "elu0.7", "maxout2", "linear"])
      }
      let text = (["3"] + hidden + ["\(outputs):\(output)"]).joined(separator: "-")
      let count = pick([3, 4, 6])
      let x = (0..<count).map { _ in draw.normals(3) }
      let y = (0..<count).map { i in
        loss == .mse
          ? draw.normals(outputs)
          : loss == .bce
            ? draw.uniforms(outputs).map { $0 < 0.5 ? 0.0 : 1 }
            : (0..<outputs).map { $0 == i % outputs ? 1.0 : 0 }
      }
      let task: Dataset.Task =
        loss == .mse
        ? .regression
        : outputs == 1 ? .binary(["0", "1"]) : .classes((0..<outputs).map { "\($0)" })
      let data = try Dataset(
        name: "d", task: task, featureNames: ["u", "v", "w"],
        targetNames: (0..<outputs).map { "y\($0)" }, features: x.flatMap(\.self),
        targets: y.flatMap(\.self))
      let architecture = try NetworkArchitecture(parsing: text, loss: loss)
      let size = architecture.layers.reduce((inputs: 3, size: 0)) {
        ($1.units, $0.size + $1.rows * ($0.inputs + 1))
      }.size
      let keep = 0.5 + 0.1 * Double(pick([1, 2, 3]))
      let style = pick([nil, Dropout.Style.vanilla, .inverted, .inverted])
      let dropout = try style.map {
        try Dropout(keep: keep, inputKeep: pick([1, 0.8]), style: $0)
      }
      let network = try Network(
        architecture, data: Split(wholeOf: data), start: draw.normals(size), dropout: dropout)
      var timeline = Timeline(
        Experiment(
          objective: network, optimizer: try Optimizer(named: "gd", settings: ["lr": 0.1]),
          seed: seed))
      timeline.advance(by: 2)
      let record = try #require(timeline.record)
      self.timeline = timeline
      trace = network.trace(at: record.thetaBefore, batch: record.minibatch)
      hand = Self.byHand(network, record, isInverted: style == .inverted)
    }

    private static func byHand(
      _ network: Network, _ record: StepRecord, isInverted: Bool
    ) -> HandNetwork {
      let theta = record.thetaBefore
      let indices = record.minibatch.examples
      var layers: [HandNetwork.Layer] = []
      for (k, layer) in network.architecture.layers.enumerated() {
        let (w, b) = (network.layout.entries[2 * k], network.layout.entries[2 * k + 1])
        let width = w.shape[1]
        layers.append(
          .init(
            activation: layer.activation, units: layer.units,
            weights: (0..<layer.rows).map { row in
              (0..<width).map { theta[w.range.lowerBound + row * width + $0] }
            }, biases: b.range.map { theta[$0] }))
      }
      var masks: [Int: (kept: [[Bool]], keep: Double)] = [:]
      for (k, layer) in network.dropoutLayers.enumerated() {
        guard let number = Int(layer.name.dropFirst(4)) else { continue }
        let entries = record.minibatch.masks[k]
        masks[number] = (
          (0..<layer.units).map { unit in
            indices.indices.map { entries[unit * indices.count + $0] == 1 }
          }, layer.keep
        )
      }
      let outputs = network.architecture.outputs
      return HandNetwork(
        layers: layers, loss: network.architecture.loss,
        inputs: indices.map { network.training.features(of: $0) },
        targets: indices.map { i in
          (0..<outputs).map { network.training.targets[i * outputs + $0] }
        }, masks: masks, isInverted: isInverted)
    }

    /// Every quantity that can be asked for: its check, and its number by hand.
    var quantities:
      [(name: String, check: (Double) -> AnswerCheck?, byHand: (HandNetwork) -> Double)]
    {
      var all: [(name: String, check: (Double) -> AnswerCheck?, byHand: (HandNetwork) -> Double)] =
        []
      func entry(
        _ kind: LayerQuantity, _ layer: Int, _ row: Int, _ example: Int,
        _ byHand: @escaping (HandNetwork) -> Double
      ) {
        guard
          let entry = LayerEntry(kind, layer: layer + 1, row: row, example: example, in: trace)
        else { return }
        all.append((entry.name, { entry.check(answer: $0, naming: 1e-4) }, byHand))
      }
      var offset = 0
      for (k, layer) in hand.layers.enumerated() {
        for example in [0, hand.n - 1] {
          for row in layer.weights.indices {
            entry(.preActivation, k, row, example) { $0.z[k][row][example] }
            entry(.delta, k, row, example) { $0.delta[k][row][example] }
          }
          for unit in 0..<layer.units {
            entry(.activation, k, unit, example) { $0.a[k][unit][example] }
          }
        }
        let width = layer.weights[0].count
        for row in layer.weights.indices {
          let (weight, bias) = (offset + row * width, offset + layer.weights.count * width + row)
          all.append(
            ("g[\(weight)]", check("g", weight), { $0.gradient(k, row, 0) }))
          all.append(("g[\(bias)]", check("g", bias), { $0.gradient(k, row) }))
        }
        offset += layer.weights.count * (width + 1)
      }
      all.append(
        (
          "batch_loss",
          { [timeline] in
            timeline.check(answer: $0, forObjective: "batch_loss", component: 0, naming: 1e-4)
          }, { $0.batchLoss }
        ))
      return all
    }

    private func check(_ quantity: String, _ i: Int) -> (Double) -> AnswerCheck? {
      { [timeline] in timeline.check(answer: $0, for: quantity, component: i, naming: 1e-4) }
    }
  }

  @Test func slipsAreNamedByTheirOwnName() throws {
    var named: [HandNetwork.Slip: Int] = [:]
    var droppedNothing = 0
    for seed in 0..<60 as Range<UInt32> {
      let setting = try Setting(seed: seed)
      let unscaledHand = setting.hand.with(.unscaled)
      for quantity in setting.quantities {
        let right = quantity.byHand(setting.hand)
        let check = try #require(quantity.check(right))
        let isExact = check.expected.agrees(with: right, relative: 1e-9, absolute: 1e-12)
        #expect(isExact, "seed \(seed) \(quantity.name): \(check.expected) by hand \(right)")
      }
      for slip in HandNetwork.Slip.allCases where slip != .none {
        let wrong = setting.hand.with(slip)
        for quantity in setting.quantities {
          // A loss is no sum of slopes; its own mean has slips of its own.
          if quantity.name == "batch_loss", [.sum, .meanTwice].contains(slip) { continue }
          let value = quantity.byHand(wrong)
          guard let check = quantity.check(value), !check.isRight, value != 0 else { continue }
          let says = check.mistakes.map(\.says)
          // Where a mask drops nothing, to leave it out is to leave out the scaling.
          let unscaled = quantity.byHand(unscaledHand)
          let isUnscaled =
            slip == .withoutMask && setting.hand.isInverted
            && value.agrees(with: unscaled, relative: 1e-12)
          let word = isUnscaled ? HandNetwork.Slip.unscaled.word : slip.word
          #expect(
            says.contains { $0.contains(word) },
            "seed \(seed) \(quantity.name), \(slip): \(says)")
          if isUnscaled {
            #expect(
              !says.contains { $0.contains(HandNetwork.Slip.withoutMask.word) },
              "seed \(seed) \(quantity.name): \(says)")
            droppedNothing += 1
          }
          named[slip, default: 0] += 1
        }
      }
    }
    for slip in HandNetwork.Slip.allCases where slip != .none {
      #expect(named[slip, default: 0] > 20, "\(slip) was hardly tried: \(named)")
    }
    #expect(droppedNothing > 20)
  }

  @Test func otherNumbersAreNamedAsNothing() throws {
    var draw = MersenneTwister(seed: 77)
    var (tried, named) = (0, 0)
    for seed in 0..<40 as Range<UInt32> {
      let setting = try Setting(seed: seed)
      for quantity in setting.quantities {
        let right = quantity.byHand(setting.hand)
        guard right != 0 else { continue }
        // Between a fifth and five times, of either sign.
        let size = (3.2 * draw.nextUniform() - 1.6).exponential()
        let answer = right * (draw.nextUniform() < 0.3 ? -size : size)
        guard let check = quantity.check(answer), !check.isRight else { continue }
        tried += 1
        if !check.mistakes.isEmpty { named += 1 }
      }
    }
    #expect(tried > 1_000)
    #expect(Double(named) <= 0.005 * Double(tried), "\(named) of \(tried)")
  }
}
