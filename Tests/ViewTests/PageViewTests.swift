import Console
import Foundation
import Session
import Shell
import Synchronization
import TestSupport
import Testing

@testable import View

/// A session with its page, whose shell is this test: it attends when it is woken.
private final class Viewed {
  let session: Session
  let view: PageView
  let port: Int
  let secret: String
  let echoes = Mutex<[String]>([])
  private let bell = DispatchSemaphore(value: 0)

  init(_ line: String = "surface rosenbrock; optimizer adam lr=0.1", folder: String? = nil) throws {
    let bell = bell
    session = Session(
      output: .init(write: { _ in }, writeError: { _ in }), traits: Traits(isInteractive: true))
    #expect(session.execute(line) == .done)
    let box = Box()
    view = PageView(
      of: session, stateFolder: folder, wake: { bell.signal() }, interrupt: {},
      echo: { line, words in box.echoes.withLock { $0.append("\(line) | \(words)") } })
    let link = try view.open()
    self.box = box
    let numbers = link.split { ":/?=".contains($0) }
    port = try #require(Int(numbers[2]))
    secret = try #require(numbers.last.map(String.init))
  }

  private final class Box: Sendable { let echoes = Mutex<[String]>([]) }
  private let box: Box
  var echoed: [String] { box.echoes.withLock { $0 } }

  deinit { view.close() }

  /// Serves while another thread asks.
  func attend<R: Sendable>(_ ask: @escaping @Sendable () throws -> R) throws -> R {
    let result = Mutex<Result<R, any Error>?>(nil)
    nonisolated(unsafe) let answers = UnsafeBox(result: nil as Result<R, any Error>?)
    _ = result
    let bell = bell
    let thread = Thread {
      answers.result = Result { try ask() }
      bell.signal()
    }
    thread.start()
    while answers.result == nil {
      bell.wait()
      _ = view.attend()
    }
    return try #require(answers.result).get()
  }

  private final class UnsafeBox<Value> {
    var result: Value
    init(result: Value) { self.result = result }
  }
}

private struct Browser: Sendable {
  let port: Int
  let secret: String

  func head(_ method: String, _ path: String, length: Int = 0) -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nCookie: descent-\(port)=\(secret)\r\n"
      + "Origin: http://127.0.0.1:\(port)\r\nContent-Length: \(length)\r\n\r\n"
  }

  func get(_ path: String) throws -> (status: Int, head: String, body: String) {
    let client = try WebClient(port: port)
    try client.send(head("GET", path))
    return try client.answer()
  }

  func look(_ questions: String...) throws -> [[String: Any]] {
    let text = questions.joined(separator: "\n")
      .addingPercentEncoding(withAllowedCharacters: .alphanumerics)
    let answer = try get("/look?q=\(text ?? "")")
    let objects = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
    return try #require(objects as? [[String: Any]])
  }

  func command(_ line: String, _ cause: String = "test") throws -> Int {
    let client = try WebClient(port: port)
    let body = "\(cause)\n\(line)"
    try client.send(head("POST", "/command", length: body.utf8.count) + body)
    return try client.answer().status
  }
}

/// The page's server with a session behind it.
@Suite(.serialized) struct PageViewTests {
  private let viewed: Viewed
  private let browser: Browser

  init() throws {
    viewed = try Viewed()
    browser = Browser(port: viewed.port, secret: viewed.secret)
  }

  private var t: Int? { viewed.session.workspace.branch?.timeline.state.t }

  @Test func theDocumentAndItsFilesComeWithTheirGuards() throws {
    let port = viewed.port
    let client = try WebClient(port: port)
    try client.send("GET /?token=\(viewed.secret) HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n")
    let page = try client.answer()
    #expect(page.status == 200 && page.body.hasPrefix("<!doctype html>"))
    for part in [
      "Set-Cookie: descent-\(port)=\(viewed.secret); Path=/; HttpOnly; SameSite=Strict\r\n",
      "Content-Security-Policy: default-src 'none'; ", "frame-ancestors 'none'", "no-store",
      "X-Content-Type-Options: nosniff",
    ] { #expect(page.head.contains(part)) }
    for file in ["/page.js", "/page.css"] {
      let answer = try browser.get(file)
      #expect(answer.status == 200 && answer.body.count > 1_000)
    }
    for path in ["/page.html", "/../page.js", "/etc/passwd", "//", "/page.js/", "/%70age.js"] {
      #expect(try browser.get(path).status == 404)
    }
  }

  @Test func aCommandOfThePageIsCarriedOutAndNamesItsGesture() throws {
    let browser = browser
    let status = try viewed.attend { try browser.command("step 3", "key →") }
    _ = viewed.view.attend()
    #expect(status == 202 && t == 3)
    #expect(viewed.echoed == ["step 3 | page: key →"])
    #expect(viewed.session.workspace.host.lines.last == "step 3  # page: key →")
    let answers = try viewed.attend { () -> Int in
      try #require(try browser.look("status")[0]["t"] as? Int)
    }
    #expect(answers == 3)
  }

  /// What a lesson's text may not do, a page may not; nor may it read or write files.
  @Test(arguments: [
    "save /tmp/x", "load /tmp/x", "source /tmp/x", "data /etc/passwd target=x", "quit", "undo",
    "export svg /tmp/x.svg loss", "export html /tmp/x.html", "log tensorboard /tmp/x", "view trust",
    "view share 127.0.0.1", "notebook /tmp/x.md", "step; save /tmp/x", "set digits 3", "lesson 1",
    "step 1000001", "data idx images=/etc/passwd labels=/etc/passwd", "surface line /etc/passwd",
  ])
  func whatReachesBeyondTheSessionIsRefused(_ line: String) throws {
    let browser = browser
    let before = viewed.session.workspace.contents
    _ = try viewed.attend { try browser.command(line) }
    _ = viewed.view.attend()
    #expect(viewed.session.workspace.contents == before)
    #expect(viewed.session.workspace.isLeaving == false)
    #expect(viewed.session.workspace.sandbox == nil && viewed.session.workspace.host.log == nil)
  }

  @Test func aLookChangesNothing() throws {
    let browser = browser
    let before = viewed.session.workspace.contents
    let lines = viewed.session.workspace.host.lines
    let answers = try viewed.attend { () -> [Bool] in
      try browser.look(
        "step", "optimizer gd", "save /tmp/x", "plot surface", "status; step", "source /tmp/x",
        "@nothing", "@probe 1", "explain"
      ).map { $0["error"] != nil }
    }
    #expect(answers == [true, true, true, false, true, true, true, true, true])
    #expect(viewed.session.workspace.contents == before)
    #expect(viewed.session.workspace.host.lines == lines)
  }

  @Test func attacksChangeNothing() throws {
    let (port, secret) = (viewed.port, viewed.secret)
    let good = browser.head("POST", "/command", length: 6)
    let origin = "Origin: http://127.0.0.1:\(port)\r\n"
    let attacks: [(String, Int)] = [
      (good.replacingOccurrences(of: "Host: 127.0.0.1:\(port)", with: "Host: evil.example"), 403),
      (good.replacingOccurrences(of: origin, with: ""), 403),
      (good.replacingOccurrences(of: origin, with: "Origin: http://evil.example\r\n"), 403),
      (good.replacingOccurrences(of: secret, with: String(secret.reversed())), 401),
      (good.replacingOccurrences(of: "POST /command", with: "GET /command"), 404),
      (good.replacingOccurrences(of: "POST /command", with: "PUT /command"), 405),
      (good.replacingOccurrences(of: "POST /command", with: "POST /other"), 404),
      (good.replacingOccurrences(of: "HTTP/1.1", with: "HTTP/9"), 400),
    ]
    for (text, status) in attacks {
      let client = try WebClient(port: port)
      try client.send(text + "a\nstep")
      #expect(try client.answer().status == status, "\(text)")
    }
    for body in [
      "step", "a\nstep\nstep", "a\nstep\u{1B}[2J", "", "a\n" + String(repeating: "x", count: 5_000),
    ] {
      let client = try WebClient(port: port)
      try client.send(browser.head("POST", "/command", length: body.utf8.count) + body)
      #expect(try client.answer().status == 400)
    }
    _ = viewed.view.attend()
    #expect(t == 0 && viewed.echoed.isEmpty)
  }

  /// A connection that was let in stays when strangers come in crowds.
  @Test func strangersEndNoConnectionThatWasLetIn() throws {
    let friend = try WebClient(port: viewed.port)
    try friend.send(browser.head("GET", "/page.css"))
    #expect(try friend.answer().status == 200)
    var strangers: [WebClient] = []
    for _ in 0..<(PageServer.mostClients + 20) {
      strangers.append(try WebClient(port: viewed.port))
      try strangers.last?.send("GET / HTTP/1.1\r\nHost: 127")
    }
    // It came after all of them, so they have been met.
    #expect(try browser.get("/page.css").status == 200)
    try friend.send(browser.head("GET", "/page.css"))
    let again = try friend.answer()
    #expect(again.status == 200 && again.head.contains("Keep-Alive: timeout=300"))
  }

  @Test func whatIsSharedIsForReadingAlone() throws {
    let link = try #require(try viewed.view.share(at: ["127.0.0.1"]).first)
    let parts = link.split { ":/?=".contains($0) }
    let reader = Browser(
      port: try #require(Int(parts[2])), secret: try #require(parts.last.map(String.init)))
    #expect(reader.secret != viewed.secret)
    #expect(try reader.command("step") == 403)
    // One address's secret opens no other.
    #expect(try Browser(port: viewed.port, secret: reader.secret).get("/page.js").status == 401)
    let t = try viewed.attend { () -> Int in try #require(try reader.look("status")[0]["t"] as? Int)
    }
    #expect(t == 0)
    #expect(throws: ShellError.self) { try viewed.view.share(at: ["everywhere"]) }
    #expect(throws: ShellError.self) { try viewed.view.share(at: ["203.0.113.7"]) }
  }

  @Test func eventsTellWhatTheShellDoes() throws {
    let client = try WebClient(port: viewed.port)
    try client.send(browser.head("GET", "/events"))
    #expect(try client.read(upTo: "\r\n\r\n").contains("text/event-stream"))
    #expect(try client.read(upTo: "\n\n").contains("retry"))
    _ = try client.read(upTo: "\n\n")
    viewed.view.begin("step 2")
    viewed.session.execute("step 2")
    viewed.view.note("a <b>line</b>\n", isError: false)
    viewed.view.end(hasFailed: false)
    let event = try client.read(upTo: "\n\n")
    #expect(event.hasPrefix("id: 2\ndata: {") && event.contains("\"line\":\"step 2\""))
    #expect(event.contains("\"readOnly\":false"))
  }

  /// Lines from both sides, one after the other: the session is where the same lines typed alone lead.
  @Test func bothSidesTogetherLeadWhereOneAloneDoes() throws {
    let alone = Session(
      output: .init(write: { _ in }, writeError: { _ in }), traits: Traits(isInteractive: true))
    alone.execute("surface rosenbrock; optimizer adam lr=0.1")
    let lines = [
      "step", "back", "step 3", "goto 1", "run 5", "fork a", "switch main", "optimizer gd lr=0.001",
      "step 2", "explain delta",
    ]
    var draw = UInt64(7)
    let browser = browser
    for k in 0..<1_000 {
      draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let line = lines[Int(draw >> 33) % lines.count]
      alone.execute(line)
      if k.isMultiple(of: 2) {
        viewed.view.begin(line)
        viewed.session.execute(line)
        viewed.view.end(hasFailed: false)
      } else {
        #expect(try viewed.attend { try browser.command(line) } == 202)
        _ = viewed.view.attend()
      }
    }
    #expect(viewed.session.workspace.contents == alone.workspace.contents)
    let t = try viewed.attend { () -> Int in
      try #require(try browser.look("status")[0]["t"] as? Int)
    }
    #expect(t == alone.workspace.branch?.timeline.state.t)
  }
}

/// The next program's page has the address of the last one's.
@Suite struct KeptAddressTests {
  @Test func aPageThatWasLeftOpenFindsTheNextProgram() throws {
    let folder = try TemporaryFolder()
    let state = folder.path + "/state"
    let first = try Viewed(folder: state)
    let (port, secret) = (first.port, first.secret)
    first.view.close()
    // The port is given back by another thread.
    while (try? WebClient(port: port)) != nil { usleep(10_000) }
    let second = try Viewed(folder: state)
    #expect(second.port == port && second.secret == secret)
    // Beside it, a third takes another port.
    let third = try Viewed(folder: state)
    #expect(third.port != port)
    var status = stat()
    #expect(stat(state + "/view", &status) == 0 && status.st_mode & 0o777 == 0o600)
  }
}
