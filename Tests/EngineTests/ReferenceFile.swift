import Foundation
import Testing

/// One run of `References/optimizers.txt` or `torch.txt`: its settings, and named numbers a row.
struct ReferenceRun: Sendable, CustomTestStringConvertible {
  /// `rule=adam`, `schedule=cosine`, `lr=0.1`, `T=50`, `surface=rosenbrock`, ...
  let settings: [String: String]
  /// `t`, `eta`, `loss`, `theta[0]`, ...
  let columns: [String]
  /// A row an update, in the columns' order.
  var rows: [[Double]] = []

  func text(_ name: String) throws -> String { try #require(settings[name], "no \(name)") }
  func number(_ name: String) throws -> Double { try #require(Double(text(name)), "\(name)") }
  func numbers(_ name: String) throws -> [Double] {
    try text(name).split(separator: ",").map { try #require(Double(String($0)), "\(name)") }
  }

  /// A quantity's components in one row: `theta` gathers `theta[0]`, `theta[1]`.
  func values(of name: String, in row: [Double]) -> [Double] {
    zip(columns, row).filter { $0.0 == name || $0.0.hasPrefix(name + "[") }.map(\.1)
  }

  /// The quantities' names in order, without their indices.
  var quantities: [String] {
    var names: [String] = []
    for column in columns {
      let name = String(column.prefix { $0 != "[" })
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  var testDescription: String {
    let own = settings.filter { !["surface", "rule", "schedule", "start"].contains($0.key) }
    let title = ["surface", "rule", "schedule"].compactMap { settings[$0] }
    return (title + own.map { "\($0)=\($1)" }.sorted()).joined(separator: " ")
  }
}

/// The words of every line of a file of `References` that is not a comment.
func referenceLines(_ name: String) throws -> [[Substring]] {
  let folder = try #require(Bundle.module.resourceURL)
  let file = folder.appending(path: "References/\(name)")
  let text = try String(contentsOf: file, encoding: .utf8)
  return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
}

/// The runs of a file that `Tests/Scripts` wrote.
func referenceRuns(_ name: String) throws -> [ReferenceRun] {
  var runs: [ReferenceRun] = []
  var settings: [String: String] = [:]
  for words in try referenceLines(name) {
    switch words.first {
    case "run":
      settings = [:]
      for word in words.dropFirst() {
        let parts = word.split(separator: "=", maxSplits: 1)
        settings[String(parts[0])] = String(parts[1])
      }
    case "columns":
      runs.append(
        ReferenceRun(settings: settings, columns: words.dropFirst().map(String.init)))
    default:
      let row = try words.map { try #require(Double(String($0)), "not a number: \($0)") }
      try #require(row.count == runs.last?.columns.count, "a row of another length")
      runs[runs.count - 1].rows.append(row)
    }
  }
  return runs
}

/// A file of Tests/EngineTests/References.
func reference(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("References/\(name)").path
}
