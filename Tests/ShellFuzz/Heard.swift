import Console
import Session
import Shell
import TestSupport

/// What a session within this process wrote, and when it is interrupted.
final class Heard {
  var output = ""
  var errors = ""
  /// Questions that are answered by no before the first yes.
  var patience = Int.max
  var keys: [Character] = []
  var wasInterrupted = false
  private var deadline = Double.infinity
  private var latest = Double.infinity
  private var looked = 0.0

  /// Begins a line, which hears ^C after so many seconds of computing.
  func begin(seconds: Double = .infinity) {
    deadline = TimeLimit.busy() + seconds
    latest = now() + 30 * seconds
    patience = .max
    wasInterrupted = false
    looked = 0
  }

  func isInterrupted() -> Bool {
    patience -= 1
    if patience < 0 { wasInterrupted = true }
    // What asks often does not look at the slower clock each time.
    let time = now()
    if time > looked + 0.005 {
      looked = time
      if TimeLimit.busy() > deadline || time > latest { wasInterrupted = true }
    }
    return wasInterrupted
  }

  /// A session that writes here.
  func session(_ traits: Traits) -> Session {
    let session = Session(
      output: .init(write: { self.output += $0 }, writeError: { self.errors += $0 }),
      traits: traits, interrupt: isInterrupted)
    session.stateFolder = Environment.path("XDG_STATE_HOME")
    session.keyboard = Keyboard(
      begin: {
        self.keys.append("q")
        return true
      }, next: { self.keys.isEmpty ? nil : self.keys.removeFirst() }, end: {})
    return session
  }
}
