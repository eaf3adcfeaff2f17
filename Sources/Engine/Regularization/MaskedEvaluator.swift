import Datasets

/// Runs chosen masks over a few examples, with the network's own forward pass.
final class MaskedEvaluator {
  private let evaluator: NetworkEvaluator
  private let theta: [Double]
  private let rows: Dataset
  private let layers: [DropoutLayer]

  init(_ subnetworks: Subnetworks, rows: Dataset) throws {
    let dropout = try subnetworks.network.dropout.map {
      // A column of its own for each mask and example.
      try Dropout(
        keep: $0.keep, inputKeep: $0.inputKeep, style: $0.style, isPerBatch: false,
        layers: $0.layers)
    }
    let network = try subnetworks.network.replacingDropout(with: dropout)
    evaluator = NetworkEvaluator(network, capacity: 512)
    theta = subnetworks.theta
    layers = network.dropoutLayers
    self.rows = rows
  }

  /// What a sum of losses over the rows is divided by for the mean.
  var lossDivisor: Double { evaluator.lossDivisor(rows.count) }

  /// Every mask on every row, mask by mask: hands over outputs × columns, the columns, and their
  /// summed loss, for up to 512 columns at a time.
  func run(
    _ masks: [[UInt8]], _ body: (UnsafeMutablePointer<Double>, _ columns: Int, Double) -> Void
  ) {
    let total = masks.count * rows.count
    guard let output = evaluator.layers.last else { return }
    for start in stride(from: 0, to: total, by: evaluator.capacity) {
      let n = min(evaluator.capacity, total - start)
      let columns = start..<(start + n)
      var unit = 0
      let entries = layers.map { layer in
        defer { unit += layer.units }
        return (unit..<(unit + layer.units)).flatMap { u in
          columns.map { masks[$0 / rows.count][u] }
        }
      }
      columns.map { $0 % rows.count }.withUnsafeBufferPointer {
        evaluator.gather(rows, $0, from: 0, count: n)
      }
      evaluator.withPointer(to: theta) {
        evaluator.forward($0, n, masks: entries, from: 0, total: n)
      }
      body(output.a, n, evaluator.outputLoss(n, scale: nil))
    }
  }
}
