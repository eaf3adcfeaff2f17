import Datasets
import Engine
import Numerics
import Testing

@Suite struct NetworkArchitectureTests {
  @Test(arguments: [
    ("2-8-1", "2-8:relu-1:linear", Loss.mse),
    ("2-16:relu-16:maxout3-10:softmax", "2-16:relu-16:maxout3-10:softmax", .crossEntropy),
    ("2-16:relu-16:maxout2-1:sigmoid", "2-16:relu-16:maxout2-1:sigmoid", .bce),
    ("1-4:leaky_relu0.1-1", "1-4:leaky_relu-1:linear", .mse),
    ("1-4:leaky_relu(0.2)-3:elu0.5-1:tanh", "1-4:leaky_relu0.2-3:elu0.5-1:tanh", .mse),
    ("5-1", "5-1:linear", .mse),
    ("8-6*8:tanh-1", "8-6*8:tanh-1:linear", .mse),
    ("8-3*8:tanh-1", "8-8:tanh-8:tanh-8:tanh-1:linear", .mse),
    ("2-2*3-3:relu-3-2*4:elu-1", "2-4*3:relu-4:elu-4:elu-1:linear", .mse),
  ])
  func parses(text: String, shown: String, loss: Loss) throws {
    let architecture = try NetworkArchitecture(parsing: text)
    #expect(architecture.description == shown)
    #expect(architecture.loss == loss)
    #expect(try NetworkArchitecture(parsing: shown) == architecture)
  }

  @Test func lossAndTaskChooseTheOutput() throws {
    func shown(_ text: String, _ loss: Loss?, _ task: Dataset.Task?) throws -> String {
      let network = try NetworkArchitecture(parsing: text, loss: loss, task: task)
      return "\(network) \(network.loss.name)"
    }
    #expect(try shown("2-3-1", .bce, nil) == "2-3:relu-1:sigmoid bce")
    #expect(try shown("2-3-4", .crossEntropy, nil) == "2-3:relu-4:softmax cross_entropy")
    #expect(try shown("2-3-1", nil, .binary(["a", "b"])) == "2-3:relu-1:sigmoid bce")
    #expect(try shown("2-3-4", nil, .classes(["a"])) == "2-3:relu-4:softmax cross_entropy")
    #expect(try shown("2-3-1", nil, .regression) == "2-3:relu-1:linear mse")
    #expect(try shown("2-3-1:sigmoid", nil, .regression) == "2-3:relu-1:sigmoid mse")
    #expect(try shown("2-3-1:sigmoid", .mse, nil) == "2-3:relu-1:sigmoid mse")
  }

  @Test(arguments: [
    ("", "has no layer after the inputs"), ("2", "has no layer after the inputs"),
    ("2-", "does not start with a number of units"), ("x-3-1", "a number of inputs"),
    ("2:relu-3-1", "the inputs, which have no activation; write 2-"),
    ("2-3:rleu-1", "unknown activation 'rleu'; did you mean 'relu'?"),
    ("2-3:wavy-1", "there are sigmoid, tanh, relu"), ("2-0-1", "has 1 to 1000000 units"),
    ("2-3:-1", "the activation is missing"), ("2--3-1", "does not start with a number"),
    ("2-3:maxout-1", "maxout takes its number of linear pieces, 2 to 64, as maxout2"),
    ("2-0*3-1", "a network has 1 to 1000 layers"), ("2*3-1", "a number of inputs"),
    ("2-9223372036854775807*3-1", "a network has 1 to 1000 layers"),
    ("2-900*3-900*3", "1800 layers are too many"),
    ("2-900*3-900*3-1", "a network has 1 to 1000 layers"), ("2-2*-1", "a number of units"),
    ("2-3:maxout1-1", "maxout takes its number"), ("2-3:relu2-1", "relu takes no number"),
    ("2-3:leaky_relu7-1", "slope is a number from 0.0 to 0.999"),
    ("2-3:softmax-2:softmax", "softmax is for the output layer only"),
    ("2-3-1:softmax", "use 1:sigmoid for two classes"),
    ("99999-99999-1", "more than 20000000 parameters"),
    ("9999999999999999999999-1", "does not start with a number"),
  ])
  func badTextSaysWhatWouldBeRight(text: String, says: String) {
    let error = #expect(throws: EngineError.self) { try NetworkArchitecture(parsing: text) }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
  }

  @Test func lossesNeedTheirOutputs() {
    for (text, loss, says) in [
      ("2-1:tanh", Loss.bce, "bce needs a sigmoid output, as 1:sigmoid; this one is tanh"),
      ("2-3:linear", .crossEntropy, "cross_entropy needs a softmax output, as 3:softmax"),
    ] {
      let error = #expect(throws: EngineError.self) {
        try NetworkArchitecture(parsing: text, loss: loss)
      }
      #expect(error?.description.contains(says) == true)
    }
    let error = #expect(throws: EngineError.self) { try Loss(parsing: "cross-entrpy") }
    #expect(error?.description.contains("did you mean 'cross_entropy'?") == true)
  }

  @Test func networksThatDoNotFitTheirData() throws {
    let moons = try DataGenerator.moons.dataset()
    let sine = try DataGenerator.sine.dataset()
    let blobs = try DataGenerator.blobs.dataset()
    for (text, data, says) in [
      ("3-1:sigmoid", moons, "moons has 2 features and the network 3 inputs"),
      ("2-2:softmax", moons, "end the network with 1:sigmoid, loss bce"),
      ("1-2:linear", sine, "sine has 1 target and the network 2 outputs"),
      ("1-1:sigmoid", sine, "sine is a regression, for which the loss is mse, not bce"),
      ("2-4:softmax", blobs, "end the network with 3:softmax"),
    ] {
      let error = #expect(throws: EngineError.self) {
        try Network(NetworkArchitecture(parsing: text), training: data)
      }
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
  }

  @Test func layoutNamesWeightsByLayer() throws {
    let network = try Network(
      NetworkArchitecture(parsing: "2-3:maxout2-1:sigmoid"),
      training: DataGenerator.moons.dataset())
    let entries = network.layout.entries
    #expect(entries.map(\.name) == ["W1", "b1", "W2", "b2"])
    #expect(entries.map(\.shape) == [[6, 2], [6], [1, 3], [1]])
    #expect(entries.map(\.isBias) == [false, true, false, true])
    #expect(network.layout.count == 22)
    #expect(network.layout.label(of: 5) == "W1[2,1]")
  }

  @Test func dropoutLayersAndTheirErrors() throws {
    let moons = try DataGenerator.moons.dataset()
    let architecture = try NetworkArchitecture(parsing: "2-8-4-1:sigmoid")
    func layers(_ dropout: Dropout) throws -> [DropoutLayer] {
      try Network(architecture, training: moons, dropout: dropout).dropoutLayers
    }
    let all = try layers(Dropout(keep: 0.5, inputKeep: 0.8, style: .inverted, isPerBatch: true))
    #expect(all.map(\.name) == ["mask0", "mask1", "mask2"])
    #expect(all.map(\.units) == [2, 8, 4])
    #expect(all.map(\.keep) == [0.8, 0.5, 0.5])
    #expect(all.allSatisfy { $0.isInverted && $0.isPerBatch })
    #expect(try layers(Dropout(keep: 0.5, layers: [2])).map(\.name) == ["mask2"])
    #expect(try layers(Dropout(keep: 1)).isEmpty)
    #expect(throws: EngineError.self) { try layers(Dropout(keep: 0.5, layers: [3])) }
    for keep in [0, -0.5, 1.5, .nan] {
      #expect(throws: EngineError.self) { try Dropout(keep: keep) }
    }
  }
}
