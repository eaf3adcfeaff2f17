import Console
import Dialogue
import Engine
import Formula
import LongWork
import Session
import Wording

/// What a client shows while the program stands still.
extension Adapter {
  func threads(_ request: Message) {
    let name = debuggee?.program.name ?? "descent"
    wire.respond(
      to: request,
      ["threads": .array([.object(["id": .integer(Self.thread), "name": .string(name)])])])
  }

  /// The update at hand above the line that makes it.
  func stackTrace(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let start = try fields.integer("startFrame", 0...Int.max) ?? 0
    let levels = try fields.integer("levels", 0...Int.max) ?? 0
    let all = frames
    let shown = all.dropFirst(start).prefix(levels == 0 ? .max : levels)
    wire.respond(
      to: request,
      ["stackFrames": .array(shown.map(JSON.object)), "totalFrames": .integer(all.count)])
  }

  private var frames: [JSON.Object] {
    guard let debuggee else { return [] }
    let program = debuggee.program
    let step = debuggee.step ?? program.steps.last
    func frame(_ id: Int, _ name: String) -> JSON.Object {
      [
        "id": .integer(id), "name": .string(name), "source": program.source(),
        "line": .integer(step.map { client.line($0.line) } ?? 0),
        "column": .integer(step.map { client.column($0.column) } ?? 0),
      ]
    }
    var frames: [JSON.Object] = []
    if let update = updateName { frames.append(frame(2, update)) }
    let name =
      debuggee.step == nil ? "the end of \(program.name)" : shortened(step?.text ?? "", to: 60)
    frames.append(frame(1, name))
    return frames
  }

  /// `update 12: backward`; nil outside runs.
  private var updateName: String? {
    guard let debuggee, let t = debuggee.timeline?.state.t else { return nil }
    let standing = debuggee.standing
    guard standing.updates > 0 || standing.phase > 0 else { return nil }
    if debuggee.makesUpdates {
      return "update \(t + 1): " + ["forward", "backward", "update"][min(standing.phase, 2)]
    }
    return "update \(t): done"
  }

  var inspector: Inspector? {
    guard let debuggee else { return nil }
    if let known = handles.inspector { return known }
    let inspector = Inspector(debuggee.session.workspace, phase: debuggee.standing.phase)
    handles.inspector = inspector
    return inspector
  }

  func scopes(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    _ = try fields.integer("frameId", 0...Int.max)
    let scopes = inspector?.scopes ?? []
    wire.respond(
      to: request,
      [
        "scopes": .array(
          scopes.map { name, node, isCostly in
            .object([
              "name": .string(name), "variablesReference": .integer(handles.number(of: node)),
              "expensive": .boolean(isCostly),
            ])
          })
      ])
  }

  /// Lines of one answer at most.
  private static let mostLines = 2_000

  /// What a request names by its "variablesReference".
  private func referred(_ fields: Fields) throws(Fields.Failure) -> (Inspector, Node) {
    guard let number = try fields.integer("variablesReference", 1...Int.max),
      let node = handles[number], let inspector
    else {
      throw .init(
        name: "variablesReference", message: "\"variablesReference\" is none of the present stop's")
    }
    return (inspector, node)
  }

  func variables(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let (inspector, node) = try referred(fields)
    let start = try fields.integer("start", 0...Int.max) ?? 0
    let wanted = try fields.integer("count", 0...Int.max) ?? 0
    let count = min(wanted == 0 ? .max : wanted, Self.mostLines)
    var lines = inspector.lines(of: node, from: start, count: count + 1)
    let hasMore = lines.count > count && wanted == 0
    lines = Array(lines.prefix(count))
    var told = lines.map { JSON.object(self.told($0)) }
    if hasMore {
      told.append(
        .object([
          "name": "…", "value": .string("more than \(count); ask for a part of them"),
          "variablesReference": 0,
        ]))
    }
    wire.respond(to: request, ["variables": .array(told)])
  }

  private func told(_ variable: Variable) -> JSON.Object {
    var told: JSON.Object = [
      "name": .string(variable.name), "value": .string(variable.value),
      "variablesReference": .integer(variable.node.map { handles.number(of: $0) } ?? 0),
    ]
    if let type = variable.type { told["type"] = .string(type) }
    if let expression = variable.expression { told["evaluateName"] = .string(expression) }
    if let indexed = variable.indexed { told["indexedVariables"] = .integer(indexed) }
    if variable.set == nil {
      told["presentationHint"] = .object(["attributes": .strings(["readOnly"])])
    }
    return told
  }

  // MARK: Setting

  func setVariable(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let (inspector, node) = try referred(fields)
    let name = try fields.text("name")
    let variable = inspector.line(name, in: node)
    set(variable ?? Variable(name: name, value: ""), to: try fields.text("value"), request)
  }

  func setExpression(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let name = try fields.text("expression")
    let variable = inspector?.setting(name)
    set(variable ?? Variable(name: name, value: ""), to: try fields.text("value"), request)
  }

  private func set(_ variable: Variable, to value: String, _ request: Message) {
    guard let make = variable.set else {
      let names = listed(inspector?.settableNames ?? [])
      wire.refuse(
        request.seq, request.command,
        "'\(shortened(variable.name))' follows from training, and is not set; what can be set is \(names)"
      )
      return
    }
    let result = typed(make(value), for: request)
    guard result.error == nil else {
      wire.refuse(request.seq, request.command, result.error?.message ?? "")
      return
    }
    let now = inspector?.setting(variable.name)?.value ?? value
    wire.respond(to: request, ["value": .string(now), "variablesReference": 0])
    invalidate()
  }

  /// Carries out what was typed, as one step that can be gone back over.
  private func typed(_ line: String, for request: Message) -> (text: String, error: ShellError?) {
    guard let debuggee else { return ("", nil) }
    let session = debuggee.session
    let before = session.workspace.contents
    let count = debuggee.past.count
    debuggee.remember(isTyped: true)
    debuggee.observer.take([], line: nil)
    var result = work(for: request) {
      collecting {
        for line in CellLine.lines(of: line) where !line.text.allSatisfy(\.isWhitespace) {
          let outcome = session.execute(line.text)
          if outcome == .quit {
            session.workspace.isLeaving = false
            session.refuse("'quit' ends the shell; here the debugger's own button ends the program")
          }
          if outcome != .done { break }
        }
      }
    }
    if session.isInLesson {
      session.execute("quit")
      result.error = ShellError("a lesson is debugged by naming it as the program")
    }
    if session.workspace.contents == before, debuggee.past.count > count {
      debuggee.past.removeLast()
    } else {
      handles.forget()
    }
    return result
  }

  private func invalidate() {
    guard client.hasInvalidated else { return }
    wire.tell("invalidated", ["areas": .strings(["all"])])
  }

  // MARK: Evaluating

  func evaluate(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let text = try fields.text("expression")
    let context = try fields.optionalText("context") ?? ""
    switch context {
    case "hover": hover(request, text)
    case "repl" where !isExpression(text):
      let result = typed(text, for: request)
      if let error = result.error {
        if !result.text.isEmpty { output(result.text, category: "console") }
        wire.refuse(
          request.seq, request.command, error.message,
          short: error.isInterruption ? "cancelled" : nil)
      } else {
        wire.respond(
          to: request, ["result": .string(result.text.trimmed), "variablesReference": 0])
      }
      invalidate()
    default: value(request, text)
    }
  }

  /// Whether a text is an expression rather than a command.
  private func isExpression(_ text: String) -> Bool {
    guard let workspace = debuggee?.session.workspace, workspace.definition == nil else {
      return false
    }
    let word = String(text.prefix { !$0.isWhitespace }).lowercased()
    let isVerb = workspace.table.commands.contains {
      $0.name == word || $0.aliases.contains(word) || $0.shortcut == word
    }
    return !isVerb && (try? workspace.expression(text, column: nil)) != nil
  }

  private func value(_ request: Message, _ text: String) {
    guard let inspector, let workspace = debuggee?.session.workspace else { return }
    do throws(ShellError) {
      let formula = try workspace.expression(text, column: nil)
      let value = try workspace.value(of: formula)
      let name = formula.expression.label ?? text
      let line = inspector.variable(name, value, expression: text)
      var body: JSON.Object = ["result": .string(line.value)]
      body["variablesReference"] = .integer(line.node.map { handles.number(of: $0) } ?? 0)
      if let type = line.type { body["type"] = .string(type) }
      if let indexed = line.indexed { body["indexedVariables"] = .integer(indexed) }
      wire.respond(to: request, body)
    } catch {
      wire.refuse(request.seq, request.command, error.message, short: error.message)
    }
  }

  /// How a quantity was worked out; else its value and meaning, or a verb's help.
  private func hover(_ request: Message, _ text: String) {
    guard let debuggee else { return }
    let session = debuggee.session
    let name = asciiName(text)
    let explanation = collecting {
      debuggee.look("\(Verbs.explain.name) \(LineSyntax.word(for: name))")
    }
    if explanation.error == nil, !explanation.text.isEmpty {
      wire.respond(
        to: request, ["result": .string(explanation.text.trimmed), "variablesReference": 0])
    } else if let report = session.inspection(of: text, verb: nil) {
      let text = TextRenderer(traits: session.traits).text(of: report)
      wire.respond(to: request, ["result": .string(text.trimmed), "variablesReference": 0])
    } else {
      value(request, text)
    }
  }

  func completions(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let text = try fields.text("text")
    let column = client.own(column: try fields.integer("column", 0...Int.max) ?? .max)
    let line = client.own(line: try fields.integer("line", 0...Int.max) ?? client.line(1))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let typed = lines[safely: line - 1] ?? ""
    // Columns are counted in UTF-16.
    let units = Array(typed.utf16.prefix(max(0, column - 1)))
    let cursor = String(decoding: units, as: UTF16.self).utf8.count
    guard let found = debuggee?.session.completions(line: typed, cursorUTF8: cursor) else { return }
    let bytes = Array(typed.utf8)
    func unitsBefore(_ offset: Int) -> Int {
      String(decoding: bytes.prefix(offset), as: UTF8.self).utf16.count
    }
    let start = unitsBefore(found.replacing.lowerBound)
    let length = unitsBefore(found.replacing.upperBound) - start
    wire.respond(
      to: request,
      [
        "targets": .array(
          found.candidates.map {
            .object([
              "label": .string($0.text), "start": .integer(client.column(start + 1)),
              "length": .integer(length),
            ])
          })
      ])
  }

  /// What went wrong, and of a number that is not finite where it arose.
  func exceptionInfo(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    guard case .exception(let exception, let sentence)? = halt, let debuggee else {
      wire.refuse(request.seq, request.command, "nothing has gone wrong here")
      return
    }
    var details: JSON.Object = [
      "message": .string(sentence), "typeName": .string(exception.label),
    ]
    if exception == .nonFinite {
      let name = debuggee.timeline?.record?.firstNonFinite ?? "loss"
      let chain = work(for: request) {
        collecting { debuggee.look("\(Verbs.why.name) \(name)") }
      }
      details["evaluateName"] = .string(name)
      if !chain.text.isEmpty { details["stackTrace"] = .string(chain.text) }
    }
    wire.respond(
      to: request,
      [
        "exceptionId": .string(exception.rawValue), "description": .string(sentence),
        "breakMode": "always", "details": .object(details),
      ])
  }
}

extension String {
  /// Without the line ends at its end.
  fileprivate var trimmed: String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
