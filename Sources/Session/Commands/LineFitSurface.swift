import Console
import DataFiles
import Datasets
import Engine
import Landscapes
import Numerics
import Wording

/// `surface line data=auto_mpg x=weight_lb y=mpg`: a surface made of real data.
extension Workspace {
  private static let dataName = Verbs.Argument<String>(
    required: "data", as: .option, .path, "a shipped data set or a CSV file",
    suggestions: { _ in Dataset.shippedNames })
  private static let xColumn = Verbs.Argument<String>(
    required: "x", as: .option, .word, "the column to predict from")
  private static let yColumn = Verbs.Argument<String>(
    required: "y", aliases: ["target"], as: .option, .word, "the column to predict")
  private static let isStandardized = Verbs.Argument<Bool>(
    "standardize", default: false,
    "whether both columns are brought to mean 0 and standard deviation 1")

  /// What `surface line` takes besides.
  package static let lineParameters =
    [dataName, xColumn, yColumn, isStandardized] + DataSource.readingParameters

  /// The mean squared error of a fitted line over its slope x and its intercept y.
  package func linePlace(from arguments: Arguments) throws(ShellError) -> Place {
    let source = arguments[Self.dataName]
    let (x, y) = (arguments[Self.xColumn], arguments[Self.yColumn])
    guard x != y else {
      throw arguments.error(
        "a line needs two columns, not '\(shortened(x))' twice", about: Self.yColumn)
    }
    let isStandardized = arguments[Self.isStandardized]
    let file = isPlainName(source) ? source : LineSyntax.quoted(source)
    func command(at start: [Double]) -> String {
      "surface line data=\(file) x=\(LineSyntax.quoted(x)) y=\(LineSyntax.quoted(y))"
        + Self.readingKeys(arguments) + " standardize=\(isStandardized ? "yes" : "no") at="
        + start.map(exact).joined(separator: ",")
    }
    let start = arguments[Verbs.surfaceStart]
    if let start, let known = rebuilding?.lines[command(at: start)] { return known }
    // From before it is read, so that a change meanwhile is one.
    let stamp = FileStamp(source)
    let meter = meter("surface", of: 1, "")
    let dataset = try engineError {
      try Self.dataset(source, x: x, y: y, arguments) { meter.update($0) }
    }
    let values = try [Self.xColumn, Self.yColumn].map {
      (parameter) throws(ShellError) -> [Double] in
      let name = arguments[parameter]
      if let column = dataset.column(named: name) { return column }
      let names = dataset.featureNames + dataset.targetNames
      let near = Spelling.candidates(for: name, in: names)
      throw arguments.error(
        "\(source) has no number column '\(shortened(name))'"
          + (near.isEmpty
            ? "; it has \(names.prefix(10).joined(separator: ", "))" : suggestion(near)),
        about: parameter)
    }
    let fit = try engineCall { () throws(EngineError) in
      try LineFit(
        name: "line", u: values[0], v: values[1], standardize: isStandardized, start: start)
    }
    var place = Place(
      .surface(command(at: fit.surface.start)),
      fit.surface, name: "line", minima: [fit.minimum],
      remark: "the mean squared error of \(y) ≈ slope·\(x) + intercept over "
        + "\(counted(dataset.count, "example")); x is the slope, y the intercept"
        + (isStandardized ? ", both columns standardized" : ""))
    if !Dataset.shippedNames.contains(source) { place.file = stamp }
    return place
  }

  /// A shipped set by its name, or a CSV file of which only the two columns are read.
  private static func dataset(
    _ source: String, x: String, y: String, _ arguments: Arguments, progress: (Double) -> Void
  ) throws -> Dataset {
    if Dataset.shippedNames.contains(source) {
      if let key = DataSource.readingParameters.first(where: { arguments.isGiven($0) }) {
        throw arguments.error(
          "'\(key.name)' says how a file is read; '\(source)' is read already", about: key)
      }
      return try Dataset(shipped: source)
    }
    let looksLikeFile = source.contains("/") || source.contains(".")
    if !looksLikeFile, !Files.exists(source) {
      let near = Spelling.candidates(for: source, in: Dataset.shippedNames)
      throw ShellError(
        "there is no data set '\(shortened(source))'"
          + (near.isEmpty
            ? "; there are \(listed(Dataset.shippedNames)), and any CSV file by its path"
            : suggestion(near)))
    }
    var options = DataSource.readingOptions(arguments)
    options.features = [x]
    options.targets = [y]
    options.task = "regression"
    return try CSVReading(csv: source, options: options, progress: progress).dataset
  }

  /// The keys by which a file was read, each with a blank in front.
  private static func readingKeys(_ arguments: Arguments) -> String {
    DataSource.readingParameters.filter { arguments.isGiven($0) }.map { key in
      " \(key.name)=\(arguments.values[key.name]?.first?.word ?? "")"
    }.joined()
  }
}
