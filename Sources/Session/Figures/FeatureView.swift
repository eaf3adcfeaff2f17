import Console
import Datasets
import Engine
import Formula
import Plot
import PlotGeometry
import Wording

/// One or two features of the data to draw a network over, the others staying where they are.
///
/// What is drawn is in the data's own units; where the features were standardized, the network sees
/// the standardized ones.
package struct FeatureView {
  package let network: Network
  package let theta: [Double]
  /// The features along x and, if there are two, along y.
  package let features: [Int]
  /// All features, in the network's scale; those of `features` are replaced.
  package let base: [Double]
  package let scaling: Standardization?

  /// - Parameter most: how many features can be drawn over, 1 or 2.
  package init(
    of workspace: Workspace, drawing what: String, most: Int, least: Int = 1,
    _ arguments: Arguments
  ) throws(ShellError) {
    let (network, timeline) = try workspace.requireNetwork(drawing: what)
    self.network = network
    theta = timeline.state.theta
    scaling = workspace.scaling(of: network)
    let names = network.training.featureNames
    let count = most == 1 ? "one feature" : least == 2 ? "two features" : "one or two features"
    if let text = arguments[Verbs.features] {
      var chosen: [Int] = []
      for word in listParts(of: text) {
        let number = Int(word).flatMap { names.indices.contains($0) ? $0 : nil }
        let place = names.firstIndex(of: word) ?? number
        guard let place else {
          let near = Spelling.candidates(for: word, in: names)
          throw arguments.error(
            "there is no feature '\(shortened(word))'"
              + (near.isEmpty
                ? "; they are named \(listed(Array(names.prefix(12)))), or numbered from 0"
                : suggestion(near)),
            about: Verbs.features)
        }
        guard !chosen.contains(place) else {
          throw arguments.error("'\(shortened(word))' is named twice", about: Verbs.features)
        }
        chosen.append(place)
      }
      guard (least...most).contains(chosen.count) else {
        throw arguments.error("'plot \(what)' is drawn over \(count)", about: Verbs.features)
      }
      features = chosen
    } else {
      guard names.count <= most || most == 1, names.count >= least else {
        let example = names.prefix(most).joined(separator: ",")
        throw ShellError(
          names.count < least
            ? "'plot \(what)' is drawn over two features, and the data have one; 'plot fit' draws it"
            : "the data have \(names.count) features, and a picture is drawn over \(count): "
              + "features=\(example); the others stay at their means, or where at= puts them")
      }
      features = Array(0..<min(names.count, most))
    }
    if let at = arguments[Verbs.fixedInput] {
      guard at.count == names.count else {
        throw arguments.error(
          "at= takes all \(counted(names.count, "feature")) of an input, not \(at.count)",
          about: Verbs.fixedInput)
      }
      base = scaling?.apply(to: at) ?? at
    } else {
      base =
        Standardization(
          fitting: network.training.featureValues, columns: names.count
        ).means
    }
  }

  /// The first features of the network that is trained, as many as can be drawn over: a network of more
  /// is not drawn.
  ///
  /// - Returns: nil where there are more than two.
  package init?(of workspace: Workspace) {
    guard let branch = workspace.branch, let network = workspace.presentNetwork,
      (1...2).contains(network.training.featureCount)
    else { return nil }
    self.network = network
    theta = branch.timeline.state.theta
    scaling = workspace.scaling(of: network)
    features = Array(0..<network.training.featureCount)
    base = [Double](repeating: 0, count: features.count)
  }

  /// The feature's name along an axis.
  package func name(_ axis: Int) -> String { network.training.featureNames[features[axis]] }

  /// The feature's values in a data set, in its own units.
  package func values(_ axis: Int, of dataset: Dataset) -> [Double] {
    let width = dataset.featureCount
    let all = dataset.featureValues
    return (0..<dataset.count).map { shown(all[$0 * width + features[axis]], axis) }
  }

  /// From the network's scale to the feature's own.
  private func shown(_ value: Double, _ axis: Int) -> Double {
    guard let scaling else { return value }
    return value * scaling.scales[features[axis]] + scaling.means[features[axis]]
  }

  private func used(_ value: Double, _ axis: Int) -> Double {
    guard let scaling else { return value }
    return (value - scaling.means[features[axis]]) / scaling.scales[features[axis]]
  }

  /// The ends along an axis: those given, else the training set's with a margin.
  package func ends(_ axis: Int, _ arguments: Arguments) throws(ShellError) -> (Double, Double) {
    try arguments.ends(axis == 0 ? Verbs.xWindow : Verbs.yWindow) ?? ends(axis)
  }

  /// The training set's ends along an axis, with a margin.
  package func ends(_ axis: Int) -> (Double, Double) {
    let values = values(axis, of: network.training)
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let margin = high > low ? 0.08 * (high - low) : max(low.magnitude, 1) / 2
    return (low - margin, high + margin)
  }

  /// Inputs at evenly spread places of the first axis.
  package func inputs(along x: [Double]) -> [Double] {
    x.flatMap { place -> [Double] in
      var input = base
      input[features[0]] = used(place, 0)
      return input
    }
  }

  /// Inputs at the nodes of a grid, row by row from the lower end of y.
  package func inputs(x: (Double, Double), y: (Double, Double), columns: Int, rows: Int) -> [Double]
  {
    var inputs: [Double] = []
    inputs.reserveCapacity(columns * rows * base.count)
    let grid = SampledGrid(x: x, y: y, columns: columns, rows: rows, values: [])
    for row in 0..<rows {
      for column in 0..<columns {
        var input = base
        input[features[0]] = used(grid.x(column), 0)
        input[features[1]] = used(grid.y(row), 1)
        inputs += input
      }
    }
    return inputs
  }

  /// The network's outputs for inputs in rows, one column of them.
  package func outputs(for inputs: [Double], column: Int = 0) throws(ShellError) -> [Double] {
    let width = network.architecture.outputs
    let all = try engineError { try network.outputs(at: theta, for: inputs) }
    return stride(from: column, to: all.count, by: width).map { all[$0] }
  }

  /// Every layer's quantities for inputs in rows, testing.
  package func trace(of inputs: [Double]) throws(ShellError) -> ForwardTrace {
    let training = network.training
    let count = inputs.count / network.architecture.inputs
    return try engineError {
      let rows = try Dataset(
        name: "inputs", task: training.task, featureNames: training.featureNames,
        targetNames: training.targetNames, features: inputs,
        targets: [Double](repeating: 0, count: count * training.targetCount))
      let probe = try Network(network.architecture, training: rows, dropout: network.dropout)
      return probe.trace(at: theta, batch: Minibatch(examples: Array(0..<count)))
    }
  }

  /// What a figure must say where not all features are on its axes.
  package func note(_ workspace: Workspace) -> String? {
    let names = network.training.featureNames
    let fixed = names.indices.filter { !features.contains($0) }
    guard let first = fixed.first else { return nil }
    guard fixed.count > 3 else {
      let places = fixed.map { i in
        let value = base[i] * (scaling?.scales[i] ?? 1) + (scaling?.means[i] ?? 0)
        return "\(names[i]) = \(workspace.number(value))"
      }
      return "with " + listed(places)
    }
    return "the other \(fixed.count) features (\(names[first]), ...) stay at their means, or where "
      + "at= puts them"
  }
}

extension Workspace {
  /// What the network's features were standardized by; nil where they were not.
  package func scaling(of network: Network) -> Standardization? {
    dataSplit(of: network)?.featureScaling
  }

  /// What the network's target was standardized by; nil where it was not.
  package func targetScaling(of network: Network) -> Standardization? {
    dataSplit(of: network)?.targetScaling
  }

  private func dataSplit(of network: Network) -> Split? {
    guard let split = data?.split, split.training == network.training else { return nil }
    return split
  }

  /// At most this many examples are drawn one by one.
  package static let mostExamples = 1_000

  /// Indices of at most `mostExamples` examples, evenly spread.
  package func drawnExamples(of dataset: Dataset, _ notes: inout [String]) -> [Int] {
    guard dataset.count > Self.mostExamples else { return Array(0..<dataset.count) }
    notes.append("\(Self.mostExamples) of \(dataset.count) examples are drawn")
    return (0..<Self.mostExamples).map { $0 * dataset.count / Self.mostExamples }
  }
}
