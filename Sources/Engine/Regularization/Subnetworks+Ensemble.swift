import CKernels
import Conversion
import Datasets
import Numerics

extension Subnetworks {
  /// The ensemble of all subnetworks (exact for M up to `exactLimit`, else sampled), for inputs in
  /// rows.
  ///
  /// - Parameters:
  ///   - inputs: examples × inputs, row-major, scaled as the training set is.
  ///   - samples: how many subnetworks are drawn where M is above `exactLimit`, from
  ///     `RandomState(seed)`: a unit is kept where the draw is below keep.
  ///   - progress: told now and then which share is done; returns false to stop.
  /// - Returns: nil where `progress` stopped it.
  /// - Throws: `EngineError` when the inputs are no whole rows.
  public func ensemble(
    of inputs: [Double], samples: Int = 10_000, seed: UInt32 = 0,
    progress: (Double) -> Bool = { _ in true }
  ) throws -> SubnetworkEnsemble? {
    let rows = try examples(inputs, nil)
    let scaled = try network.outputs(at: theta, for: inputs)
    if units > Self.exactLimit {
      return try sampledEnsemble(rows, scaled, max(samples, 2), seed, progress)
    }
    let block = blockSize(rows.count)
    let walk = try SubnetworkWalk(self, examples: block)
    let width = network.architecture.outputs
    let activation = network.architecture.layers.last?.activation ?? .linear
    let hasMean = activation == .softmax || activation == .sigmoid
    var tally = OutputTally(size: rows.count * width)
    var logits = OutputTally(size: hasMean ? rows.count * width : 0)
    let blocks = (rows.count + block - 1) / block
    let visits = count / Double(walk.copies) * Double(blocks)
    var visited = 0.0
    for start in stride(from: 0, to: rows.count, by: block) {
      let outputs = (0..<width).map { _ in ColumnTally(columns: block) }
      let means = hasMean ? (0..<width).map { _ in ColumnTally(columns: block) } : []
      let (copies, columns) = (walk.copies, walk.copies * block)
      let isDone = withoutActuallyEscaping(progress) { progress in
        func goesOn() -> Bool {
          visited += 1
          return Int(clamping: visited) & 255 != 0 || progress(visited / visits)
        }
        return walk.run(
          rows, from: start,
          sums: { probabilities, base, added in
            for k in 0..<width {
              dk_tally_tiled(
                copies, block, probabilities, base + k * block, added + k * columns,
                outputs[k].tallies)
            }
            return goesOn()
          }
        ) { probabilities, output in
          for k in 0..<width {
            dk_tally(copies, block, probabilities, output.a + k * columns, outputs[k].tallies)
            if hasMean {
              dk_tally(copies, block, probabilities, output.z + k * columns, means[k].tallies)
            }
          }
          return goesOn()
        }
      }
      guard isDone else { return nil }
      let used = min(block, rows.count - start)
      for k in 0..<width {
        tally.take(outputs[k], used: used, start: start, output: k, width: width)
        if hasMean { logits.take(means[k], used: used, start: start, output: k, width: width) }
      }
    }
    return SubnetworkEnsemble(
      units: units, isExact: true, samples: 0, ensemble: tally.sums, standardErrors: nil,
      weightScaled: scaled, geometricMean: hasMean ? geometricMean(logits.sums) : nil,
      least: tally.least, largest: tally.largest)
  }

  /// So many examples at a time that the scratch memory stays small.
  private func blockSize(_ examples: Int) -> Int {
    let widest = network.architecture.layers.map(\.rows).max() ?? 1
    let most = max(1, (4 << 20) / max(1, widest * (units + 1) * 8))
    return min(examples, most, 64)
  }

  /// The output's activation at the mean logits, examples × outputs.
  private func geometricMean(_ logits: [Double]) -> [Double] {
    let width = network.architecture.outputs
    guard network.architecture.layers.last?.activation == .softmax else {
      return logits.map(dk_sigmoid)
    }
    return stride(from: 0, to: logits.count, by: width).flatMap { start -> [Double] in
      let row = logits[start..<(start + width)]
      let largest = row.max() ?? 0
      let powers = row.map { dk_exp($0 - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  /// How output `output` for one input is distributed over all subnetworks.
  ///
  /// - Parameter range: of the bins: the output's least and largest from `ensemble`.
  /// - Returns: nil where `progress` stopped it.
  /// - Throws: `EngineError` when M is above `exactLimit` or the input has another size.
  public func histogram(
    of input: [Double], output: Int = 0, range: ClosedRange<Double>, bins: Int = 20,
    progress: (Double) -> Bool = { _ in true }
  ) throws -> SubnetworkHistogram? {
    let rows = try examples(input, nil)
    guard units <= Self.exactLimit else {
      throw EngineError("2^\(units) subnetworks are too many to count one by one")
    }
    guard rows.count == 1, (0..<network.architecture.outputs).contains(output), bins >= 1 else {
      throw EngineError("a histogram is of one output for one input, in one bin or more")
    }
    let walk = try SubnetworkWalk(self, examples: 1)
    var counts = [Int](repeating: 0, count: bins)
    var weights = [Double](repeating: 0, count: bins)
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    var visited = 0.0
    let isDone = withoutActuallyEscaping(progress) { progress in
      walk.run(rows, from: 0) { probabilities, layer in
        let values = layer.a + output * walk.copies
        for c in 0..<walk.copies {
          let place = width > 0 ? (values[c] - range.lowerBound) / width : 0
          let bin = Int(clamping: place, from: 0, to: bins - 1)
          counts[bin] += 1
          weights[bin] += probabilities[c]
        }
        visited += 1
        return Int(clamping: visited) & 255 != 0 || progress(visited * Double(walk.copies) / count)
      }
    }
    return isDone ? SubnetworkHistogram(range: range, counts: counts, probabilities: weights) : nil
  }

  private func sampledEnsemble(
    _ rows: Dataset, _ scaled: [Double], _ samples: Int, _ seed: UInt32,
    _ progress: (Double) -> Bool
  ) throws -> SubnetworkEnsemble? {
    let evaluator = try MaskedEvaluator(self, rows: rows)
    var draw = MersenneTwister(seed: seed)
    let size = scaled.count
    let width = network.architecture.outputs
    var tally = OutputTally(size: size)
    var squares = [Double](repeating: 0, count: size)
    for sample in 1...samples {
      let mask = layers.flatMap { layer in
        (0..<layer.units).map { _ in draw.nextUniform() < layer.keep ? UInt8(1) : 0 }
      }
      var start = 0
      evaluator.run([mask]) { values, columns, _ in
        for j in 0..<columns {
          for k in 0..<width {
            // Welford's running mean and sum of squared deviations.
            let i = (start + j) * width + k
            let value = values[k * columns + j]
            let off = value - tally.sums[i]
            tally.sums[i] += off / Double(sample)
            squares[i] += off * (value - tally.sums[i])
            tally.least[i] = min(tally.least[i], value)
            tally.largest[i] = max(tally.largest[i], value)
          }
        }
        start += columns
      }
      if sample & 63 == 0, !progress(Double(sample) / Double(samples)) { return nil }
    }
    let n = Double(samples)
    return SubnetworkEnsemble(
      units: units, isExact: false, samples: samples, ensemble: tally.sums,
      standardErrors: squares.map { ($0 / (n - 1) / n).squareRoot() }, weightScaled: scaled,
      geometricMean: nil, least: tally.least, largest: tally.largest)
  }
}

/// Weighted sums, least and largest of a row of columns.
private final class ColumnTally {
  private let numbers: ParameterVector
  let tallies: dk_tallies

  init(columns: Int) {
    numbers = ParameterVector(count: 4 * columns)
    let start = numbers.pointer
    (start + 2 * columns).update(repeating: .infinity, count: columns)
    (start + 3 * columns).update(repeating: -.infinity, count: columns)
    tallies = dk_tallies(
      sums: start, lost: start + columns, least: start + 2 * columns, most: start + 3 * columns)
  }
}

/// The same for every example and output, examples × outputs.
private struct OutputTally {
  var sums: [Double]
  var least: [Double]
  var largest: [Double]

  init(size: Int) {
    sums = [Double](repeating: 0, count: size)
    least = [Double](repeating: .infinity, count: size)
    largest = [Double](repeating: -.infinity, count: size)
  }

  mutating func take(_ column: ColumnTally, used: Int, start: Int, output: Int, width: Int) {
    for j in 0..<used {
      let i = (start + j) * width + output
      sums[i] = column.tallies.sums[j] + column.tallies.lost[j]
      least[i] = column.tallies.least[j]
      largest[i] = column.tallies.most[j]
    }
  }
}
