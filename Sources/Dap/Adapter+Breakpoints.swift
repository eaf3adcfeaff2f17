import Console
import Dialogue
import Formula
import Session
import Wording

/// Breakpoints of all kinds.
extension Adapter {
  /// A session to read expressions in: the program's, or an empty one.
  private var workspace: Workspace { debuggee?.session.workspace ?? session().workspace }

  private func list(
    _ fields: Fields, _ name: String
  ) throws(Fields.Failure) -> [Fields] {
    let list = try fields.objects(name)
    guard list.count <= Breakpoints.most else {
      throw .init(name: name, message: "there are at most \(Breakpoints.most) breakpoints")
    }
    return list
  }

  func setBreakpoints(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    guard let source = try fields.object("source") else {
      throw .init(name: "source", message: "\"source\" is missing: the file of the breakpoints")
    }
    var wishes: [Breakpoints.Wish] = []
    for one in try list(fields, "breakpoints") {
      var wish = try breakpoints.wish(one)
      guard let line = try one.integer("line", 0...Int.max) else {
        throw .init(name: "line", message: "\"line\" is missing: the line of the breakpoint")
      }
      wish.line = client.own(line: line)
      wishes.append(wish)
    }
    let lines = Breakpoints.Lines(
      path: try source.optionalText("path").map(client.path),
      reference: try source.integer("sourceReference", 0...Int.max) ?? 0,
      name: try source.optionalText("name"), wishes: wishes)
    breakpoints.lines.removeAll {
      $0.path == lines.path && $0.reference == lines.reference && $0.name == lines.name
    }
    if !wishes.isEmpty { breakpoints.lines.append(lines) }
    wire.respond(to: request, ["breakpoints": .array(wishes.map { told($0, of: lines) })])
    apply()
  }

  /// A breakpoint on a line, as the client is told of it.
  private func told(_ wish: Breakpoints.Wish, of lines: Breakpoints.Lines) -> JSON {
    var told: JSON.Object = ["id": .integer(wish.number), "verified": false]
    guard let debuggee else {
      told["line"] = .integer(client.line(wish.line))
      told["message"] = "the program is not read yet"
      return .object(told)
    }
    let program = debuggee.program
    guard program.isSame(path: lines.path, reference: lines.reference, name: lines.name) else {
      told["message"] = .string("the program that runs is \(program.name)")
      return .object(told)
    }
    do throws(ShellError) {
      let stopper = try Stopper(wish, .line, in: workspace, of: program)
      told["verified"] = true
      told["source"] = program.source()
      if case .line(let line) = stopper.place { told["line"] = .integer(client.line(line)) }
    } catch { told["message"] = .string(error.message) }
    return .object(told)
  }

  func setFunctionBreakpoints(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    breakpoints.functions = try wishes(fields, named: "name")
    answer(request, breakpoints.functions, .function)
  }

  func setDataBreakpoints(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    breakpoints.data = try wishes(fields, named: "dataId")
    answer(request, breakpoints.data, .data)
  }

  /// The breakpoints that a request sets, with what each stops at under `key`.
  private func wishes(
    _ fields: Fields, named key: String
  ) throws(Fields.Failure) -> [Breakpoints.Wish] {
    var wishes: [Breakpoints.Wish] = []
    for one in try list(fields, "breakpoints") {
      var wish = try breakpoints.wish(one)
      wish.name = try one.text(key)
      wishes.append(wish)
    }
    return wishes
  }

  private func answer(_ request: Message, _ wishes: [Breakpoints.Wish], _ kind: Halt.Kind) {
    // Before a launch the session is made for this answer: once, and not for each breakpoint.
    let workspace = workspace
    let program =
      debuggee?.program ?? Program(name: "", path: nil, text: "", file: nil, lines: [])
    let answers = wishes.map { told($0, kind, in: workspace, of: program) }
    wire.respond(to: request, ["breakpoints": .array(answers)])
    apply()
  }

  private func told(
    _ wish: Breakpoints.Wish, _ kind: Halt.Kind, in workspace: Workspace, of program: Program
  ) -> JSON {
    var told: JSON.Object = ["id": .integer(wish.number), "verified": true]
    do throws(ShellError) {
      _ = try Stopper(wish, kind, in: workspace, of: program)
    } catch {
      told["verified"] = false
      told["message"] = .string(error.message)
    }
    return .object(told)
  }

  func dataBreakpointInfo(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let name = try fields.text("name")
    var text = name
    if let reference = try fields.integer("variablesReference", 0...Int.max), reference > 0 {
      guard let node = handles[reference], let known = inspector?.line(name, in: node)?.expression
      else {
        wire.respond(
          to: request,
          ["dataId": .null, "description": .string("'\(shortened(name))' is no quantity to watch")])
        return
      }
      text = known
    }
    let (quantity, given) = Stopper.turn(text)
    do throws(ShellError) {
      let formula = try workspace.expression(quantity, column: nil)
      let event = given ?? .usual(for: formula)
      wire.respond(
        to: request,
        [
          "dataId": .string(text),
          "description": .string("\(quantity), where it \(event.phrase)"),
          "accessTypes": .strings(["write"]), "canPersist": true,
        ])
    } catch {
      wire.respond(to: request, ["dataId": .null, "description": .string(error.message)])
    }
  }

  func setExceptionBreakpoints(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let names = try fields.texts("filters")
    exceptions = Set(names.compactMap(Halt.Exception.init))
    wire.respond(
      to: request,
      [
        "breakpoints": .array(
          names.map { name in
            let isKnown = Halt.Exception(rawValue: name) != nil
            var told: JSON.Object = ["verified": .boolean(isKnown)]
            if !isKnown { told["message"] = .string("there is no filter '\(shortened(name))'") }
            return .object(told)
          })
      ])
    apply()
  }

  func breakpointLocations(_ request: Message, _ fields: Fields) throws(Fields.Failure) {
    let line = client.own(line: try fields.integer("line", 0...Int.max) ?? 1)
    let last = client.own(line: try fields.integer("endLine", 0...Int.max) ?? client.line(line))
    let steps = debuggee?.program.steps ?? []
    let lines = Set(steps.lazy.map(\.line).filter { (line...max(line, last)).contains($0) })
    wire.respond(
      to: request,
      [
        "breakpoints": .array(
          lines.sorted().map { .object(["line": .integer(client.line($0))]) })
      ])
  }

  /// Tells the client which of its breakpoints are there, now that the program is.
  func place() {
    for lines in breakpoints.lines {
      for wish in lines.wishes {
        wire.tell("breakpoint", ["reason": "changed", "breakpoint": told(wish, of: lines)])
      }
    }
  }

  /// Gives the program what is set. What cannot be read yet is tried again at the next stop.
  func apply() {
    guard let debuggee else { return }
    let (program, workspace) = (debuggee.program, debuggee.session.workspace)
    debuggee.exceptions = launch.hasNoDebug ? [] : exceptions
    guard !launch.hasNoDebug else { return }
    var stoppers: [Stopper] = []
    for lines in breakpoints.lines
    where program.isSame(path: lines.path, reference: lines.reference, name: lines.name) {
      stoppers += lines.wishes.compactMap { try? Stopper($0, .line, in: workspace, of: program) }
    }
    stoppers += breakpoints.functions.compactMap {
      try? Stopper($0, .function, in: workspace, of: program)
    }
    stoppers += breakpoints.data.compactMap {
      try? Stopper($0, .data, in: workspace, of: program)
    }
    debuggee.stoppers = stoppers
  }
}
