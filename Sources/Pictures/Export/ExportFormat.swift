import Console
import Session

/// A kind of file that `export` writes: a file each, and a line in the list.
struct ExportFormat: Sendable {
  let name: String
  /// What it writes, in paragraphs of the verb's help.
  let help: String
  /// Which of the verb's further parameters it takes.
  let takes: Set<String>
  /// What else may be given after the file in place of the words.
  let words: [String]
  let write: @Sendable (inout Workspace, _ path: String, Arguments) throws(ShellError) -> [Report]

  init(
    _ name: String, takes: Verbs.Declarations = [], words: [String] = [],
    _ help: String,
    write: @escaping @Sendable (inout Workspace, String, Arguments) throws(ShellError) -> [Report]
  ) {
    (self.name, self.help, self.words, self.write) = (name, help, words, write)
    self.takes = Set(takes.map { $0.name })
  }

  /// In the order in which help lists them.
  static let all: [ExportFormat] =
    [svg, pdf, pgf, vega, csv, weights, html, tensorboard, optuna] + scripts

  /// - Throws: `ShellError` for a parameter that this format does not take.
  func check(_ arguments: Arguments) throws(ShellError) {
    for wrong in Verbs.exportOptions where arguments.isGiven(wrong) && !takes.contains(wrong.name) {
      let known = Verbs.exportOptions.filter {
        $0.parameter.form == .option && takes.contains($0.name)
      }
      .map { "\($0.name)=" }
      let what = wrong.parameter.form == .option ? wrong.name + "=" : "words after the file"
      throw arguments.error(
        "'export \(name) FILE' takes no \(what)"
          + (known.isEmpty ? "" : "; there is \(known.joined(separator: ", "))"), about: wrong)
    }
  }
}

extension Workspace {
  /// What `export` says of a file that it wrote.
  func exported(
    _ path: String, bytes: Int, json: JSON.Object = [:], _ words: String
  ) -> [Report] {
    var object: JSON.Object = ["file": .string(path), "bytes": .integer(bytes)]
    object.add(json)
    var report = Report(json: object)
    report.line("wrote \(path)\(words)")
    return reports(report, ofWriting: path)
  }
}
