import Console
import Disk
import Wording

/// A Jupyter notebook (nbformat 4), as far as this program needs it.
package struct JupyterNotebook {
  /// What a cell has printed.
  package enum Output: Equatable {
    case text(String)
    /// A figure, with its drawing in characters.
    case figure(drawing: String)
    /// The sentence of an error.
    case error(String)
  }

  package struct Cell {
    /// Its place among all cells, from 1.
    package var number: Int
    /// Whether it holds commands; prose otherwise.
    package var isCode: Bool
    package var source: String
    package var outputs: [Output]
  }

  /// The whole file.
  package private(set) var object: JSON.Object
  /// Code and prose; raw cells are left out.
  package let cells: [Cell]

  /// Whether a file is a notebook by its name.
  package static func isNotebook(_ path: String) -> Bool { path.lowercased().hasSuffix(".ipynb") }

  /// Whether a file is a notebook of this program's kernel.
  package static func isOwn(_ bytes: [UInt8]) -> Bool {
    guard let object = try? JSON.object(reading: bytes).object else { return false }
    return object["nbformat"] != nil && language(of: object) == kernel
  }

  /// - Throws: `ShellError` for what is no notebook, and for one of another kernel.
  package init(_ bytes: [UInt8], name path: String) throws(ShellError) {
    let name = Path.quoted(path)
    do throws(JSON.ReadingError) { object = try JSON.object(reading: bytes).object } catch {
      throw ShellError("\(name) is no notebook: \(error.message)")
    }
    guard object["nbformat"] == .integer(4), case .array(let entries)? = object["cells"] else {
      throw ShellError("\(name) is no notebook of Jupyter's format 4")
    }
    let language = Self.language(of: object)
    guard language == nil || language == Self.kernel else {
      throw ShellError(
        "\(name) is a notebook of '\(shortened(language ?? ""))'; those of the kernel 'descent' can "
          + "be run here")
    }
    var cells: [Cell] = []
    for (i, entry) in entries.enumerated() {
      guard case .object(let cell) = entry, case .string(let kind)? = cell["cell_type"] else {
        throw ShellError("cell \(i + 1) of \(name) is no cell")
      }
      guard kind == "code" || kind == "markdown" else { continue }
      var outputs: [Output] = []
      if case .array(let values)? = cell["outputs"] { outputs = values.compactMap(Self.output) }
      cells.append(
        Cell(
          number: i + 1, isCode: kind == "code", source: Self.text(cell["source"]),
          outputs: outputs))
    }
    self.cells = cells
  }

  private static let kernel = "descent"

  private static func language(of object: JSON.Object) -> String? {
    guard case .object(let metadata)? = object["metadata"] else { return nil }
    for (part, key) in [
      ("kernelspec", "language"), ("kernelspec", "name"), ("language_info", "name"),
    ] {
      if case .object(let values)? = metadata[part], case .string(let name)? = values[key] {
        return name
      }
    }
    return nil
  }

  /// A text, or its lines.
  private static func text(_ value: JSON?) -> String {
    switch value {
    case .string(let text): return text
    case .array(let lines):
      return lines.map { if case .string(let line) = $0 { line } else { "" } }.joined()
    default: return ""
    }
  }

  private static func output(_ value: JSON) -> Output? {
    guard case .object(let output) = value else { return nil }
    switch output["output_type"] {
    case .string("stream"): return .text(text(output["text"]))
    case .string("error"): return .error(text(output["evalue"]))
    default:
      guard case .object(let data)? = output["data"], data["image/svg+xml"] != nil else {
        return nil
      }
      return .figure(drawing: text(data["text/plain"]))
    }
  }

  // MARK: Writing

  /// A notebook of some cells.
  package static func object(cells: [JSON], version: String) -> JSON.Object {
    [
      "cells": .array(cells),
      "metadata": [
        "kernelspec": ["display_name": "descent", "language": "descent", "name": "descent"],
        "language_info": [
          "file_extension": ".descent", "mimetype": "text/x-descent", "name": "descent",
          "version": .string(version),
        ],
      ] as JSON,
      "nbformat": 4, "nbformat_minor": 5,
    ]
  }

  package static func prose(_ text: String, id: String) -> JSON {
    [
      "cell_type": "markdown", "id": .string(id), "metadata": [:] as JSON,
      "source": lines(of: text),
    ]
  }

  package static func code(
    _ source: String, id: String, count: Int? = nil, outputs: [JSON] = []
  ) -> JSON {
    [
      "cell_type": "code", "execution_count": count.map(JSON.integer) ?? .null, "id": .string(id),
      "metadata": [:] as JSON, "outputs": .array(outputs), "source": lines(of: source),
    ]
  }

  /// What a cell printed, with its figures: pairs of a picture and its drawing in the text.
  package static func outputs(
    _ text: String, _ figures: [(svg: String, drawing: String)]
  ) -> [JSON] {
    let rest = withoutDrawings(text, figures.map(\.drawing))
    var outputs: [JSON] = []
    if !rest.isEmpty {
      outputs.append(["name": "stdout", "output_type": "stream", "text": lines(of: rest)])
    }
    for figure in figures {
      outputs.append([
        "data": [
          "image/svg+xml": lines(of: figure.svg), "text/plain": lines(of: figure.drawing),
        ] as JSON, "metadata": [:] as JSON, "output_type": "display_data",
      ])
    }
    return outputs
  }

  /// The text without the figures' drawings, which a notebook shows as pictures.
  package static func withoutDrawings(_ text: String, _ drawings: [String]) -> String {
    var text = text
    for drawing in drawings where !drawing.isEmpty {
      guard let range = text.firstRange(of: drawing) else { continue }
      var end = range.upperBound
      if !drawing.hasSuffix("\n"), text[end...].hasPrefix("\n") { end = text.index(after: end) }
      text.removeSubrange(range.lowerBound..<end)
    }
    return text
  }

  private static func lines(of text: String) -> JSON {
    var lines: [String] = []
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if !lines.isEmpty { lines[lines.count - 1] += "\n" }
      lines.append(String(part))
    }
    if lines.last == "" { lines.removeLast() }
    return .strings(lines)
  }

  /// The file with other outputs of its code cells, by the cells' numbers.
  package func replacing(outputs: [Int: [JSON]]) -> JSON {
    guard case .array(var entries)? = object["cells"] else { return .object(object) }
    for (number, values) in outputs where entries.indices.contains(number - 1) {
      guard case .object(var cell) = entries[number - 1] else { continue }
      cell["outputs"] = .array(values)
      entries[number - 1] = .object(cell)
    }
    var object = object
    object["cells"] = .array(entries)
    return .object(object)
  }
}
