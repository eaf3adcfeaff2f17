import Console
import Engine
import Formula
import Wording

extension Verbs {
  static let data = Command(
    "data", .setUp, "chooses the examples that a network trains on",
    discussion: """
      'data' alone lists the generators and the data sets that come with the program. IDX files are \
      'data idx images=F labels=F', gzip'd or not; 'data points x=0,1,2 y=1,3,5' gives them on the \
      line, as many examples as y has. split=0.7,0.15,0.15 sets a validation and a test \
      part aside, standardize=yes brings the features to mean 0 and standard deviation 1 as fitted \
      on the training part, take=20 keeps only its first 20 examples. Generators and the split draw \
      from RandomState(seed), 0 unless given. A network goes on to the new data where it fits them; \
      other branches keep theirs.

      A CSV file has its columns' names in the first line (header=no: none) and a comma, semicolon, \
      tab, bar or blanks between its fields; in all but the first a number may have a decimal \
      comma. Columns of texts become one column for each text (one-hot), unless every text differs, \
      as names and dates do; those are no features. Among numbers an empty field, '?', NaN, #N/A, \
      NA, None, null and '-' are missing values; among texts NA, None, null and '-' are texts. \
      Numbers with commas between thousands, currencies, percent signs or units are refused by \
      line and column.
      """,
    parameters: [
      Parameter(
        "name", .positional, .path, "a generator, a data set, 'idx' or a CSV file",
        names: .data),
      Parameter(
        "split", .option, .numbers(count: 1...3), "shares of training, validation and test"),
      Parameter("standardize", .option, .truth, default: "no", "whether features are standardized"),
      Parameter(
        "standardize_target", .option, .truth, default: "no",
        "whether a regression's target is standardized too"),
      Parameter(
        "seed", .option, .integer(0...Int(UInt32.max)), default: "0",
        "of the examples and the split"),
      Parameter(
        "take", .option, .integer(1...10_000_000), "how many examples of the training part to keep"),
    ],
    dependentParameters: { _, words in DataSource.parameters(of: words.first) },
    parameterGroups: [
      ParameterGroup(title: "A CSV file", parameters: DataSource.fileParameters),
      ParameterGroup(title: "data idx", parameters: DataSource.parameters(of: "idx")),
      ParameterGroup(title: "data points", parameters: DataSource.parameters(of: "points")),
      ParameterGroup(
        title: "Generators, as data blobs", parameters: DataSource.parameters(of: "blobs")),
    ],
    examples: [
      "data", "data moons n=200 noise=0.2 split=0.7,0.3", "data digits split=0.8,0.2",
      "data concrete split=0.7,0.15,0.15 standardize=yes",
    ],
    limits: { arguments throws(ShellError) in
      let (count, features) = (arguments.integer("n") ?? 1, arguments.integer("features") ?? 1)
      try Sandbox.admit(numbers: Double(count) * Double(features))
    }
  ) { workspace, arguments throws(ShellError) in
    guard arguments.isGiven("name") else {
      return [workspace.data.map { workspace.dataReport($0) } ?? workspace.dataList]
    }
    let command = DataSource.command(arguments)
    let source: DataSource
    if let known = workspace.rebuilding?.data[command] {
      source = known
    } else {
      let meter = workspace.meter("data", of: 1, "")
      source = try DataSource(arguments, command: command) { meter.update($0) }
    }
    workspace.rebuilding?.data[command] = source
    var report = workspace.dataReport(source)
    if let network = workspace.branch?.place.network {
      // The network goes on to the new data where it fits, beginning again.
      if let moved = try? Network(
        network.architecture, data: source.split, initializer: network.initializer,
        start: network.start, dropout: network.dropout)
      {
        let remark = workspace.restart(at: Place(moved, on: source))
        report.line(StyledText("the network begins again on these data", .warning))
        if let remark { report.paragraph(StyledText(remark, .warning)) }
      } else {
        workspace.leaveBranches()
        report.line(StyledText("the network does not fit these data; set up another", .warning))
      }
    }
    workspace.data = source
    return [report]
  }
}

extension Names {
  /// Generators and the data sets that come with the program, and files.
  static var data: Names {
    Names(
      "data set", hint: "'data' lists what there is, and any CSV file goes by its path",
      isOther: { text, _, _ in text.contains("/") || text.contains(".") || Files.exists(text) }
    ) { _ in DataSource.dataNames }
  }
}

/// The examples in use, and how they came to be.
struct DataSource {
  /// The command that sets them up, with the values that its words came to.
  private(set) var command: String
  private(set) var split: Split
  /// What was read, of a CSV file.
  let summary: CSVSummary?
  /// The files that were read, as they were then.
  let files: [FileStamp]
  private var cachedDigest = CachedText()
  var task: Dataset.Task { split.training.task }

  /// A digest of the examples and all their names, wherever they were read from.
  var digest: String { cachedDigest.text { Digest.text(of: split.digest) } }

  /// The sets that go by a name.
  static var dataNames: [String] {
    DataGenerator.allCases.map(\.name) + Dataset.shippedNames + ["idx", "points"]
  }

  /// - Parameter progress: told the share of a file that is read.
  /// - Throws: `ShellError` for a set that is not there or a file that cannot be used.
  init(
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
  static func command(_ arguments: Arguments) -> String {
    let name = arguments.text("name") ?? ""
    let words = arguments.givenNames.filter { $0 != "name" }.map { key in
      "\(key)=" + (arguments.values[key]?.first?.word ?? "")
    }
    return (["data", isPlainName(name) ? name : LineSyntax.quoted(name)] + words)
      .joined(separator: " ")
  }

  /// The command that sets up a small network for these data.
  var fittingNetwork: String {
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
  func taking(_ count: Int) throws -> DataSource {
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
    let reading = try CSVReading(
      csv: name, options: readingOptions(arguments), progress: progress)
    return (reading.dataset, reading.summary)
  }

  /// What the kinds of data take besides.
  static func parameters(of name: String?) -> [Parameter] {
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
    return fileParameters
  }
}

extension DataSource: Equatable {
  /// Whether the examples and their names are the same, by whatever command.
  static func == (a: DataSource, b: DataSource) -> Bool {
    a.cachedDigest === b.cachedDigest
      || (a.split.training.name == b.split.training.name && a.digest == b.digest)
  }
}

extension Workspace {
  func dataReport(_ source: DataSource) -> Report {
    guard rebuilding == nil else { return Report() }
    let training = source.split.training
    var json: JSON.Object = [
      "data": .string(training.name), "task": .string(training.task.name),
      "features": .strings(training.featureNames.prefix(256)),
      "targets": .strings(training.targetNames), "training": .integer(training.count),
    ]
    var parts = "\(counted(training.count, "example")) to train on"
    if let validation = source.split.validation {
      json["validation"] = .integer(validation.count)
      parts += ", \(validation.count) to validate"
    }
    if let test = source.split.test {
      json["test"] = .integer(test.count)
      parts += ", \(test.count) to test"
    }
    var report = Report(json: json)
    report.paragraph(
      StyledText(training.name, .strong) + "   \(training.task.name)   \(parts)", indent: 2)
    let names = training.featureNames
    report.paragraph(
      StyledText(counted(names.count, "feature") + ": ", .faint)
        + StyledText(
          names.prefix(10).map(Self.shown).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
        ),
      indent: 2)
    let classes = training.task.classNames.map(Self.shown)
    report.paragraph(
      StyledText(classes.isEmpty ? "target: " : "\(classes.count) classes: ", .faint)
        + StyledText(
          (classes.isEmpty ? training.targetNames.map(Self.shown) : classes).joined(separator: ", ")
        ),
      indent: 2)
    if let summary = source.summary { add(summary, to: &report) }
    if source.split.featureScaling != nil {
      report.line(StyledText("standardized as fitted on the training part", .faint))
    }
    if branch?.place.network == nil {
      report.line(StyledText("'\(source.fittingNetwork)' would fit them", .faint))
    }
    return report
  }

  /// A column's name or a class's, in quotes where it would look like several, and without the
  /// control characters that a file may hold.
  static func shown(_ name: String) -> String {
    let text = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    return text.contains(",") ? "\"\(text)\"" : text
  }

  var dataList: Report {
    var report = Report(json: [
      "generators": .strings(DataGenerator.allCases.map(\.name)),
      "sets": .strings(Dataset.shippedNames),
    ])
    var table = Table(
      [Table.Column("", .leading), Table.Column("", .leading)], wrapsLastColumn: true)
    for generator in DataGenerator.allCases {
      table.rows.append([StyledText(generator.name, .command), StyledText(generator.summary)])
    }
    for name in Dataset.shippedNames {
      table.rows.append([
        StyledText(name, .command), StyledText(Dataset.shippedSummary(name) ?? ""),
      ])
    }
    report.table(table)
    report.line("")
    report.paragraph(
      """
      'data NAME' chooses one; 'data FILE.csv target=COLUMN' reads a file; 'data points x=0,1 \
      y=1,3' takes the numbers given.
      """)
    return report
  }
}
