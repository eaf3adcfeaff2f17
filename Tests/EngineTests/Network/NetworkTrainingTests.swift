import Datasets
import Engine
import Foundation
import Testing

/// A run of `References/network/training.json`: NumPy's draws, `torch.optim`'s steps.
private struct TrainingRun: Decodable {
  struct Step: Decodable {
    let indices: [Int]
    let masks: [[UInt8]]
    let loss: Double
    let theta: [Double]
  }

  let network: String
  let loss: String
  let rule: String
  let settings: [String: Double]
  let l1: Double
  let l2: Double
  let keep: Double
  let inputKeep: Double
  let inverted: Bool
  let perBatch: Bool
  let inputs: Int
  let outputs: Int
  let seed: UInt32
  let batch: Int
  let x: [Double]
  let y: [Double]
  let steps: [Step]

  func experiment() throws -> Experiment {
    let names = (0..<outputs).map { "y\($0)" }
    let task: Dataset.Task =
      switch loss {
      case "mse": .regression
      case "bce": .binary(["0", "1"])
      default: .classes(names)
      }
    let data = try Dataset(
      name: "run", task: task, featureNames: (0..<inputs).map { "x\($0)" }, targetNames: names,
      features: x, targets: y)
    return Experiment(
      objective: try Network(
        NetworkArchitecture(parsing: network, loss: Loss(parsing: loss)), training: data,
        dropout: Dropout(
          keep: keep, inputKeep: inputKeep, style: inverted ? .inverted : .vanilla,
          isPerBatch: perBatch)),
      optimizer: try Optimizer(named: rule, convention: .pytorch, settings: settings),
      penalty: Penalty(l1: l1, l2: l2), batchSize: batch, seed: seed)
  }

  static func all() throws -> [TrainingRun] {
    struct File: Decodable { let runs: [TrainingRun] }
    let data = try Data(contentsOf: URL(fileURLWithPath: reference("network/training.json")))
    return try JSONDecoder().decode(File.self, from: data).runs
  }
}

@Suite struct NetworkTrainingTests {
  @Test func runsFollowNumPysDrawsAndPyTorchsSteps() throws {
    let runs = try TrainingRun.all()
    #expect(Set(runs.map(\.rule)).count == 7)
    for run in runs {
      let experiment = try run.experiment()
      let trainer = Trainer(experiment)
      var state = experiment.start()
      let name = Comment(rawValue: "\(run.network) \(run.rule)")
      for step in run.steps {
        let (record, _) = trainer.step(&state)
        #expect(record.minibatch.examples == step.indices, name)
        #expect(record.minibatch.masks == step.masks, name)
        #expect(relativeDifference([record.batchLoss], [step.loss]) < 1e-12, name)
        #expect(relativeDifference(state.theta, step.theta) < 1e-10, name)
      }
    }
  }

  /// θ, the streams and the order of the batch are all there is to a network's training: a copy of
  /// the state goes on to the same bits.
  @Test func aCopyOfTheStateGoesOnToTheSameBits() throws {
    for run in try TrainingRun.all() {
      let experiment = try run.experiment()
      let trainer = Trainer(experiment)
      var state = experiment.start()
      _ = trainer.run(&state, updates: 5)
      var copy = state
      _ = trainer.run(&state, updates: 9)
      for _ in 0..<9 { _ = Trainer(experiment).step(&copy) }
      #expect(copy == state)
    }
  }
}
