import Console
import DataFiles
import Datasets
import Engine
import Formula
import Wording

extension Verbs {
  package static let data = Command(
    "data", .setUp, "chooses the examples that a network trains on",
    discussion: """
      'data' alone lists the generators and the data sets that come with the program. IDX files are \
      'data idx images=F labels=F', gzip'd or not; 'data points x=0,1,2 y=1,3,5' gives them on the \
      line, as many examples as y has. split=0.7,0.15,0.15 sets a validation and a test \
      part aside, standardize=yes brings the features to mean 0 and standard deviation 1 as fitted \
      on the training part, take=20 keeps only its first 20 examples. Generators and the split draw \
      from RandomState(seed), 0 unless given. A network goes on to the new data where it fits them; \
      other branches keep theirs. 'data FILE.npz' and 'data FILE.safetensors' take arrays: X (or x), \
      examples in rows, and y; x=KEY and y=KEY name others. Whole numbers of few values are classes, \
      floats a regression, images of bytes are divided by 255.

      A CSV file has its columns' names in the first line (header=no: none) and a comma, semicolon, \
      tab, bar or blanks between its fields; in all but the first a number may have a decimal \
      comma. Columns of texts become one column for each text (one-hot), unless every text differs, \
      as names and dates do; those are no features. Among numbers an empty field, '?', NaN, #N/A, \
      NA, None, null and '-' are missing values; among texts NA, None, null and '-' are texts. \
      Numbers with commas between thousands, currencies, percent signs or units are refused by \
      line and column.
      """,
    parameters: [
      DataSource.Key.name, DataSource.Key.split, DataSource.Key.standardize,
      DataSource.Key.standardizeTarget, DataSource.Key.seed, DataSource.Key.take,
    ],
    dependentParameters: { _, words in DataSource.parameters(of: words.first) },
    parameterGroups: [
      ParameterGroup(title: "A CSV file", parameters: DataSource.fileParameters),
      ParameterGroup(
        title: "A file of arrays, .npz or .safetensors", parameters: DataSource.arrayParameters),
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
      try Sandbox.admit(
        numbers: Double(arguments[DataSource.Key.count])
          * Double(arguments[DataSource.Key.features]))
    }
  ) { workspace, arguments throws(ShellError) in
    guard arguments.isGiven(DataSource.Key.name) else {
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
  package static var data: Names {
    Names(
      "data set", hint: "'data' lists what there is, and any CSV file goes by its path",
      isOther: { text, _, _ in text.contains("/") || text.contains(".") || Files.exists(text) }
    ) { _ in DataSource.dataNames }
  }
}

extension Workspace {
  package func dataReport(_ source: DataSource) -> Report {
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
  package static func shown(_ name: String) -> String {
    let text = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    return text.contains(",") ? "\"\(text)\"" : text
  }

  package var dataList: Report {
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
      'data NAME' chooses one; 'data FILE.csv target=COLUMN' and 'data FILE.npz' read a file; 'data \
      points x=0,1 y=1,3' takes the numbers given.
      """)
    return report
  }
}
