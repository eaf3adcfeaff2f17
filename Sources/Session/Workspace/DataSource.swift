import Arrays
import Console
import DataFiles
import Datasets
import Digests
import Engine
import Formula
import Wording

/// The examples in use, and how they came to be.
package struct DataSource {
  /// The command that sets them up, with the values that its words came to.
  package private(set) var command: String
  package private(set) var split: Split
  /// What was read, of a CSV file.
  package let summary: CSVSummary?
  /// The files that were read, as they were then.
  package let files: [FileStamp]
  private var cachedDigest = CachedText()
  package var task: Dataset.Task { split.training.task }

  /// A digest of the examples and all their names, wherever they were read from.
  package var digest: String { cachedDigest.text { Digest.text(of: split.digest) } }

  /// The sets that go by a name.
  package static var dataNames: [String] {
    DataGenerator.allCases.map(\.name) + Dataset.shippedNames + ["idx", "points"]
  }

  /// - Parameter progress: told the share of a file that is read.
  /// - Throws: `ShellError` for a set that is not there or a file that cannot be used.
  package init(
    _ arguments: Arguments, command: String, progress: (Double) -> Void = { _ in }
  ) throws(ShellError) {
    let name = arguments[Key.name] ?? ""
    let seed = UInt32(clamping: arguments[Key.seed])
    let (dataset, summary) = try engineError {
      try Self.dataset(name, arguments, seed: seed, progress: progress)
    }
    self.summary = summary
    split = try engineError {
      let parts =
        try arguments[Key.split].map { try Split(dataset, fractions: $0, seed: seed) }
        ?? Split(wholeOf: dataset)
      let scaled =
        arguments[Key.standardize]
        ? try parts.standardized(targets: arguments[Key.standardizeTarget]) : parts
      return try arguments[Key.take].map { try scaled.taking($0) } ?? scaled
    }
    self.command = command
    files = Self.paths(arguments).map(FileStamp.init)
  }

  /// The files that the arguments name.
  private static func paths(_ arguments: Arguments) -> [String] {
    let name = arguments[Key.name] ?? ""
    guard dataNames.contains(name) else { return [name] }
    return [Key.images, Key.labels].compactMap { arguments.text($0) }
  }

  /// The command with the values of its arguments, which may have been formulas.
  package static func command(_ arguments: Arguments) -> String {
    let name = arguments[Key.name] ?? ""
    let words = arguments.givenNames.filter { $0 != Key.name.name }.map { key in
      "\(key)=" + (arguments.values[key]?.first?.word ?? "")
    }
    return (["data", isPlainName(name) ? name : LineSyntax.quoted(name)] + words)
      .joined(separator: " ")
  }

  /// The command that sets up a small network for these data.
  package var fittingNetwork: String {
    let training = split.training
    let last =
      switch training.task {
      case .regression: "\(training.targetCount)"
      case .binary: "1:sigmoid"
      case .classes: "\(training.targetCount):softmax"
      }
    return "network \(training.featureCount)-16:relu-\(last)"
  }

  /// The same source with only the first examples of its training part.
  ///
  /// - Throws: `EngineError` when there are fewer.
  package func taking(_ count: Int) throws -> DataSource {
    var source = self
    source.split = try split.taking(count)
    source.cachedDigest = CachedText()
    let statement = try LineSyntax.statements(of: command, longest: .max).first
    let words = (statement?.tokens ?? []).filter { $0.key != "take" }.map(\.written)
    source.command = (words + ["take=\(count)"]).joined(separator: " ")
    return source
  }

  private static func dataset(
    _ name: String, _ arguments: Arguments, seed: UInt32, progress: (Double) -> Void
  ) throws -> (Dataset, CSVSummary?) {
    if let generator = DataGenerator(rawValue: name) {
      let dataset = try generator.dataset(
        .init(
          count: arguments[Key.count], noise: arguments[Key.noise(of: generator)],
          classes: generator.defaultClasses.map { arguments[Key.classes($0)] },
          features: generator == .linear ? arguments[Key.features] : nil, seed: seed))
      return (dataset, nil)
    }
    if Dataset.shippedNames.contains(name) { return (try Dataset(shipped: name), nil) }
    if name == "points" {
      let dataset = try Dataset(
        points: arguments[Key.points], targets: arguments[Key.targets])
      return (dataset, nil)
    }
    if name == "idx" {
      let dataset = try Dataset(
        idxImages: arguments[Key.images], labels: arguments[Key.labels])
      return (dataset, nil)
    }
    if ArrayFile(path: name) != nil { return (try dataset(arraysAt: name, arguments), nil) }
    let reading = try CSVReading(
      csv: name, options: readingOptions(arguments), progress: progress)
    return (reading.dataset, reading.summary)
  }

  /// What the kinds of data take besides.
  package static func parameters(of name: String?) -> Verbs.Declarations {
    guard let name else { return [] }
    if let generator = DataGenerator(rawValue: name) {
      var parameters: Verbs.Declarations = [Key.count, Key.noise(of: generator)]
      if let classes = generator.defaultClasses { parameters.append(Key.classes(classes)) }
      if generator == .linear { parameters.append(Key.features) }
      return parameters
    }
    if name == "points" { return [Key.points, Key.targets] }
    if name == "idx" { return [Key.images, Key.labels] }
    if Dataset.shippedNames.contains(name) { return [] }
    return ArrayFile(path: name) == nil ? fileParameters : arrayParameters
  }
}

extension DataSource {
  /// What `data` takes: always, and of generators, points and IDX files.
  enum Key {
    static let name = Verbs.Argument<String?>(
      "name", as: .positional, .path,
      "a generator, a data set, 'idx', or a file: CSV, .npz or .safetensors", names: .data)
    static let split = Verbs.Argument<[Double]?>(
      "split", count: 1...3, "shares of training, validation and test")
    static let standardize = Verbs.Argument<Bool>(
      "standardize", default: false, "whether features are standardized")
    static let standardizeTarget = Verbs.Argument<Bool>(
      "standardize_target", default: false, "whether a regression's target is standardized too")
    static let seed = Verbs.Argument<Int>(
      "seed", 0...Int(UInt32.max), default: 0, "of the examples and the split")
    static let take = Verbs.Argument<Int?>(
      "take", 1...10_000_000, "how many examples of the training part to keep")

    static let count = Verbs.Argument<Int>("n", 1...10_000_000, default: 200, "examples")
    static let features = Verbs.Argument<Int>("features", 1...10_000, default: 1, "features")

    static func noise(of generator: DataGenerator) -> Verbs.Argument<Double> {
      .init(
        "noise", .nonnegative, default: generator.defaultNoise, "the noise's standard deviation")
    }

    static func classes(_ count: Int) -> Verbs.Argument<Int> {
      .init("classes", 2...1_000, default: count, "classes")
    }

    static let points = Verbs.Argument<[Double]>(
      required: "x", count: 1...100_000, "the features, example by example")
    static let targets = Verbs.Argument<[Double]>(
      required: "y", count: 1...100_000, "each example's target")
    static let images = Verbs.Argument<String>(
      required: "images", as: .option, .path, "the file of images")
    static let labels = Verbs.Argument<String>(
      required: "labels", as: .option, .path, "the file of labels")
  }
}

extension DataSource: Equatable {
  /// Whether the examples and their names are the same, by whatever command.
  package static func == (a: DataSource, b: DataSource) -> Bool {
    a.cachedDigest === b.cachedDigest
      || (a.split.training.name == b.split.training.name && a.digest == b.digest)
  }
}
