import Arrays
import Console
import Engine
import Formula

/// A script that repeats a session in another library and says how far it agrees: prose and code, cell
/// by cell.
public struct Script {
  let plan: SessionPlan
  let framework: Framework
  let rule: RuleText
  /// The file of numbers beside the script; nil where the script has them itself.
  let dataFile: String?

  struct Cell {
    let prose: String
    let code: String
  }

  /// - Parameter dataFile: the name of a `.npz` beside the script, for many numbers.
  public init(_ plan: SessionPlan, for framework: Framework, besides dataFile: String) {
    (self.plan, self.framework) = (plan, framework)
    self.dataFile = plan.isLarge ? dataFile : nil
    rule = RuleText(plan: plan, framework: framework)
  }

  /// As a `.py` file.
  public var python: String {
    let head = "\"\"\"\(title)\n\n\(introduction)\n\"\"\"\n"
    return head
      + cells.map { cell in
        let prose = cell.prose.split(separator: "\n").map { "# " + $0 }.joined(separator: "\n")
        return (prose.isEmpty ? "" : prose + "\n") + cell.code
      }.joined(separator: "\n")
  }

  /// As a `.ipynb` file.
  public var notebook: String {
    func source(_ text: String) -> JSON {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      var all = lines.dropLast().map { $0 + "\n" }
      if let last = lines.last, !last.isEmpty { all.append(last) }
      return .strings(all)
    }
    var made: [JSON] = []
    func add(_ id: Int, _ kind: String, _ text: String) {
      var cell: JSON.Object = [
        "cell_type": .string(kind), "id": .string("cell-\(id)"), "metadata": .object([:]),
      ]
      if kind == "code" {
        cell["execution_count"] = .null
        cell["outputs"] = .array([])
      }
      cell["source"] = source(text)
      made.append(.object(cell))
    }
    add(0, "markdown", "# \(title)\n\n\(introduction)")
    for cell in cells {
      if !cell.prose.isEmpty { add(made.count, "markdown", cell.prose) }
      add(made.count, "code", cell.code.trimmed)
    }
    let document: JSON.Object = [
      "cells": .array(made),
      "metadata": .object([
        "kernelspec": .object([
          "display_name": "Python 3", "language": "python", "name": "python3",
        ]),
        "language_info": .object(["name": "python"]),
      ]),
      "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ]
    return JSON.object(document).text + "\n"
  }

  private var title: String {
    // A file's name must not end the text that it stands in.
    let name = plan.name.filter { $0 != "\\" && $0 != "\"" && !$0.isNewline }
    var rules: [String] = []
    for part in plan.parts where part.experiment.optimizer.name != rules.last {
      rules.append(part.experiment.optimizer.name)
    }
    return
      "\(name), \(rules.joined(separator: ", then ")), \(plan.updates) updates, in \(framework.title)"
  }

  private var introduction: String {
    """
    This repeats a session of descent in float64: the same start, batches, masks, rule, schedule and
    penalty. At each tenth of the run it prints max |Δθ|, the largest difference from the session's
    parameters, which come with it. Rounding differs from library to library, so a chaotic run parts
    sooner or later: the last line says up to which update the two agree to 1e-9.
    """
  }

  private var cells: [Cell] {
    var cells = [Cell(prose: "", code: imports)]
    if let dataFile {
      cells.append(Cell(prose: "The numbers lie beside this file.", code: loading(dataFile)))
    }
    if plan.network != nil {
      cells.append(Cell(prose: "The data as the session used them.", code: data))
    }
    cells.append(Cell(prose: startProse, code: start))
    if let network = plan.network {
      if let networkCode {
        cells.append(
          Cell(prose: "The network: \(network.architecture), W is [out, in].", code: networkCode))
      }
      let draws = plan.parts.count > 1 ? "" : maskCode ?? ""
      cells.append(
        Cell(
          prose:
            "The batch order comes from RandomState(seed + 1), dropout from RandomState(seed + 2).",
          code: """
            order_stream = np.random.RandomState(\(plan.experiment.seed &+ 1))
            mask_stream = np.random.RandomState(\(plan.experiment.seed &+ 2))

            """ + (draws.isEmpty ? "" : "\n" + draws)))
    } else if let surface = plan.experiment.objective.surface {
      cells.append(Cell(prose: "The surface.", code: self.surface(surface)))
    }
    if plan.parts.count > 1 {
      cells += plan.parts.indices.map(settingsCell)
    } else {
      cells.append(Cell(prose: "The rule and its rate.", code: rule.schedule + "\n\n" + rule.code))
    }
    cells.append(Cell(prose: "The session's θ at each tenth of the run.", code: figures))
    cells.append(
      Cell(prose: "Training.", code: plan.parts.count > 1 ? trainingInParts : training))
    return cells
  }

  /// The network's passes; nil on a surface.
  var networkCode: String? {
    plan.network.map {
      let text = NetworkText(network: $0, framework: framework)
      return text.helpers + text.forward + "\n\n" + text.loss + "\n\n" + text.gradient
    }
  }

  /// How masks are drawn; nil without dropout.
  var maskCode: String? {
    plan.network.flatMap { NetworkText(network: $0, framework: framework).masks }
  }

  // MARK: Numbers

  private var imports: String {
    switch framework {
    case .numpy:
      """
      import math

      import numpy as np

      np.seterr(divide="ignore", invalid="ignore", over="ignore")


      def array(numbers):
          return np.asarray(numbers, dtype=np.float64)

      """
    case .pytorch:
      """
      import math

      import numpy as np
      import torch
      import torch.nn.functional as F

      torch.set_default_dtype(torch.float64)


      def array(numbers):
          return torch.as_tensor(np.asarray(numbers, dtype=np.float64))

      """
    case .keras:
      """
      import math
      import os

      # Its functions round to single precision on some backends: the passes are torch's.
      os.environ["KERAS_BACKEND"] = "torch"

      import keras
      import numpy as np
      import torch
      from keras import ops

      keras.config.set_floatx("float64")


      def array(numbers):
          return ops.convert_to_tensor(np.asarray(numbers, dtype=np.float64), dtype="float64")

      """
    }
  }

  private func loading(_ dataFile: String) -> String {
    let name = dataFile.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return """
      import pathlib

      folder = pathlib.Path(globals().get("__file__", "")).parent
      numbers = np.load(folder / "\(name)")

      """
  }

  /// What the script reads of the session: examples in rows, θ in a row.
  private var tables: [(name: String, columns: Int?, values: [Double])] {
    var tables: [(name: String, columns: Int?, values: [Double])] = []
    if let network = plan.network {
      let parts =
        [("", network.training)]
        + (watchesValidation ? network.validation.map { [("_val", $0)] } ?? [] : [])
      for (ending, part) in parts {
        tables.append(("X" + ending, part.featureCount, part.featureValues))
        tables.append(("Y" + ending, part.targetCount, part.targets))
      }
    }
    return tables
  }

  /// The arrays of the file beside the script; nil where the script has the numbers itself.
  public var arrays: [NamedArray]? {
    guard dataFile != nil else { return nil }
    return tables.map { name, columns, values in
      NamedArray(
        name, shape: columns.map { [values.count / max($0, 1), $0] } ?? [values.count],
        values: values)
    } + [NamedArray("start", shape: [plan.start.count], values: plan.start)]
      + plan.figures.map { figure in
        NamedArray("theta_\(figure.t)", shape: [figure.theta.count], values: figure.theta)
      }
  }

  private func numbers(_ name: String, _ values: [Double]) -> String {
    dataFile == nil ? PythonText.list(values) : "numbers[\"\(name)\"]"
  }

  private var data: String {
    tables.map { name, columns, values in
      let reshaped = columns.map { ".reshape(-1, \($0))" } ?? ""
      return "\(name) = array(\(numbers(name, values)))\(dataFile == nil ? reshaped : "")\n"
    }.joined()
  }

  private var startProse: String {
    let isDrawn = plan.network.map { $0.start == nil } ?? false
    return isDrawn
      ? "θ⁰, drawn from RandomState(\(plan.experiment.seed)), W1 row by row, b1, W2 and so on."
      : "θ⁰, where the session began."
  }

  private var shapes: [String] {
    guard plan.network != nil else { return ["(2,)"] }
    return plan.layout.entries.map { entry in
      "(" + entry.shape.map { "\($0)" }.joined(separator: ", ")
        + (entry.shape.count == 1 ? ",)" : ")")
    }
  }

  private var start: String {
    let flat =
      switch framework {
      case .numpy: "np.ravel(p)"
      case .pytorch: "p.detach().numpy().ravel()"
      case .keras: "ops.convert_to_numpy(p).ravel()"
      }
    return """
      shapes = [\(shapes.joined(separator: ", "))]
      start = \(numbers("start", plan.start))


      def arrays(numbers):
          \"""The parameters array by array, from all of them in a row.\"""
          cut, at = [], 0
          for shape in shapes:
              size = math.prod(shape)
              cut.append(array(numbers[at : at + size]).reshape(shape))
              at += size
          return cut


      def flat(theta):
          return np.concatenate([\(flat) for p in theta])

      """
  }

  private var figures: String {
    "figures = {\n"
      + plan.figures.map { "\($0.t): \(numbers("theta_\($0.t)", $0.theta)),\n" }.joined() + "}\n"
  }

  // MARK: A surface

  private func surface(_ surface: Surface) -> String {
    let python = PythonText(prefix: framework.prefix)
    let head = "    x, y = theta[0]\n"
    if framework == .numpy {
      let parts = surface.gradientFormulas.map(python.text).joined(separator: ",\n        ")
      return """
        erf = np.vectorize(math.erf)


        def loss(theta):
        \(head)    return \(python.text(surface.formula))


        def gradient(theta):
            \"""∂f/∂x and ∂f/∂y.\"""
        \(head)    return [np.array([
                \(parts),
            ], dtype=float)]

        """
    }
    return """
      def loss(theta):
      \(head)    return \(python.text(surface.formula)) + 0*x


      def gradient(theta):
          leaf = theta[0].detach().requires_grad_()
          return list(torch.autograd.grad(loss([leaf]), [leaf]))

      """
  }

  // MARK: Training

  private var watchesValidation: Bool {
    plan.parts.contains { $0.experiment.stopping?.monitor.hasPrefix("val_") ?? false }
  }

  /// At each tenth of the run.
  static let comparison = """
        if t in figures:
            difference = np.abs(flat(theta) - figures[t]).max()
            print(f"t {t:7d}   max |Δθ| {difference:.3e}")
            agrees = agrees and difference <= 1e-9
            horizon = t if agrees else horizon

    """

  private var training: String {
    let experiment = plan.experiment
    let isNetwork = plan.network != nil
    let count = plan.network?.exampleCount ?? 0
    let byEpochs = experiment.schedule.unit == .epoch && isNetwork
    let size = min(experiment.batchSize ?? count, count)
    let hasMasks = !(plan.network?.dropoutLayers.isEmpty ?? true)
    var loop = "    eta = rate(\(byEpochs ? "epochs" : "t - 1"))\n"
    if isNetwork {
      loop += """
            if position == len(order):
                order, position = order_stream.permutation(\(count)), 0
            batch = order[position : position + \(size)]
            position += len(batch)

        """
    }
    let memories = "memories"
    loop +=
      plan.looksAhead
      ? "    point = [look_ahead(p, m, t, eta) for p, m in zip(theta, \(memories))]\n"
      : "    point = theta\n"
    loop +=
      isNetwork
      ? "    g = gradient(point, X[batch], Y[batch], \(hasMasks ? "draw_masks(len(batch))" : "None"))\n"
      : "    g = gradient(point)\n"
    loop += penalty
    loop += """
          theta = [p + update(p, d, m, t, eta) for p, d, m in zip(theta, g, \(memories))]

      """
    let stop = stopping
    if isNetwork {
      loop += "    if position == len(order):\n        epochs += 1\n" + stop.indented(8)
    } else {
      loop += stop.indented(4)
    }
    loop += Self.comparison
    let zeros = "0*p"
    return """
      theta = arrays(start)
      memories = [\(rule.memory(zeros: zeros)) for p in theta]
      \(isNetwork ? "order, position, epochs = [], 0, 0\n" : "")\(stoppingStart)agrees, horizon = True, 0
      for t in range(1, \(plan.updates) + 1):
      \(loop)print(f"the same to 1e-9 up to t {horizon} of \(plan.updates)")

      """
  }

  var penalty: String {
    let penalty = plan.experiment.penalty
    guard !penalty.isNone else { return "" }
    var terms = "d"
    if penalty.l2 != 0 { terms += " + \(PythonText.number(penalty.l2))*p" }
    if penalty.l1 != 0 {
      terms += " + \(PythonText.number(penalty.l1))*\(framework.prefix).sign(p)"
    }
    if plan.network == nil || penalty.includesBiases {
      return "    g = [\(terms) for d, p in zip(g, point)]\n"
    }
    return """
          # The penalty leaves biases out.
          g = [\(terms) if p.ndim == 2 else d for d, p in zip(g, point)]

      """
  }

  private var stoppingStart: String {
    plan.experiment.stopping == nil ? "" : "best, best_theta, wait = None, theta, 0\n"
  }

  /// Early stopping, asked at the end of each epoch, or of each update on a surface.
  var stopping: String {
    guard let stopping = plan.experiment.stopping else { return "" }
    let improvement = stopping.isGain ? "value - best" : "best - value"
    let restore = stopping.restoresBest ? "\n    theta = best_theta" : "\n    pass"
    return """
      if wait >= \(stopping.patience):
          wait = 0
      value = \(monitored(stopping.monitor))
      if best is None and not math.isnan(value) or best is not None and \(improvement) > \(PythonText.number(stopping.minDelta)):
          best, best_theta, wait = value, theta, 0
      else:
          wait += 1
          if wait >= \(stopping.patience):\(restore.replacing("\n    ", with: "\n        "))

      """
  }

  private func monitored(_ name: String) -> String {
    guard let network = plan.network else { return "float(loss(theta))" }
    let (x, y) = name.hasPrefix("val_") ? ("X_val", "Y_val") : ("X", "Y")
    let l = network.architecture.layers.count
    let output = "flat([forward(theta, \(x))[\"a\(l)\"]]).reshape(len(\(x)), -1)"
    let target = "flat([\(y)]).reshape(len(\(y)), -1)"
    switch name.replacing("val_", with: "") {
    case "accuracy":
      return network.architecture.outputs == 1
        ? "float(((\(output) >= 0.5) == (\(target) >= 0.5)).mean())"
        : "float((\(output).argmax(1) == \(target).argmax(1)).mean())"
    case "r2":
      return
        "float(1 - ((\(output) - \(target))**2).sum()/((\(target) - \(target).mean(0))**2).sum())"
    default: return "float(loss(theta, \(x), \(y)))"
    }
  }
}

extension String {
  /// Every line that is not empty, so many blanks further to the right.
  func indented(_ count: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "" : String(repeating: " ", count: count) + $0
    }.joined(separator: "\n")
  }

  /// The same; within a function one empty line parts definitions.
  func indentedWhole(_ count: Int) -> String {
    var text = indented(count)
    while text.contains("\n\n\n") { text = text.replacing("\n\n\n", with: "\n\n") }
    return text
  }

  /// Without the line breaks at its ends.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first == "\n" { text = text.dropFirst() }
    while text.last == "\n" { text = text.dropLast() }
    return String(text)
  }
}
