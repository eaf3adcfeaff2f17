import Arrays
import Console
import Datasets
import Disk
import Engine
import LongWork
import Wording

/// Examples from a file of arrays: features under one key, targets under another.
extension DataSource {
  private static let featureKey = Verbs.Argument<String?>(
    "x", .word, "the key of the features, examples in rows; X, x, X_train or x_train unless given")
  private static let targetKey = Verbs.Argument<String?>(
    "y", .word, "the key of the targets; y, Y, y_train or Y_train unless given")
  private static let taskKey = Verbs.Argument<String?>(
    "task", .choice(["regression", "binary", "classes"]),
    "what the targets are, where the numbers leave it open")

  /// All keys of `data FILE.npz`.
  package static let arrayParameters: Verbs.Declarations = [featureKey, targetKey, taskKey]

  private static let usualFeatures = ["X", "x", "X_train", "x_train"]
  private static let usualTargets = ["y", "Y", "y_train", "Y_train"]

  /// The examples of a file.
  ///
  /// - Throws: `ShellError` for a file without such arrays, or arrays that do not go together.
  static func dataset(
    arraysAt path: String, _ arguments: Arguments
  ) throws -> Dataset {
    let arrays = try ArrayFile.read(path)
    let x = try array(in: arrays, featureKey, usualFeatures, arguments)
    let y = try array(in: arrays, targetKey, usualTargets, arguments)
    guard let count = x.shape.first, count > 0, y.shape.first == count else {
      throw ShellError(
        "'\(x.name)' is \(x.shapeText) and '\(y.name)' is \(y.shapeText); the first size of both is "
          + "the number of examples")
    }
    let width = x.values.count / count
    guard width > 0, y.values.count >= count else {
      throw ShellError("'\(width > 0 ? y.name : x.name)' has no numbers")
    }
    let images = imageShape(of: x)
    // Pixels as bytes are taken as IDX files' are.
    let isBytes = images != nil && x.type == .uint8
    let names =
      if let images {
        (0..<images.rows).flatMap { i in (0..<images.columns).map { "pixel_\(i)_\($0)" } }
      } else { width == 1 ? ["x"] : (1...width).map { "x\($0)" } }
    let goal = try Goal(y, count: count, task: arguments[taskKey])
    return try Dataset(
      name: Path.name(of: path), task: goal.task, featureNames: names, targetNames: goal.names,
      features: isBytes ? x.values.mapInParts { $0 / 255 } : x.values, targets: goal.values)
  }

  private static func array(
    in arrays: [NamedArray], _ key: Verbs.Argument<String?>, _ usual: [String],
    _ arguments: Arguments
  ) throws(ShellError) -> NamedArray {
    let wanted = arguments[key].map { [$0] } ?? usual
    for name in wanted { if let found = arrays.first(where: { $0.name == name }) { return found } }
    let there = arrays.isEmpty ? "no arrays" : listed(arrays.prefix(8).map { shortened($0.name) })
    let message = "there is no \(alternatives(wanted)); it holds \(there)"
    throw arguments[key] == nil
      ? ShellError(message + "; \(key.name)=KEY names one") : arguments.error(message, about: key)
  }

  /// Rows and columns where each example is one picture with one channel.
  private static func imageShape(of x: NamedArray) -> (rows: Int, columns: Int)? {
    var sizes = Array(x.shape.dropFirst())
    if sizes.count == 3 {
      if sizes[2] == 1 { sizes.removeLast() } else if sizes[0] == 1 { sizes.removeFirst() }
    }
    return sizes.count == 2 && sizes[0] > 1 && sizes[1] > 1 ? (sizes[0], sizes[1]) : nil
  }
}

/// What the targets are.
private struct Goal {
  let task: Dataset.Task
  let names: [String]
  let values: [Double]

  /// More different whole numbers than these count something.
  private static let mostClasses = 100

  init(_ y: NamedArray, count: Int, task: String?) throws(ShellError) {
    let width = y.values.count / count
    if width > 1 {
      let isOneHot = (0..<count).allSatisfy { row in
        let own = y.values[(row * width)..<((row + 1) * width)]
        return own.allSatisfy { $0 == 0 || $0 == 1 } && own.reduce(0, +) == 1
      }
      guard task != "binary" else {
        throw ShellError("'\(y.name)' has \(width) columns, and binary has one of 0 and 1")
      }
      guard task != "classes" || isOneHot else {
        throw ShellError(
          "'\(y.name)' has \(width) columns, which are no classes: each row has one 1 and else 0")
      }
      let isClasses = isOneHot && task != "regression"
      let classes = (0..<width).map(String.init)
      self.task = isClasses ? .classes(classes) : .regression
      names = isClasses ? classes : (1...width).map { "y\($0)" }
      values = y.values
      return
    }
    let kinds = Array(Set(y.values)).sorted()
    let isLabels = kinds.allSatisfy { $0 == $0.rounded() }
    // Floats of 0 and 1 are what a loss for two classes is given.
    let isPair = kinds == [0, 1]
    let looksLikeClasses =
      isPair
      || (y.type.isWhole && (2...Self.mostClasses).contains(kinds.count)
        && kinds.count * 2 <= count)
    guard task == nil ? looksLikeClasses : task != "regression" else {
      self.task = .regression
      (names, values) = (["y"], y.values)
      return
    }
    guard isLabels, (2...1_000).contains(kinds.count), task != "binary" || kinds.count == 2 else {
      throw ShellError(
        "'\(y.name)' has \(counted(kinds.count, "different value")), which are no "
          + (task == "binary" ? "two classes" : "classes")
          + "; task=regression takes them as numbers")
    }
    // Labels 0, 1, 2, ... may leave some out in these examples.
    let isCounted = kinds[0] >= 0 && kinds[kinds.count - 1] < 1_000 && kinds.count > 2
    let last = isCounted ? Int(exactly: kinds[kinds.count - 1]) ?? 0 : 0
    let labels = isCounted ? (0...last).map(Double.init) : kinds
    let classes = labels.map { Int(exactly: $0).map(String.init) ?? "\($0)" }
    let places = Dictionary(zip(labels, labels.indices)) { first, _ in first }
    let numbers = y.values.map { places[$0] ?? 0 }
    if classes.count == 2 {
      self.task = .binary(classes)
      (names, values) = (["y"], numbers.map(Double.init))
    } else {
      self.task = .classes(classes)
      (names, values) = (classes, Dataset.oneHot(numbers, classes: classes.count))
    }
  }
}
