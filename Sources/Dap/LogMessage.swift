import Console
import Engine
import Session
import Timelines

/// The text of a log point: expressions in braces become their values.
enum LogMessage {
  static func text(_ message: String, at moment: Moment?, in workspace: Workspace) -> String {
    var text = ""
    var rest = message[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      let source = String(rest[rest.index(after: open)..<close])
      text += value(of: source, at: moment, in: workspace)
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  private static func value(
    of source: String, at moment: Moment?, in workspace: Workspace
  ) -> String {
    do {
      let formula = try workspace.expression(source, column: nil)
      let value = try formula.value(at: moment)
      return workspace.summary(of: value)
    } catch let error as ShellError { return "{\(error.message)}" } catch { return "{\(error)}" }
  }
}
