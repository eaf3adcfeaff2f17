import Console
import Session
import Shell
import TestSupport
import Testing
import Wording

/// Output that is longer than the window is shown a page at a time.
@Suite struct PagerTests {
  private func transcript(height: Int = 24, width: Int = 80, pages: Bool = true) -> Transcript {
    Transcript(traits: Traits(width: width, height: height, isInteractive: true, pages: pages))
  }

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// The rows that lines take in a window of that width.
  private func rows(_ text: String, width: Int) -> Int {
    lines(text).reduce(0) { $0 + max(1, (displayWidth(of: String($1)) + width - 1) / width) }
  }

  @Test(
    arguments: [
      "help", "lessons", "help search", "help errata", "surface", "set; help; status", "data; plot",
      "surface rosenbrock; optimizer adam lr=0.1; step 30; trace last=30",
      "surface rosenbrock; run 50; plot surface; plot loss",
    ], [(80, 24), (60, 20), (40, 10), (20, 5)])
  func pagesFitTheWindowAndHoldEverything(line: String, window: (width: Int, height: Int)) {
    let whole = transcript(height: window.height, width: window.width, pages: false).run(line)
    let paged = transcript(height: window.height, width: window.width)
    var shown = paged.run(line)
    var turns = 0
    func check(_ page: String) {
      #expect(rows(page, width: window.width) < window.height, "\(page)")
      #expect(page.contains { !$0.isWhitespace }, "an empty page of \(line)")
    }
    check(shown)
    while paged.session.isPaging, turns < 1000 {
      #expect(paged.session.prompt.hasSuffix("> "))
      #expect(displayWidth(of: paged.session.prompt) < max(window.width, 8))
      let page = paged.run("")
      check(page)
      shown += page
      turns += 1
    }
    // Empty lines at a page's edge are left out, and nothing else.
    func full(_ text: String) -> [Substring] { lines(text).filter { !$0.isEmpty } }
    #expect(full(shown) == full(whole))
    #expect((turns > 0) == (rows(whole, width: window.width) >= window.height))
  }

  @Test func whatFitsIsNotPaged() {
    let transcript = transcript()
    for line in ["surface bowl", "step", "status", "help step"] {
      transcript.run(line)
      #expect(!transcript.session.isPaging, "\(line)")
    }
    // The picture, its title and the prompt below it fill the window, and no more.
    transcript.run("plot surface")
    #expect(!transcript.session.isPaging)
  }

  @Test func enterTurnsAndThenRepeats() {
    let transcript = transcript()
    transcript.run("surface bowl; step")
    transcript.run("help")
    while transcript.session.isPaging { transcript.run("") }
    #expect(transcript.run("print t").contains("t = 1"))
    transcript.run("")
    #expect(transcript.run("print t").contains("t = 2"))
  }

  @Test func aCommandEndsThePagesAndIsCarriedOut() {
    let transcript = transcript()
    transcript.run("help")
    #expect(transcript.run("print 1 + 1") == "1 + 1 = 2\n")
    #expect(!transcript.session.isPaging)
    #expect(transcript.session.prompt == "descent> ")
  }

  @Test func qAndInterruptEndThePages() {
    let transcript = transcript()
    transcript.run("help")
    #expect(transcript.run("q").isEmpty && transcript.outcome == .done)
    #expect(!transcript.session.isPaging)
    transcript.run("help")
    transcript.session.cancel()
    #expect(!transcript.session.isPaging)
    // Without a page it is the verb again.
    transcript.run("q")
    #expect(transcript.outcome == .quit)
  }

  @Test func aPastedBlankLineTurnsNoPage() {
    let transcript = transcript()
    transcript.run("help")
    let prompt = transcript.session.prompt
    transcript.session.execute("", isPasted: true)
    #expect(transcript.session.prompt == prompt)
  }

  @Test func errorsKeepTheirPlaceAmongThePages() {
    let transcript = transcript()
    transcript.run("help; stpe")
    #expect(transcript.outcome == .failed && transcript.errors.isEmpty)
    while transcript.session.isPaging { transcript.run("") }
    #expect(transcript.errors.contains("unknown verb 'stpe'"))
  }

  /// One long table, and several.
  @Test(arguments: [
    "trace last=7000", "trace last=3000; trace last=3000", "step 9; trace last=5100",
  ])
  func anEndlessOutputIsCutAndSaid(command: String) {
    let transcript = transcript()
    transcript.run("surface bowl; optimizer gd lr=1e-9; run 7000; \(command)")
    var text = ""
    var turns = 0
    while transcript.session.isPaging, turns < 3000 {
      text = transcript.run("")
      turns += 1
    }
    #expect(text.contains("lines more are left out"), "\(turns) \(text)")
  }

  @Test func theChoiceIsKept() throws {
    let folder = try TemporaryFolder()
    let first = transcript()
    first.session.stateFolder = folder.path
    first.run("set pager off")
    first.run("help")
    #expect(!first.session.isPaging)
    let second = transcript()
    second.session.stateFolder = folder.path
    second.run("help")
    #expect(!second.session.isPaging)
    second.run("set pager on; help")
    #expect(second.session.isPaging)
    let third = transcript()
    third.session.stateFolder = folder.path
    third.run("help")
    #expect(third.session.isPaging)
  }

  // MARK: In a lesson

  /// A window in which the first question of lesson 4 waits behind a page.
  private func atAnUnseenQuestion() -> Transcript {
    let transcript = transcript(height: 7)
    transcript.run("lesson 4")
    while transcript.session.isPaging { transcript.run("") }
    transcript.run("")
    #expect(transcript.session.isPaging)
    return transcript
  }

  @Test(arguments: ["15", "hint", "skip"])
  func whatIsTypedBeforeTheQuestionIsNoAnswer(text: String) {
    let transcript = atAnUnseenQuestion()
    let said = transcript.run(text)
    #expect(said.contains("What is ∂L/∂y there?"))
    #expect(said.contains("is no answer to it"))
    #expect(transcript.session.prompt.hasPrefix("lesson 4 · 1/"))
    #expect(transcript.run("15").contains("Right"))
  }

  @Test func aCommandIsCarriedOutBelowTheQuestion() {
    let transcript = atAnUnseenQuestion()
    let said = transcript.run("print 1 + 1")
    #expect(said.contains("What is ∂L/∂y there?") && said.hasSuffix("1 + 1 = 2\n"))
  }

  @Test func endingThePagesPutsTheQuestion() {
    let quick = atAnUnseenQuestion()
    #expect(quick.run("q").contains("What is ∂L/∂y there?"))
    let stopped = atAnUnseenQuestion()
    stopped.session.cancel()
    #expect(stopped.output.contains("What is ∂L/∂y there?"))
    #expect(!stopped.session.isPaging)
  }

  @Test func anAnswerBehindAPageOfHelpCounts() {
    let transcript = transcript()
    transcript.run("lesson 4")
    while transcript.session.isPaging { transcript.run("") }
    transcript.run("")
    while transcript.session.isPaging { transcript.run("") }
    transcript.run("help all")
    #expect(transcript.session.isPaging)
    #expect(transcript.run("15").contains("Right"))
  }
}
