import Console
import Lessons
import Plot
import Session
import Wording

/// Runs a Jupyter notebook of the kernel and compares what its cells hold with what they print now.
package struct JupyterCheck {
  /// What is wrong, and in which line of which cell.
  package struct Finding {
    package var cell: Int
    package var line: Int
    package var message: String

    /// `cell 3, line 2: unknown verb ...`.
    package var text: String { "cell \(cell), line \(line): \(message)" }
  }

  package private(set) var findings: [Finding] = []
  /// Cells with commands.
  package private(set) var cellCount = 0
  /// The file with its outputs as they are now.
  package private(set) var accepted = ""

  /// - Parameter laboratory: a fresh state, held to what a lesson's own commands may do.
  /// - Throws: `ShellError` for a file that is no notebook of the kernel.
  package init(
    _ bytes: [UInt8], name path: String, in laboratory: ShellLaboratory
  ) throws(ShellError) {
    let notebook = try JupyterNotebook(bytes, name: path)
    var laboratory = laboratory
    let host = laboratory.workspace.host
    var outputs: [Int: [JSON]] = [:]
    for cell in notebook.cells where cell.isCode {
      cellCount += 1
      var figures: [(svg: String, drawing: String)] = []
      host.drawn = { figure, drawing in
        let label = "\(cell.number).\(figures.count)"
        let svg = SVGRenderer(label: label, isFile: false).render(figure)
        figures.append((svg, drawing))
      }
      var text = ""
      var failure: (line: Int, message: String)?
      for line in CellLine.lines(of: cell.source) where failure == nil {
        let outcome = laboratory.run(line.text, by: .lesson) { text += $0 }
        failure = outcome.failure.map { (line.number, $0) }
      }
      if failure == nil, laboratory.isHalfTyped { failure = (1, "'define rule' has no 'end'") }
      laboratory.cancel()
      var now = JupyterNotebook.outputs(text, figures)
      if let failure { now.append(Self.error(failure.message)) }
      outputs[cell.number] = now
      compare(cell, text, figures.map(\.drawing), failure)
    }
    host.drawn = nil
    accepted = notebook.replacing(outputs: outputs).indentedText
  }

  private static func error(_ message: String) -> JSON {
    [
      "ename": "DescentError", "evalue": .string(message), "output_type": "error",
      "traceback": [.string(message)],
    ]
  }

  private mutating func compare(
    _ cell: JupyterNotebook.Cell, _ text: String, _ drawings: [String],
    _ failure: (line: Int, message: String)?
  ) {
    var held = ""
    var heldDrawings: [String] = []
    var heldError: String?
    for output in cell.outputs {
      switch output {
      case .text(let part): held += part
      case .figure(let drawing): heldDrawings.append(drawing)
      case .error(let sentence): heldError = sentence
      }
    }
    func find(_ message: String, line: Int = 1) {
      findings.append(Finding(cell: cell.number, line: line, message: message))
    }
    if let failure, heldError != failure.message {
      find(failure.message, line: failure.line)
      return
    }
    if let heldError, failure == nil {
      find("the cell holds the error '\(shortened(heldError))', and now there is none")
    }
    // A cell that was never run holds nothing to compare.
    guard !cell.outputs.isEmpty else { return }
    let now = JupyterNotebook.withoutDrawings(text, drawings)
    if !OutputComparison.agree(expected: held, actual: now) {
      find("the output differs: " + Self.difference(held, now))
    }
    let isSame =
      heldDrawings.count == drawings.count
      && zip(heldDrawings, drawings).allSatisfy {
        OutputComparison.agree(expected: $0, actual: $1)
      }
    if !isSame {
      find(
        heldDrawings.count == drawings.count
          ? "a figure differs"
          : "the cell holds \(counted(heldDrawings.count, "figure")), and draws \(drawings.count) now"
      )
    }
  }

  /// The first line that differs.
  private static func difference(_ held: String, _ now: String) -> String {
    let (old, new) = (held.split(separator: "\n"), now.split(separator: "\n"))
    for i in 0..<max(old.count, new.count) {
      let (a, b) = (i < old.count ? old[i] : "", i < new.count ? new[i] : "")
      if !OutputComparison.agree(expected: String(a), actual: String(b)) {
        return "'\(shortened(String(a)))' is held, '\(shortened(String(b)))' is printed"
      }
    }
    return "lines are missing"
  }
}
