import CKernels
import Datasets

/// Goes through all subnetworks for a few examples.
///
/// A subnetwork's pre-activations after a dropped layer are those of the subnetwork with one unit
/// fewer plus that unit's contribution: one addition a subnetwork instead of a product, and no
/// rounding error that grows along the way. The last dropped layer's last units are decided
/// together, `copies` choices side by side, so that the layers above run along long rows.
final class SubnetworkWalk {
  typealias Numbers = UnsafeMutablePointer<Double>

  /// One dropped layer: units feeding `layers[above]`.
  private struct Level {
    /// 0 for the inputs, else the layer's number; also the index of the layer above it.
    let above: Int
    let units: Int
    let keep: Double
    let scale: Double
    /// Units decided one by one, before those decided together.
    let stepwise: Int
    /// The layer's activations times `scale`, units × examples.
    let a: Numbers
    /// What each unit adds to the z above, (rows × examples) for each unit.
    let contributions: Numbers
    /// z above after each unit decided one by one: (rows × examples) for each, from the biases on.
    let partial: Numbers
  }

  private let arena = Arena()
  private let theta: [Double]
  /// Examples at a time.
  private let n: Int
  private let levels: [Level]
  /// The layers for one mask, and for `copies` masks side by side.
  private let narrow: NetworkEvaluator
  private let wide: NetworkEvaluator
  /// Choices of the last units, made side by side.
  let copies: Int
  /// What those choices add to the z above, (rows × copies × examples), and their probabilities.
  private let table: Numbers
  private let choiceProbabilities: [Double]
  private let probabilities: Numbers

  /// Called with the probabilities of `copies` subnetworks in counting order and the layers that
  /// hold their outputs, outputs × copies × examples.
  typealias Visitor = (UnsafeMutablePointer<Double>, LayerMemory) -> Bool
  private var visit: Visitor = { _, _ in true }

  /// The same where the last dropped layer feeds a linear output: called with the outputs without the
  /// units that are decided together (outputs × examples), and with what their choices add (outputs ×
  /// copies × examples). No sum of the two is kept in memory.
  typealias SumVisitor = (UnsafeMutablePointer<Double>, _ base: Numbers, _ added: Numbers) -> Bool
  private var visitSums: SumVisitor?
  /// Whether the last dropped layer feeds a linear output.
  private let addsUp: Bool

  /// - Parameter examples: how many go through at a time.
  init(_ subnetworks: Subnetworks, examples: Int) throws {
    let network = try subnetworks.network.replacingDropout(with: nil)
    let dropped = subnetworks.layers
    let together = min(dropped.last?.units ?? 0, Self.unitsTogether(examples: examples))
    n = examples
    copies = 1 << together
    theta = subnetworks.theta
    narrow = NetworkEvaluator(network, capacity: n)
    wide = NetworkEvaluator(network, capacity: copies * n)
    let arena = arena
    let layers = network.architecture.layers
    addsUp = dropped.last?.name == "mask\(layers.count - 1)" && layers.last?.activation == .linear
    levels = dropped.enumerated().map { index, layer in
      let above = Int(layer.name.dropFirst("mask".count)) ?? 0
      let size = layers[above].rows * examples
      let stepwise = layer.units - (index == dropped.count - 1 ? together : 0)
      return Level(
        above: above, units: layer.units, keep: layer.keep,
        scale: layer.isInverted ? 1 / layer.keep : 1,
        stepwise: stepwise, a: arena.take(layer.units * examples),
        contributions: arena.take(layer.units * size), partial: arena.take((stepwise + 1) * size))
    }
    table = arena.take((levels.last.map { layers[$0.above].rows } ?? 0) * copies * n)
    probabilities = arena.take(copies)
    let keep = levels.last?.keep ?? 1
    choiceProbabilities = (0..<copies).map { choice in
      (0..<together).reduce(1.0) { $0 * ((choice >> $1) & 1 == 1 ? keep : 1 - keep) }
    }
  }

  /// So many that the rows above are some hundred numbers long.
  private static func unitsTogether(examples: Int) -> Int {
    var units = 0
    while (examples << (units + 1)) <= 512 { units += 1 }
    return units
  }

  /// Goes through all subnetworks for the first `count` gathered rows of `rows` from `start` on;
  /// rows beyond the last are repeated. `visit` returns false to stop; `sums`, where it is given,
  /// takes its place where the outputs are sums.
  ///
  /// - Returns: whether it went to the end.
  func run(
    _ rows: Dataset, from start: Int, sums: SumVisitor? = nil, _ visit: @escaping Visitor
  ) -> Bool {
    self.visit = visit
    visitSums = addsUp ? sums : nil
    defer { (self.visit, visitSums) = ({ _, _ in true }, nil) }
    let indices = (0..<n).map { min(start + $0, rows.count - 1) }
    indices.withUnsafeBufferPointer { narrow.gather(rows, $0, from: 0, count: n) }
    guard let first = levels.first else { return true }
    return narrow.withPointer(to: theta) { at in
      if first.above == 0 {
        dk_transpose(n, first.units, narrow.x, first.a)
      } else {
        narrow.preactivate(0, at, n)
        climb(narrow, at, n, from: 0, to: first.above - 1)
        first.a.update(from: narrow.layers[first.above - 1].a, count: first.units * n)
      }
      return enter(0, at, probability: 1)
    }
  }

  /// From layer `first`'s z to layer `last`'s a.
  private func climb(
    _ evaluator: NetworkEvaluator, _ theta: UnsafePointer<Double>, _ columns: Int, from first: Int,
    to last: Int
  ) {
    evaluator.activate(evaluator.layers[first], columns)
    for index in (first + 1)..<(max(last, first) + 1) {
      evaluator.preactivate(index, theta, columns)
      evaluator.activate(evaluator.layers[index], columns)
    }
  }

  /// A level's activations are in place: works out what each unit adds, then decides them.
  private func enter(
    _ k: Int, _ theta: UnsafePointer<Double>, probability: Double
  ) -> Bool {
    let level = levels[k]
    let layer = narrow.layers[level.above]
    let size = layer.rows * n
    if level.scale != 1 { dk_scale(level.units * n, level.scale, level.a) }
    for unit in 0..<level.units {
      let contribution = level.contributions + unit * size
      for row in 0..<layer.rows {
        let weight = theta[layer.weights + row * layer.fanIn + unit]
        let out = contribution + row * n
        let a = level.a + unit * n
        for j in 0..<n { out[j] = weight * a[j] }
      }
    }
    dk_fill_rows(layer.rows, n, theta + layer.biases, level.partial)
    if k == levels.count - 1 { fillTable(level, rows: layer.rows) }
    return decide(k, 0, level.partial, theta, probability: probability)
  }

  /// What each choice of the last units adds: choice c is choice c without its lowest 1, plus that
  /// unit.
  private func fillTable(_ level: Level, rows: Int) {
    for row in 0..<rows {
      let base = table + row * copies * n
      base.update(repeating: 0, count: n)
      for choice in 1..<max(copies, 1) {
        let unit = level.units - 1 - choice.trailingZeroBitCount
        let from = base + (choice & (choice - 1)) * n
        let added = level.contributions + (unit * rows + row) * n
        let to = base + choice * n
        for j in 0..<n { to[j] = from[j] + added[j] }
      }
    }
  }

  /// Drops unit `unit` of level k, then keeps it; z above without the units still undecided is `z`.
  private func decide(
    _ k: Int, _ unit: Int, _ z: Numbers, _ theta: UnsafePointer<Double>, probability: Double
  ) -> Bool {
    let level = levels[k]
    let rows = narrow.layers[level.above].rows
    guard unit < level.stepwise else {
      return k == levels.count - 1
        ? finish(level, rows, z, theta, probability) : ascend(k, rows, z, theta, probability)
    }
    guard decide(k, unit + 1, z, theta, probability: probability * (1 - level.keep)) else {
      return false
    }
    let size = rows * n
    let kept = level.partial + (unit + 1) * size
    dk_add_tiled(1, size, z, level.contributions + unit * size, kept)
    return decide(k, unit + 1, kept, theta, probability: probability * level.keep)
  }

  /// All units of level k are decided: on to the next dropped layer.
  private func ascend(
    _ k: Int, _ rows: Int, _ z: Numbers, _ theta: UnsafePointer<Double>, _ probability: Double
  ) -> Bool {
    let above = levels[k].above
    let next = levels[k + 1]
    narrow.layers[above].z.update(from: z, count: rows * n)
    climb(narrow, theta, n, from: above, to: next.above - 1)
    next.a.update(from: narrow.layers[next.above - 1].a, count: next.units * n)
    return enter(k + 1, theta, probability: probability)
  }

  /// All units but those decided together are: the outputs of `copies` subnetworks.
  private func finish(
    _ level: Level, _ rows: Int, _ z: Numbers, _ theta: UnsafePointer<Double>,
    _ probability: Double
  ) -> Bool {
    for (choice, share) in choiceProbabilities.enumerated() {
      probabilities[choice] = probability * share
    }
    if let visitSums { return visitSums(probabilities, z, table) }
    let columns = copies * n
    let memory = wide.layers[level.above]
    for row in 0..<rows {
      dk_add_tiled(copies, n, z + row * n, table + row * columns, memory.z + row * columns)
    }
    climb(wide, theta, columns, from: level.above, to: wide.layers.count - 1)
    guard let output = wide.layers.last else { return true }
    return visit(probabilities, output)
  }
}
