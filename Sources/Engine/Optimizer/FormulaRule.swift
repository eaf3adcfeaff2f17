import Arithmetic
import Formula
import Wording

/// A user's own update rule, given as formulas: `define rule NAME` ... `end`.
///
/// ```
/// define rule heavyball
///   param lambda = 0.9
///   slot v
///   v = lambda*v - eta*g
///   delta = v
/// end
/// ```
/// `param` names a setting with its default, `slot` a number remembered for each parameter from one
/// update to the next (0 at the start). Each further line works out a quantity from `g`, `theta`,
/// `eta`, `t` (counted from 1), the settings, the slots and the quantities before it. Assigning to a
/// slot stores it. The last line gives `delta`, or `theta`. It runs over the same ledger as the
/// built-in rules, so stepping, explaining and bulk training come with it.
public struct FormulaRule: UpdateRule {
  public let settings: Hyperparameters
  private let lines: [Line]
  /// The values of the definition's `param`s in their order; one may bear a name such as `lambda`
  /// that the program's rules know too.
  private let own: [Hyperparameters.Named]
  private let slots: [Slot]
  private let intermediates: [Intermediate]
  public var horizon: Int { .max }
  public var parameterTime: Double { 60 * Double(lines.count) }

  private struct Line: Sendable {
    enum Target: Sendable, Hashable {
      case slot(Int)
      case intermediate(Int)
      case delta
      case theta
    }
    let target: Target
    let code: Node
  }

  /// An expression whose names have been looked up.
  private indirect enum Node: Sendable {
    case constant(Double)
    case gradient, parameter, eta, t
    case setting(Int)
    case previous(Int)
    /// The result of an earlier line.
    case result(Int)
    case add(Node, Node)
    case subtract(Node, Node)
    case multiply(Node, Node)
    case divide(Node, Node)
    case power(Node, Node)
    case negate(Node)
    case call(Function, Node)
    case smaller(Node, Node)
    case larger(Node, Node)
  }

  public func step<L: Ledger>(_ l: inout L, _ s: StepScalars<L.Q>) {
    var results: [L.Q] = []
    results.reserveCapacity(lines.count)
    for line in lines {
      let value = evaluate(line.code, l, s, results)
      switch line.target {
      case .slot(let k): results.append(l.store(slots[k], value))
      case .intermediate(let k): results.append(l.name(intermediates[k], value))
      case .delta: l.move(by: value)
      case .theta: l.move(by: value - l.parameter)
      }
    }
  }

  private func evaluate<L: Ledger>(_ node: Node, _ l: L, _ s: StepScalars<L.Q>, _ results: [L.Q])
    -> L.Q
  {
    func value(_ node: Node) -> L.Q { evaluate(node, l, s, results) }
    switch node {
    case .constant(let x): return L.Q(constant: x)
    case .gradient: return l.gradient
    case .parameter: return l.parameter
    case .eta: return s.eta
    case .t: return s.t
    case .setting(let k): return l.setting(own[k].value, named: own[k].name)
    case .previous(let k): return l.previous(slots[k])
    case .result(let k): return results[k]
    case .add(let a, let b): return value(a) + value(b)
    case .subtract(let a, let b): return value(a) - value(b)
    case .multiply(let a, let b): return value(a) * value(b)
    case .divide(let a, let b): return value(a) / value(b)
    case .power(let a, .constant(2)):
      let base = value(a)
      return base * base
    case .power(let a, let b): return value(a).power(value(b))
    case .negate(let a): return -value(a)
    case .smaller(let a, let b): return value(a).smaller(of: value(b))
    case .larger(let a, let b): return value(a).larger(of: value(b))
    case .call(let function, let a):
      let x = value(a)
      switch function {
      case .sqrt: return x.squareRoot()
      case .abs: return x.magnitude()
      case .sign: return x.signum()
      case .exp: return x.exponential()
      case .log: return x.logarithm()
      default: return x.cosine()
      }
    }
  }

  // MARK: Reading a definition

  /// What the functions of a rule's formulas may be.
  static let functions: [Function] = [.sqrt, .abs, .sign, .exp, .log, .cos, .min, .max]

  /// Reads a definition's lines (without `define rule` and `end`).
  ///
  /// - Throws: `DefinitionError` with the line (from 0) and what is wrong with it.
  public static func declaration(named name: String, lines text: [String])
    throws(DefinitionError) -> RuleDeclaration
  {
    var reader = Reader()
    for (i, line) in text.enumerated() {
      let trimmed = line.prefix { $0 != "#" }.trimmingWhitespace()
      if !trimmed.isEmpty { try reader.read(trimmed, number: i) }
    }
    guard reader.movesTheta else {
      throw DefinitionError(
        line: text.count,
        message:
          "the rule never says how θ moves: end it with 'delta = FORMULA' or 'theta = FORMULA'")
    }
    let code = reader.lines
    let slots = reader.slots.enumerated().map { k, slot in
      Slot(k, slot, reader.meaning(of: slot, in: name, isSlot: true))
    }
    let intermediates = reader.intermediates.map { result in
      Intermediate(result, reader.meaning(of: result, in: name, isSlot: false))
    }
    return RuleDeclaration(
      name: name, summary: "a rule of your own", source: "defined in the shell",
      hyperparameters: [.learningRate(0.01)] + reader.parameters,
      slots: slots, intermediates: intermediates, definition: text,
      misconceptions: Misconception.common,
      makeRule: { settings, _ in
        FormulaRule(settings: settings, lines: code, slots: slots, intermediates: intermediates)
      })
  }

  /// Where a definition is wrong.
  public struct DefinitionError: Error, Hashable, Sendable {
    /// Counted from 0.
    public let line: Int
    public let message: String
  }

  private init(
    settings: Hyperparameters, lines: [Line], slots: [Slot], intermediates: [Intermediate]
  ) {
    self.settings = settings
    self.lines = lines
    self.slots = slots
    self.intermediates = intermediates
    own = settings.others
  }

  private struct Reader {
    var parameters: [Hyperparameter] = []
    var slots: [String] = []
    var intermediates: [String] = []
    var lines: [Line] = []
    /// Which line last worked a name out.
    var results: [String: Int] = [:]
    var movesTheta = false
    /// The formulas of each name, as typed.
    private var formulas: [String: [String]] = [:]

    /// What help says of a quantity of the rule.
    func meaning(of quantity: String, in rule: String, isSlot: Bool) -> String {
      let lines = (formulas[quantity] ?? []).map { "\(quantity) = \($0)" }.joined(separator: "; ")
      let what =
        isSlot ? "what your rule \(rule) remembers" : "worked out by your rule \(rule)"
      return lines.isEmpty ? what : "\(what): \(lines)"
    }

    mutating func read(_ line: String, number: Int) throws(DefinitionError) {
      func fail(_ message: String) -> DefinitionError {
        DefinitionError(line: number, message: message)
      }
      if movesTheta { throw fail("nothing may follow the line that moves θ") }
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      if words[0] == "param" || words[0] == "slot" {
        guard words.count == 2 else { throw fail("'\(words[0])' needs a name") }
        let parts = words[1].split(separator: "=", maxSplits: 1).map { $0.trimmingWhitespace() }
        let name = try newName(parts.first ?? "", fail)
        if words[0] == "slot" {
          guard parts.count == 1 else { throw fail("a slot starts at 0; write 'slot \(name)'") }
          guard slots.count < 8 else { throw fail("a rule has at most 8 slots") }
          slots.append(name)
        } else {
          guard parts.count == 2 else { throw fail("write 'param \(name) = VALUE'") }
          let value = try constant(parts[1], fail)
          parameters.append(
            Hyperparameter(parameters.count, name, value, .any, "a setting of your rule"))
        }
        return
      }
      guard let equals = line.firstIndex(of: "=") else {
        throw fail("expected 'NAME = FORMULA', 'param NAME = VALUE' or 'slot NAME'")
      }
      let name = Notation.asciiName(for: line[..<equals].trimmingWhitespace())
      let formula = String(line[line.index(after: equals)...])
      let code = try compile(try parse(formula, fail), fail)
      formulas[name, default: []].append(formula.trimmingWhitespace())
      switch name {
      case "delta":
        lines.append(Line(target: .delta, code: code))
        movesTheta = true
      case "theta":
        lines.append(Line(target: .theta, code: code))
        movesTheta = true
      default:
        if let k = slots.firstIndex(of: name) {
          lines.append(Line(target: .slot(k), code: code))
        } else {
          let name = try newName(name, fail)
          lines.append(Line(target: .intermediate(intermediates.count), code: code))
          intermediates.append(name)
        }
        results[name] = lines.count - 1
      }
    }

    private func newName(_ text: String, _ fail: (String) -> DefinitionError)
      throws(DefinitionError) -> String
    {
      let name = Notation.asciiName(for: text)
      let isName =
        (name.first?.isLetter ?? false)
        && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      guard isName else { throw fail("\(quoted(text)) is no name; use letters, digits and _") }
      let taken = Self.given + slots + intermediates + parameters.map(\.name)
      guard !taken.contains(name) else { throw fail("\(quoted(name)) is taken") }
      guard !name.hasSuffix("_prev") else {
        throw fail(
          "\(quoted(name)) is taken: a name that ends in _prev is the value before an update")
      }
      return name
    }

    static let given = ["g", "theta", "eta", "lr", "t", "delta", "x", "y", "pi", "theta_ahead"]

    private func parse(_ text: String, _ fail: (String) -> DefinitionError)
      throws(DefinitionError) -> Expression
    {
      do {
        return try Parser.parse(text)
      } catch {
        throw fail(error.message)
      }
    }

    private func constant(_ text: String, _ fail: (String) -> DefinitionError)
      throws(DefinitionError) -> Double
    {
      let expression = try parse(text, fail)
      guard let value = try? expression.evaluateScalar({ _ in nil }), value.isFinite else {
        throw fail("\(quoted(text)) is no finite number")
      }
      return value
    }

    private func compile(_ expression: Expression, _ fail: (String) -> DefinitionError)
      throws(DefinitionError) -> Node
    {
      switch expression {
      case .number(let x): return .constant(x)
      case .variable(let name): return try look(up: name, fail)
      case .unary(.negate, let a): return .negate(try compile(a, fail))
      case .binary(let op, let a, let b):
        let (a, b) = (try compile(a, fail), try compile(b, fail))
        switch op {
        case .add: return .add(a, b)
        case .subtract: return .subtract(a, b)
        case .multiply: return .multiply(a, b)
        case .divide: return .divide(a, b)
        case .power: return .power(a, b)
        default: throw fail("a rule cannot compare with '\(op.rawValue)'; use min, max or sign")
        }
      case .call(.min, let arguments) where arguments.count == 2:
        return .smaller(try compile(arguments[0], fail), try compile(arguments[1], fail))
      case .call(.max, let arguments) where arguments.count == 2:
        return .larger(try compile(arguments[0], fail), try compile(arguments[1], fail))
      case .call(let function, let arguments)
      where arguments.count == 1 && FormulaRule.functions.contains(function)
        && function != .min && function != .max:
        return .call(function, try compile(arguments[0], fail))
      case .call(let function, _):
        throw fail(
          "a rule works parameter by parameter; '\(function.rawValue)' is not among "
            + FormulaRule.functions.map(\.rawValue).joined(separator: ", "))
      case .index, .vector, .unary:
        throw fail(
          "a rule works parameter by parameter; components and vectors have no place in it")
      }
    }

    private func look(up name: String, _ fail: (String) -> DefinitionError)
      throws(DefinitionError) -> Node
    {
      switch name {
      case "g": return .gradient
      case "theta": return .parameter
      case "eta", "lr": return .eta
      case "t": return .t
      case "pi": return .constant(.pi)
      default: break
      }
      if let line = results[name] { return .result(line) }
      if let k = slots.firstIndex(of: name) { return .previous(k) }
      if let k = parameters.firstIndex(where: { $0.name == name }) { return .setting(k) }
      let known = ["g", "theta", "eta", "t"] + parameters.map(\.name) + slots + intermediates
      throw fail("unknown name \(quoted(name)); a rule may use \(known.joined(separator: ", "))")
    }
  }
}

extension StringProtocol {
  func trimmingWhitespace() -> String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
