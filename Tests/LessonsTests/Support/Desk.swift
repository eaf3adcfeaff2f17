import Console
import Session
import Shell
import TestSupport

/// A shell with a folder for its state and one for files, and everything it printed.
final class Desk {
  let folder: TemporaryFolder
  private(set) var text = ""
  private(set) var outcome = Session.Outcome.done
  private var session: Session?

  /// - Parameter folder: where state was kept before, to come back to it.
  init(_ folder: TemporaryFolder? = nil, traits: Traits = Traits(isInteractive: true)) throws {
    self.folder = try folder ?? TemporaryFolder()
    let session = Session(
      output: .init(
        write: { [unowned self] in text += $0 }, writeError: { [unowned self] in text += $0 }),
      traits: traits)
    session.stateFolder = self.folder.path + "/state"
    self.session = session
  }

  var prompt: String { session?.prompt ?? "" }

  /// What a line printed.
  @discardableResult
  func type(_ line: String) -> String {
    let start = text.endIndex
    outcome = session?.execute(line) ?? .quit
    return String(text[start...])
  }

  /// Everything that can be asked about where one is; a page that waits to be turned is no part of
  /// it.
  var state: String {
    type("status")
    return prompt + type("status") + type("print theta")
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder.path + "/" + name }
}
