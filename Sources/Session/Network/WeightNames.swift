import Arrays
import Console
import Engine
import LongWork
import Wording

/// Under which names libraries keep a network's weights, and how they lie.
///
/// The program's own are W1, b1, W2, ..., W as [out, in]. PyTorch's state dict has `0.weight` or
/// `fc1.weight` as [out, in] and `0.bias`; Keras has `dense/kernel` as [in, out] and `dense/bias`;
/// a list saved by `numpy.savez(FILE, *arrays)` has `arr_0`, `arr_1`, ... in turns.
package struct WeightNames {
  /// How names are written by `export weights`.
  package enum Style: String, CaseIterable, Sendable {
    case own, pytorch, keras

    /// The name of an entry of θ, and whether its matrix is written as [in, out].
    package func name(of entry: ParameterLayout.Entry, layer: Int) -> (String, isTransposed: Bool) {
      let part = entry.isBias ? "bias" : self == .keras ? "kernel" : "weight"
      switch self {
      case .own: return (entry.name, false)
      // As in nn.Sequential, an activation between two layers.
      case .pytorch: return ("\(2 * (layer - 1)).\(part)", false)
      case .keras: return ((layer == 1 ? "dense" : "dense_\(layer - 1)") + "/" + part, true)
      }
    }
  }

  /// A layer of the file: its name, its matrix, its bias.
  private struct Module {
    let name: String
    var weight: NamedArray?
    var bias: NamedArray?
    /// Whether its matrix is a kernel, which lies as [in, out].
    var isKernel = false
  }

  private let layout: ParameterLayout
  private let isTransposed: Bool

  /// - Parameter isTransposed: every matrix is [in, out], whatever it is called.
  package init(for layout: ParameterLayout, isTransposed: Bool = false) {
    (self.layout, self.isTransposed) = (layout, isTransposed)
  }

  /// The file's arrays by the names of θ's entries, as these lie; and which array each was.
  ///
  /// - Throws: `ShellError` where they are not the weights of such a network.
  package func entries(
    in arrays: [NamedArray]
  ) throws(ShellError) -> [(entry: ParameterLayout.Entry, array: NamedArray, source: String)] {
    let own = layout.entries.compactMap { entry in arrays.first { $0.name == entry.name } }
    if !own.isEmpty {
      var found: [(ParameterLayout.Entry, NamedArray, String)] = []
      for entry in layout.entries {
        guard let array = own.first(where: { $0.name == entry.name }) else {
          throw ShellError(
            "there is no \(entry.name) beside \(listed(own.prefix(6).map(\.name))); save "
              + (entry.isBias ? "zeros where it has no biases" : "all weights"))
        }
        found.append((entry, try fitted(array, to: entry, isKernel: false), array.name))
      }
      return found
    }
    let modules = try ordered(Self.modules(of: arrays))
    var found: [(ParameterLayout.Entry, NamedArray, String)] = []
    for (k, entry) in layout.entries.enumerated() {
      let module = modules[k / 2]
      guard let array = entry.isBias ? module.bias : module.weight else {
        throw ShellError(
          "'\(shortened(module.name))' has no \(entry.isBias ? "bias" : "weight"); save "
            + (entry.isBias ? "zeros where it has none" : "all weights"))
      }
      found.append(
        (entry, try fitted(array, to: entry, isKernel: module.isKernel), array.name))
    }
    return found
  }

  /// θ from a file's arrays, and which array each of its entries was.
  ///
  /// - Throws: `ShellError` where they are not such a network's, or a number is not finite.
  package func theta(
    from arrays: [NamedArray]
  ) throws(ShellError) -> (theta: [Double], sources: [(name: String, source: String)]) {
    var theta: [Double] = []
    var sources: [(String, String)] = []
    for (entry, array, source) in try entries(in: arrays) {
      if let bad = array.values.indices.inParts().first(where: {
        !array.values[$0].isFinite
      }) {
        let label = layout.label(of: entry.range.lowerBound + bad)
        throw ShellError("\(label) is \(array.values[bad]); weights to begin from are finite")
      }
      theta.append(inParts: array.values[...])
      sources.append((entry.name, source))
    }
    return (theta, sources)
  }

  /// An array as an entry of θ lies.
  private func fitted(
    _ array: NamedArray, to entry: ParameterLayout.Entry, isKernel: Bool
  ) throws(ShellError) -> NamedArray {
    let isTurned = (isTransposed || isKernel) && !entry.isBias
    let result = isTurned ? array.transposed : array
    if result.shape == entry.shape { return result }
    // A bias is often a row or a column.
    if entry.isBias, array.shape.filter({ $0 != 1 }) == entry.shape.filter({ $0 != 1 }) {
      return array
    }
    let wanted = isTurned ? Array(entry.shape.reversed()) : entry.shape
    let hint =
      !entry.isBias && array.shape == wanted.reversed()
      ? isTurned ? "; leave transpose=yes away" : "; transpose=yes takes every matrix as [in, out]"
      : ""
    throw ShellError(
      "'\(shortened(array.name))' is \(array.shapeText), and \(entry.name) here is "
        + NamedArray.text(of: wanted)
        + (entry.isBias ? "" : isTurned ? " as [in, out]" : " as [out, in]") + hint)
  }

  // MARK: Modules

  private static let endings: [(text: String, isBias: Bool, isKernel: Bool)] = [
    ("weight", false, false), ("bias", true, false), ("kernel", false, true),
    ("kernel:0", false, true), ("bias:0", true, false),
  ]

  /// The layers of a file, those of one name together.
  private static func modules(of arrays: [NamedArray]) throws(ShellError) -> [Module] {
    var modules: [Module] = []
    for array in arrays {
      guard let (name, isBias, isKernel) = part(array.name) else { continue }
      if !isBias, array.shape.count != 2 {
        throw ShellError(
          "'\(shortened(array.name))' has the shape \(array.shapeText); the networks here have dense "
            + "layers, whose weights are matrices")
      }
      let place =
        modules.firstIndex { $0.name == name }
        ?? {
          modules.append(Module(name: name))
          return modules.count - 1
        }()
      if isBias { modules[place].bias = array } else { modules[place].weight = array }
      modules[place].isKernel = modules[place].isKernel || isKernel
    }
    guard !modules.isEmpty else {
      throw ShellError(
        "it holds \(arrays.isEmpty ? "no arrays" : listed(arrays.prefix(6).map { shortened($0.name) }))"
          + "; weights are called W1, b1, ..., or as PyTorch (0.weight, fc1.bias) and Keras "
          + "(dense/kernel) call them")
    }
    return modules
  }

  /// Which layer a name is of, and which part of it; nil for another name.
  private static func part(_ name: String) -> (name: String, isBias: Bool, isKernel: Bool)? {
    if name.hasPrefix("arr_"), let number = Int(name.dropFirst(4)), number >= 0 {
      return ("arr_\(number / 2)", number % 2 == 1, false)
    }
    for ending in endings where name.hasSuffix(ending.text) {
      let rest = name.dropLast(ending.text.count)
      guard rest.isEmpty || [".", "/", "_"].contains(rest.last) else { continue }
      return (String(rest.dropLast()), ending.isBias, ending.isKernel)
    }
    return nil
  }

  /// The file's layers in the network's order: by the numbers in their names, and where names differ
  /// in more than numbers by the shapes, if these leave one order alone.
  private func ordered(_ modules: [Module]) throws(ShellError) -> [Module] {
    let wanted = layout.entries.filter { !$0.isBias }
    guard modules.count == wanted.count else {
      throw ShellError(
        "it holds \(counted(modules.count, "layer")) "
          + "(\(listed(modules.prefix(6).map { shortened($0.name) }))), and the network has "
          + "\(wanted.count)")
    }
    let sorted = modules.sorted { Self.comesFirst($0.name, $1.name) }
    if Set(sorted.map { Self.stem($0.name) }).count == 1 { return sorted }
    var orders: [[Module]] = []
    extend([], sorted, wanted, &orders)
    guard let order = orders.first, orders.count == 1 else {
      let names = listed(sorted.map { "'\(shortened($0.name))'" })
      throw ShellError(
        orders.isEmpty
          ? "no order of \(names) has the network's shapes; transpose=yes takes every matrix as "
            + "[in, out]"
          : "\(names) fit the network in more than one order; call them W1, b1, W2, b2, ...")
    }
    return order
  }

  /// Every order with fitting shapes that keeps layers of one name with different numbers in that
  /// order; two are enough to know.
  private func extend(
    _ order: [Module], _ left: [Module], _ wanted: [ParameterLayout.Entry],
    _ orders: inout [[Module]]
  ) {
    guard orders.count < 2 else { return }
    guard order.count < wanted.count else { return orders.append(order) }
    let shape = wanted[order.count].shape
    var stems: Set<String> = []
    for (k, module) in left.enumerated() where stems.insert(Self.stem(module.name)).inserted {
      let own = module.weight?.shape ?? []
      let fits = module.isKernel || isTransposed ? Array(own.reversed()) == shape : own == shape
      guard fits else { continue }
      var rest = left
      rest.remove(at: k)
      extend(order + [module], rest, wanted, &orders)
    }
  }

  /// A name without its numbers.
  private static func stem(_ name: String) -> String {
    var stem = name.filter { !$0.isNumber }
    while let last = stem.last, last == "_" || last == "." || last == "-" { stem.removeLast() }
    return stem
  }

  /// Names with numbers in the order of the numbers: `fc2` before `fc10`, `dense` before `dense_1`.
  private static func comesFirst(_ a: String, _ b: String) -> Bool {
    func runs(_ name: String) -> [(text: String, number: Int?)] {
      var runs: [String] = []
      for letter in name {
        if let last = runs.last?.last, last.isNumber == letter.isNumber {
          runs[runs.count - 1].append(letter)
        } else {
          runs.append(String(letter))
        }
      }
      return runs.map { ($0, Int($0)) }
    }
    for (x, y) in zip(runs(a), runs(b)) where x.text != y.text {
      if let x = x.number, let y = y.number, x != y { return x < y }
      return x.text < y.text
    }
    return a.utf8.count < b.utf8.count
  }
}
