import Arrays
import Console
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
    let name = arguments.text("name") ?? ""
    let seed = UInt32(clamping: arguments.integer("seed") ?? 0)
    let (dataset, summary) = try engineError {
      try Self.dataset(name, arguments, seed: seed, progress: progress)
    }
    self.summary = summary
    split = try engineError {
      let parts =
        try arguments.numbers("split").map { try Split(dataset, fractions: $0, seed: seed) }
        ?? Split(wholeOf: dataset)
      let scaled =
        arguments.truth("standardize") == true
        ? try parts.standardized(targets: arguments.truth("standardize_target") ?? false) : parts
      return try arguments.integer("take").map { try scaled.taking($0) } ?? scaled
    }
    self.command = command
    files = Self.paths(arguments).map(FileStamp.init)
  }

  /// The files that the arguments name.
  private static func paths(_ arguments: Arguments) -> [String] {
    let name = arguments.text("name") ?? ""
    guard dataNames.contains(name) else { return [name] }
    return ["images", "labels"].compactMap(arguments.text)
  }

  /// The command with the values of its arguments, which may have been formulas.
  package static func command(_ arguments: Arguments) -> String {
    let name = arguments.text("name") ?? ""
    let words = arguments.givenNames.filter { $0 != "name" }.map { key in
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
          count: arguments.integer("n"), noise: arguments.number("noise"),
          classes: arguments.integer("classes"), features: arguments.integer("features"),
          seed: seed))
      return (dataset, nil)
    }
    if Dataset.shippedNames.contains(name) { return (try Dataset(shipped: name), nil) }
    if name == "points" {
      let dataset = try Dataset(
        points: arguments.numbers("x") ?? [], targets: arguments.numbers("y") ?? [])
      return (dataset, nil)
    }
    if name == "idx" {
      let dataset = try Dataset(
        idxImages: arguments.text("images") ?? "", labels: arguments.text("labels") ?? "")
      return (dataset, nil)
    }
    if ArrayFile(path: name) != nil { return (try dataset(arraysAt: name, arguments), nil) }
    let reading = try CSVReading(
      csv: name, options: readingOptions(arguments), progress: progress)
    return (reading.dataset, reading.summary)
  }

  /// What the kinds of data take besides.
  package static func parameters(of name: String?) -> [Parameter] {
    guard let name else { return [] }
    if let generator = DataGenerator(rawValue: name) {
      var parameters = [
        Parameter("n", .option, .integer(1...10_000_000), default: "200", "examples"),
        Parameter(
          "noise", .option, .number(.nonnegative), default: exact(generator.defaultNoise),
          "the noise's standard deviation"),
      ]
      if let classes = generator.defaultClasses {
        parameters.append(
          Parameter("classes", .option, .integer(2...1_000), default: "\(classes)", "classes"))
      }
      if generator == .linear {
        parameters.append(
          Parameter("features", .option, .integer(1...10_000), default: "1", "features"))
      }
      return parameters
    }
    if name == "points" {
      return [
        Parameter(
          "x", .option, .numbers(count: 1...100_000), required: true,
          "the features, example by example"),
        Parameter(
          "y", .option, .numbers(count: 1...100_000), required: true, "each example's target"),
      ]
    }
    if name == "idx" {
      return [
        Parameter("images", .option, .path, required: true, "the file of images"),
        Parameter("labels", .option, .path, required: true, "the file of labels"),
      ]
    }
    if Dataset.shippedNames.contains(name) { return [] }
    return ArrayFile(path: name) == nil ? fileParameters : arrayParameters
  }
}

extension DataSource: Equatable {
  /// Whether the examples and their names are the same, by whatever command.
  package static func == (a: DataSource, b: DataSource) -> Bool {
    a.cachedDigest === b.cachedDigest
      || (a.split.training.name == b.split.training.name && a.digest == b.digest)
  }
}
