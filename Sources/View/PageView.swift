import CSockets
import Console
import Engine
import Page
import Session
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The session's side of the live page: it carries out what pages ask when the shell waits for a key,
/// and tells them what has become of the session.
package final class PageView: Viewer {
  private let session: Session
  private let wake: @Sendable () -> Void
  private let interrupt: @Sendable () -> Void
  /// Shows a command of a page where it would have been typed.
  private let echo: (_ line: String, _ cause: String) -> Void
  /// Where the address is kept, so that a page that was left open finds the next program.
  private let addressFile: String?
  private let browser: Browser?
  private var server: PageServer?
  private var link = ""
  private var transcript = Transcript()
  /// Answers to the questions of the present state.
  private var answered: [String: String] = [:]
  package var isTrusted = false

  /// - Parameters:
  ///   - opener: the program that opens a file in the browser; nil where there is no desktop.
  ///   - wake: wakes the shell where it waits for a key, so that it calls `attend()`.
  ///   - interrupt: does what ^C does.
  package init(
    of session: Session, stateFolder: String?, opener: String? = nil,
    wake: @escaping @Sendable () -> Void,
    interrupt: @escaping @Sendable () -> Void,
    echo: @escaping (_ line: String, _ cause: String) -> Void
  ) {
    self.session = session
    self.wake = wake
    self.interrupt = interrupt
    self.echo = echo
    addressFile = stateFolder.map { $0 + "/view" }
    browser = stateFolder.flatMap { folder in opener.map { Browser(opener: $0, folder: folder) } }
  }

  /// Whether there is a server.
  package var isOpen: Bool { server != nil }

  // MARK: The verb

  package func open() throws(ShellError) -> String {
    if server == nil { try listen() }
    browser?.open(link)
    return link
  }

  private func listen() throws(ShellError) {
    let kept = addressFile.flatMap { KeptAddress(at: $0) }
    let secret = kept?.secret ?? Door.makeSecret()
    var port: UInt16 = 0
    // The port of the last program, so that its page comes back; any other where that is taken.
    var listener = kept.map { cs_listen("127.0.0.1", $0.port, &port) } ?? -1
    if listener < 0 { listener = cs_listen("127.0.0.1", 0, &port) }
    guard listener >= 0 else {
      throw ShellError("no page can be served: \(String(cString: strerror(errno)))")
    }
    let made = try makeServer()
    let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
    made.add(
      .init(
        listener: listener,
        door: Door(secret: secret, hosts: hosts, isForReadingAlone: false, port: Int(port))))
    link = "http://127.0.0.1:\(port)/?token=\(secret)"
    if let addressFile { KeptAddress(port: port, secret: secret).keep(at: addressFile) }
    publish()
  }

  package func share(at addresses: [String]) throws(ShellError) -> [String] {
    var sockets: [(address: String, listener: Int32, port: UInt16)] = []
    func giveBack() { for socket in sockets { cs_close(socket.listener) } }
    for address in addresses {
      var port: UInt16 = 0
      let listener = cs_listen(address, 0, &port)
      guard listener >= 0 else {
        let reason = String(cString: strerror(errno))
        giveBack()
        throw ShellError(
          listener == -2
            ? "'\(shortened(address))' is no IPv4 address, as 192.168.1.20"
            : "\(address) is no address of this computer's: \(reason)")
      }
      sockets.append((address, listener, port))
    }
    if server == nil { try listen() }
    let server = try makeServer()
    return sockets.map { socket in
      let secret = Door.makeSecret()
      server.add(
        .init(
          listener: socket.listener,
          door: Door(
            secret: secret, hosts: ["\(socket.address):\(socket.port)"], isForReadingAlone: true,
            port: Int(socket.port))))
      return "http://\(socket.address):\(socket.port)/?token=\(secret)"
    }
  }

  private func makeServer() throws(ShellError) -> PageServer {
    if let server { return server }
    guard let made = PageServer(wakeSession: wake, interrupt: interrupt), made.start() else {
      throw ShellError("the system has no more open files or threads for a page")
    }
    server = made
    return made
  }

  package func close() {
    server?.mail.end()
    server = nil
  }

  // MARK: What the shell does

  /// A command begins: typed, or of a page.
  package func begin(_ line: String, cause: String? = nil) {
    transcript.begin(line, prompt: session.plainPrompt, cause: cause)
    server?.mail.begin()
  }

  /// Some output of it.
  package func note(_ text: String, isError: Bool) {
    transcript.add(text, isError: isError)
  }

  /// It is over.
  package func end(hasFailed: Bool) {
    transcript.end(hasFailed: hasFailed)
    publish()
  }

  private func publish() {
    answered = [:]
    guard let server else { return }
    let object: JSON.Object = [
      "prompt": .string(session.plainPrompt), "lines": transcript.json,
    ]
    let text = JSON.object(object).text
    server.mail.publish(
      String(text.dropFirst().dropLast()), t: session.workspace.branch?.timeline.state.t ?? 0)
  }

  // MARK: What pages ask

  /// Carries out what pages have asked for; for when the shell waits for a key.
  ///
  /// - Returns: whether the screen has changed.
  package func attend() -> Bool {
    var hasWritten = false
    while let letter = server?.mail.next() {
      switch letter {
      case .look(let questions, let client):
        let key = questions.joined(separator: "\n")
        let text =
          answered[key]
          ?? session.workspace.answers(
            to: questions, within: .seconds(20), lesson: session.guide?.page)
        answered[key] = text
        server?.mail.answer(text, to: client)
      case .command(let line, let cause):
        hasWritten = true
        carryOut(line, cause: cause)
      }
    }
    return hasWritten
  }

  private func carryOut(_ line: String, cause: String) {
    let words = "page: \(cause)"
    session.showAllPages()
    echo(line, words)
    begin(line, cause: cause)
    do throws(ShellError) {
      if !isTrusted { try session.admitFromPage(line) }
    } catch {
      session.report(error, at: nil)
      end(hasFailed: true)
      return
    }
    let traits = session.traits
    session.traits.pages = false
    if !isTrusted {
      let sandbox = Sandbox(folders: [], of: .page)
      session.workspace.sandbox = sandbox
      session.workspace.host.isTimeUp = sandbox.allowance.limit
    }
    let outcome = session.execute(session.isGuided ? line : "\(line)  # \(words)")
    if outcome == .quit {
      session.workspace.isLeaving = false
      session.refuse("'quit' is typed in the shell; closing the page leaves the program as it is")
    }
    session.workspace.sandbox = nil
    session.workspace.host.isTimeUp = nil
    session.traits = traits
    end(hasFailed: outcome == .failed)
  }
}
