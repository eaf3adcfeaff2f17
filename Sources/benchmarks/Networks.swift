import CAllocationCount
import CKernels
import DataFiles
import Datasets
import Engine
import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Workload {
  static let networks: [Workload] = [
    smallNetwork("smallnet-tanh", "2-16:tanh-16:tanh-1:linear", loss: "mse", features: 2),
    smallNetwork("smallnet-relu", "8-32:relu-32:relu-1:sigmoid", loss: "bce", features: 8),
    fashion, subnetworks,
  ]

  /// A training step with Adam, batch 32, in microseconds; and what it allocates.
  private static func smallNetwork(
    _ name: String, _ layers: String, loss: String, features: Int
  ) -> Workload {
    Workload(name: name) {
      var generator = MersenneTwister(seed: 0)
      let count = 1_024
      let isBinary = loss == "bce"
      let x = generator.normals(count * features)
      let y = generator.normals(count).map { isBinary ? ($0 > 0 ? 1.0 : 0.0) : $0 }
      let data = try Dataset(
        name: "noise", task: isBinary ? .binary(["0", "1"]) : .regression,
        featureNames: (0..<features).map { "x\($0)" }, targetNames: ["y"],
        features: x, targets: y)
      let network = try Network(
        NetworkArchitecture(parsing: layers, loss: Loss(parsing: loss)), training: data)
      let experiment = Experiment(
        objective: network, optimizer: try Optimizer(named: "adam"), batchSize: 32)
      let trainer = Trainer(experiment)
      var state = experiment.start()
      let updates = 2_048
      let seconds = medianSeconds { _ = trainer.run(&state, updates: updates) }
      Figure(bench: name, value: seconds * 1e6 / Double(updates), unit: "us/step").print()
      let before = dac_allocations()
      // 31 updates stay within one epoch: drawing a new order allocates it.
      _ = trainer.run(&state, updates: 31)
      Figure(
        bench: name + "-allocations", value: Double(dac_allocations() - before) / 31,
        unit: "blocks/step"
      ).print()
    }
  }

  /// An epoch of 784-128-64-10 on Fashion-MNIST, in seconds: the processor's on one thread, the
  /// clock's on one and on two, and the accuracy on the test set after three.
  private static let fashion = Workload(name: "fashion") {
    let folder = "/usr/share/datasets/fashion-mnist/"
    func dataset(_ name: String) throws -> Dataset {
      try Dataset(
        idxImages: folder + name + "-images-idx3-ubyte.gz",
        labels: folder + name + "-labels-idx1-ubyte.gz")
    }
    guard access(folder, R_OK) == 0 else {
      complain("fashion: install Debian's dataset-fashion-mnist to run this one\n")
      return
    }
    let training = try dataset("train")
    let test = try dataset("t10k")
    let network = try Network(
      NetworkArchitecture(parsing: "784-128:relu-64:relu-10:softmax"), training: training)
    let experiment = Experiment(
      objective: network, optimizer: try Optimizer(named: "adam"), batchSize: 64)
    let updates = (training.count + 63) / 64
    let trainer = Trainer(experiment)
    var state = experiment.start()
    let seconds = medianSeconds(runs: 3) { _ = trainer.run(&state, updates: updates) }
    Figure(bench: "fashion", value: seconds, unit: "s/epoch").print()
    // By turns, so that whatever else the machine does meets both; the least, since it does much.
    var least = [Double.infinity, .infinity]
    for turn in 0..<12 {
      dk_set_threads(Int32(turn % 2 + 1))
      let seconds = secondsOnClock { _ = trainer.run(&state, updates: updates / 4) } * 4
      least[turn % 2] = min(least[turn % 2], seconds)
    }
    dk_set_threads(1)
    for (k, seconds) in least.enumerated() {
      Figure(bench: "fashion-clock", threads: k + 1, value: seconds, unit: "s/epoch").print()
    }
    state = experiment.start()
    _ = trainer.run(&state, updates: 3 * updates)
    let accuracy = network.metrics(at: state.theta, on: test).accuracy ?? 0
    Figure(bench: "fashion-accuracy", value: accuracy, unit: "share").print()
  }

  /// All 2^20 subnetworks of 2-20-1 relu on 64 points, in seconds.
  private static let subnetworks = Workload(name: "subnets") {
    var generator = MersenneTwister(seed: 0)
    let points = generator.normals(128)
    let data = try DataGenerator.sine.dataset(.init(count: 64))
    let wide = try Dataset(
      name: "points", task: .regression, featureNames: ["x0", "x1"], targetNames: ["y"],
      features: points, targets: data.targets)
    let network = try Network(
      NetworkArchitecture(parsing: "2-20:relu-1:linear"), training: wide,
      dropout: Dropout(keep: 0.5))
    let all = try Subnetworks(of: network, theta: network.initialParameters(seed: 0))
    let seconds = medianSeconds(runs: 5) { _ = try? all.ensemble(of: points) }
    Figure(bench: "subnets", value: seconds, unit: "s").print()
    var usage = rusage()
    // RUSAGE_SELF, which Glibc imports as an enumeration and Darwin as a number.
    getrusage(0, &usage)
    Figure(bench: "subnets-memory", value: Double(usage.ru_maxrss) / 1024, unit: "MB").print()
  }
}
