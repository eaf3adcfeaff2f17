import Console
import Engine
import LongWork
import Timelines

/// What writes down training while it goes on.
package protocol TrainingLog: AnyObject {
  /// The updates from here to the next entry.
  func updatesToNext(_ timeline: Timeline) -> Int
  /// Writes every entry of the present branch that has become due.
  func follow(_ workspace: Workspace) throws(ShellError)
}

extension Workspace {
  /// What writes down the training of the present command; nil where nothing does.
  package var logInForce: (any TrainingLog)? { sandbox?.isLogged ?? true ? host.log : nil }

  /// Writes to the log what has become due; where that fails, says so and ends the log, and training
  /// goes on. A script then ends with exit status 1.
  package func followLog() {
    guard let log = logInForce, rebuilding == nil else { return }
    let result = Interruption(host.interrupt).whileInForce {
      Result { () throws(ShellError) in try log.follow(self) }
    }
    do throws(ShellError) { try result.get() } catch {
      host.log = nil
      let message = "the log has ended: \(error.message)"
      host.troubles.append(ShellError(message))
      guard traits.isInteractive || traits.json else { return }
      var report = Report(json: ["warning": .string(error.message)])
      report.line(StyledText(message, .warning))
      emit(report, as: "log")
    }
  }
}
