import Engine
import Explanations
import Formula

/// The update rule and the schedule as Python, made of the formulas that training declares.
struct RuleText {
  let plan: SessionPlan
  let framework: Framework
  private var optimizer: Optimizer { plan.optimizer }
  private var convention: String {
    optimizer.convention == .lecture ? "in the lecture's form" : "in PyTorch's form"
  }

  /// Settings, η, t and what all parameters share are single numbers.
  private var python: PythonText {
    let declaration = optimizer.declaration
    let shared = declaration.sharedQuantities.map(\.name)
    let names = declaration.hyperparameters.map(\.name) + shared + shared.map { $0 + "_prev" }
    return PythonText(prefix: framework.prefix, numbers: Set(names + ["eta", "t"]))
  }

  /// `def update(...)`, and `def look_ahead(...)` where the rule has such a point.
  var code: String {
    let listings = RuleListing.all(of: optimizer, updates: plan.updates)
    var text = """
      def update(theta_prev, g, memory, t, eta):
          \"""\(optimizer.name), \(convention): how one array of parameters moves.\"""
      \(settings)\(recalls)
      """
    for (k, entry) in listings.enumerated() {
      let head =
        listings.count == 1
        ? nil
        : k == 0
          ? "if t <= \(entry.last):" : k < listings.count - 1 ? "elif t <= \(entry.last):" : "else:"
      if let head { text += "    \(head)\n" }
      let indent = head == nil ? "    " : "        "
      for line in entry.listing.shared {
        text += self.line(line, indent, PythonText(prefix: "math"))
      }
      for line in entry.listing.lines { text += self.line(line, indent, python) }
    }
    text += stores + "    return delta\n"
    guard let ahead = listings.first?.listing.ahead else { return text }
    return text + """


      def look_ahead(theta_prev, memory, t, eta):
          \"""Where the gradient is taken.\"""
      \(settings)\(recalls)    return \(python.text(ahead))

      """
  }

  private func line(_ line: RuleListing.Line, _ indent: String, _ python: PythonText) -> String {
    "\(indent)\(PythonText.name(line.name)) = \(python.text(line.formula))\n"
  }

  private var settings: String {
    optimizer.declaration.hyperparameters.filter { $0.name != "lr" }.map {
      "    \(PythonText.name($0.name)) = \(PythonText.number(optimizer.settings[$0.name] ?? .nan))\n"
    }.joined()
  }

  private var remembered: [String] {
    optimizer.declaration.slots + optimizer.declaration.rememberedNumbers.map(\.name)
  }

  private var recalls: String {
    remembered.map { "    \(PythonText.name($0))_prev = memory[\"\($0)\"]\n" }
      .joined().replacing("__prev", with: "_prev")
  }

  private var stores: String {
    remembered.map { "    memory[\"\($0)\"] = \(PythonText.name($0))\n" }.joined()
  }

  /// What a memory holds at the start, as the entries of a dictionary.
  func memory(zeros: String) -> String {
    let slots = optimizer.declaration.slots.map { "\"\($0)\": \(zeros)" }
    let numbers = optimizer.declaration.rememberedNumbers.map {
      "\"\($0.name)\": \(PythonText.number($0.start))"
    }
    return "{" + (slots + numbers).joined(separator: ", ") + "}"
  }

  /// `def rate(t)`: α_t after t completed units.
  var schedule: String {
    let schedule = plan.experiment.schedule
    var values: [String: [Double]] = [:]
    for (parameter, value) in schedule.settings { values[parameter.name] = value }
    func number(_ name: String) -> String { PythonText.number(values[name]?.first ?? .nan) }
    let body: String
    if case .formula(let formula) = schedule.shape {
      body = PythonText(prefix: "math").text(
        formula.replacingVariables { $0 == "eta" ? .variable("lr") : nil })
    } else {
      switch schedule.name {
      case "step":
        let milestones = (values["milestones"] ?? []).map(PythonText.number)
        body =
          "lr*\(number("factor"))**sum(m <= t for m in [\(milestones.joined(separator: ", "))])"
      case "cosine": body = "0.5*lr*(1 + math.cos(min(t, \(number("T")))*math.pi/\(number("T"))))"
      case "linear": body = "lr*(1 - min(t, \(number("T")))/\(number("T")))"
      case "inverse_sqrt": body = "lr/math.sqrt(t + 1)"
      case "exponential": body = "lr*\(number("gamma"))**t"
      case "warmup":
        body =
          "lr*(\(number("from")) + (1 - \(number("from")))*t/\(number("T"))) if t < \(number("T")) else lr"
      default: body = "lr"
      }
    }
    let unit =
      schedule.unit == .epoch && plan.network != nil ? "completed epochs" : "updates"
    return """
      lr = \(PythonText.number(optimizer.settings.lr))


      def rate(t):
          \"""The learning rate after t \(unit): \(schedule.name).\"""
          return \(body)

      """
  }
}
