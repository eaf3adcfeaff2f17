import Console
import Wording

/// Pages in the conversation: Enter turns one, and whatever else is typed ends them.
extension Session {
  /// Whether a page waits to be turned.
  package var isPaging: Bool { pager.isWaiting }

  /// Writes text of the current command, a page of it at most where pages are turned.
  package func write(_ text: String, isError: Bool = false) {
    guard traits.pages, isCarryingOut, !workspace.host.isPlaying else {
      // What plays draws over the whole window.
      pager.finish(show: show)
      show(text, isError)
      return
    }
    pager.write(text, isError: isError, show: show)
  }

  /// What puts a part of a page on the screen.
  private var show: (String, Bool) -> Void {
    { [output] text, isError in
      if isError { output.writeError(text) } else { output.write(text) }
    }
  }

  /// Begins the page of a line that was typed.
  package func beginPage() { pager.begin(rows: rowsOfPage, columns: traits.width) }

  /// The window without the prompt below the page.
  private var rowsOfPage: Int {
    let columns = max(terminal.width, 1)
    return traits.height - max(1, (displayWidth(of: plainPrompt) + columns - 1) / columns)
  }

  /// `23 of 97 lines · Enter shows more, q ends > `, shorter where the window is narrow.
  package var pagerPrompt: String {
    let place = "\(pager.shown) of \(pager.count) lines"
    let dot = traits.unicode ? " · " : " - "
    let long = place + dot + "Enter shows more, q ends > "
    if displayWidth(of: long) < terminal.width { return long }
    return terminal.width > 26 ? "Enter: more, q: end > " : "more > "
  }

  /// What a line means where a page waits: nil where it is to be carried out.
  package func turnPage(_ line: String, at location: SourceLocation?) -> Outcome? {
    let text = line.trimmingBlanks
    let isNext = guide?.goesOn(text) ?? false
    if text.isEmpty || isNext {
      pager.turn(rows: rowsOfPage, columns: traits.width, show: show)
      if !pager.isWaiting { holdsQuestion = false }
      return .done
    }
    if text.lowercased() == "q" {
      endPages(at: location)
      return .done
    }
    guard let guide else {
      pager.drop()
      return nil
    }
    // A lesson's text is not given up: what was typed may depend on it.
    pager.finish(show: show)
    let isEarly = holdsQuestion && guide.answersQuestion(text)
    holdsQuestion = false
    guard isEarly else { return nil }
    var report = Report()
    report.paragraph(
      StyledText("That was typed before the question was shown, and is no answer to it.", .faint))
    output.write(Self.rendering(of: report, verb: "lesson", traits: traits))
    return .done
  }

  /// Shows what waits all at once: a page in the browser has shown it already.
  package func showAllPages() {
    pager.finish(show: show)
    holdsQuestion = false
  }

  /// Gives up the pages that wait; a question among them is put all the same.
  package func endPages(at location: SourceLocation? = nil) {
    pager.drop()
    guard holdsQuestion else { return }
    holdsQuestion = false
    guide?.showQuestion(in: self, at: location)
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    let scalars = unicodeScalars.drop(while: \.isBlank)
    let end = scalars.lastIndex { !$0.isBlank }.map(scalars.index(after:)) ?? scalars.startIndex
    return String(scalars[..<end])
  }
}
