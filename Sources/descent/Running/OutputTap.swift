import Session
import View

/// Lets the page read along what a session writes.
final class OutputTap {
  var view: PageView?

  func tapping(_ output: Session.Output) -> Session.Output {
    var tapped = output
    tapped.write = { [self] text in
      view?.note(text, isError: false)
      output.write(text)
    }
    tapped.writeError = { [self] text in
      view?.note(text, isError: true)
      output.writeError(text)
    }
    return tapped
  }
}
