import Console
import Lessons
import Session

extension Notebook {
  /// The notebook in Jupyter's format, its figures as pictures.
  func jupyter(version: String) -> String {
    var cells = [JupyterNotebook.prose("# " + title, id: "title")]
    var count = 0
    for entry in entries {
      if !entry.prose.isEmpty {
        cells.append(JupyterNotebook.prose(entry.prose, id: "prose-\(cells.count)"))
      }
      guard !entry.commands.isEmpty else { continue }
      count += 1
      let figures = zip(entry.figures, entry.drawings).map { (svg: $0, drawing: $1) }
      cells.append(
        JupyterNotebook.code(
          entry.commands.joined(separator: "\n"), id: "cell-\(count)", count: count,
          outputs: JupyterNotebook.outputs(entry.output, figures)))
    }
    return JSON.object(JupyterNotebook.object(cells: cells, version: version)).indentedText
  }
}
