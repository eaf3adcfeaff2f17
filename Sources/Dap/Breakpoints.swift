import Console
import Dialogue
import Formula
import Session
import Wording

/// What the client has set, as it said it: the program may not be there yet.
struct Breakpoints {
  struct Wish {
    var number: Int
    /// From 1, for one on a line.
    var line = 0
    /// The expression or verb, or the quantity and its turn.
    var name = ""
    var condition: String?
    var hitCondition: String?
    var logMessage: String?
  }

  struct Lines {
    var path: String?
    var reference: Int
    var name: String?
    var wishes: [Wish]
  }

  /// Breakpoints of one request at most.
  static let most = 1_000

  var lines: [Lines] = []
  var functions: [Wish] = []
  var data: [Wish] = []
  private var lastNumber = 0

  mutating func wish(_ fields: Fields) throws(Fields.Failure) -> Wish {
    lastNumber += 1
    var wish = Wish(number: lastNumber)
    func text(_ name: String) throws(Fields.Failure) -> String? {
      let text = try fields.optionalText(name)
      return text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
    wish.condition = try text("condition")
    wish.hitCondition = try text("hitCondition")
    wish.logMessage = try text("logMessage")
    return wish
  }
}

extension Stopper {
  /// A breakpoint from what a client says.
  ///
  /// - Throws: `ShellError` for an expression that cannot be read, and for no such place.
  init(
    _ wish: Breakpoints.Wish, _ kind: Halt.Kind, in workspace: Workspace, of program: Program
  ) throws(ShellError) {
    var condition: TypedFormula?
    var event: Watch.Event?
    if let text = wish.condition {
      let word = text.filter { $0 != " " }.replacing("for=", with: "")
      event = kind == .data ? Watch.Event(rawValue: word) : nil
      if event == nil {
        condition = try workspace.condition(text, column: nil)
      }
    }
    let place: Place
    switch kind {
    case .line:
      guard let line = program.commandLine(from: wish.line) else {
        throw ShellError("no command comes after this line")
      }
      place = .line(line)
    case .function: place = try Self.place(of: wish.name, in: workspace)
    case .data:
      let (quantity, given) = Self.turn(wish.name)
      let formula = try workspace.expression(quantity, column: nil)
      place = .turn(formula, event ?? given ?? .usual(for: formula))
    }
    var hits: HitCondition?
    if let text = wish.hitCondition {
      hits = HitCondition(text)
      guard hits != nil else {
        throw ShellError("'\(shortened(text))' is no count; it is \(HitCondition.phrase)")
      }
    }
    self.init(
      number: wish.number, kind: kind, place: place, condition: condition, hitCondition: hits,
      logMessage: wish.logMessage)
  }

  /// A verb, a condition, or a quantity.
  private static func place(
    of name: String, in workspace: Workspace
  ) throws(ShellError) -> Place {
    let text = name.hasPrefix("when ") ? String(name.dropFirst(5)) : name
    if let command = workspace.table.commands.first(where: { $0.name == text.lowercased() }) {
      return .verb(command.name)
    }
    let (quantity, event) = turn(text)
    let formula = try workspace.expression(quantity, column: nil)
    if event == nil, formula.expression.isCondition {
      return .condition(try workspace.condition(quantity, column: nil))
    }
    return .turn(formula, event ?? .usual(for: formula))
  }

  /// `loss for=rise` as its quantity and its turn.
  static func turn(_ text: String) -> (quantity: String, event: Watch.Event?) {
    for event in Watch.Event.allCases where text.hasSuffix(" for=\(event.rawValue)") {
      return (String(text.dropLast(event.rawValue.count + 5)), event)
    }
    return (text, nil)
  }
}
