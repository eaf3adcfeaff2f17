import Synchronization

/// What goes from the pages to the session, and back: the server's thread and the session's share
/// nothing else.
final class Mail: Sendable {
  /// What a page wants of the session.
  enum Letter: Sendable {
    /// A line to carry out, and the gesture that caused it.
    case command(String, cause: String)
    /// Questions, to be answered to a client.
    case look([String], client: Int)
  }

  /// What the session says to the pages.
  struct News: Sendable {
    /// The state as JSON, for every page.
    var state = ""
    /// Changes with every state.
    var version = 0
    /// The id of the event: t.
    var t = 0
    /// Whether a command is carried out.
    var isBusy = false
    var answers: [(client: Int, text: String)] = []
    var isOver = false
  }

  private struct State {
    var letters: [Letter] = []
    var bytes = 0
    var news = News()
  }

  /// More letters are refused.
  static let most = 256
  private let state = Mutex(State())
  /// Wakes the session's thread where it waits for a key.
  private let wakeSession: @Sendable () -> Void
  /// Wakes the server's.
  private let wakeServer: @Sendable () -> Void

  init(wakeSession: @escaping @Sendable () -> Void, wakeServer: @escaping @Sendable () -> Void) {
    self.wakeSession = wakeSession
    self.wakeServer = wakeServer
  }

  // MARK: The server's side

  /// - Returns: false where too many wait.
  func send(_ letter: Letter) -> Bool {
    let isTaken = state.withLock { state in
      guard state.letters.count < Self.most else { return false }
      state.letters.append(letter)
      return true
    }
    if isTaken { wakeSession() }
    return isTaken
  }

  /// What is new; answers are taken, the rest stays.
  func read() -> News {
    state.withLock { state in
      defer { state.news.answers = [] }
      return state.news
    }
  }

  /// Does something while a command is carried out, and nothing otherwise.
  func whileBusy(_ act: () -> Void) {
    state.withLock { state in if state.news.isBusy { act() } }
  }

  // MARK: The session's side

  func next() -> Letter? {
    state.withLock { $0.letters.isEmpty ? nil : $0.letters.removeFirst() }
  }

  func publish(_ text: String, t: Int) {
    state.withLock { state in
      state.news.state = text
      state.news.t = t
      state.news.version += 1
      state.news.isBusy = false
    }
    wakeServer()
  }

  func begin() {
    state.withLock { $0.news.isBusy = true }
    wakeServer()
  }

  func answer(_ text: String, to client: Int) {
    state.withLock { $0.news.answers.append((client, text)) }
    wakeServer()
  }

  func end() {
    state.withLock { $0.news.isOver = true }
    wakeServer()
  }
}
