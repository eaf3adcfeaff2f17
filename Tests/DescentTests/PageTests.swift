import TestSupport
import Testing

/// The live page beside a shell at a terminal.
@Suite(.serialized) struct PageTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// The port and the secret of the address that `view` shows.
  private func address(_ shown: String) throws -> (port: Int, secret: String) {
    let link = try #require(shown.split { " \n".contains($0) }.first { $0.hasPrefix("http://") })
    let parts = link.split { ":/?=".contains($0) }
    return (try #require(Int(parts[2])), try #require(parts.last.map(String.init)))
  }

  private func command(_ line: String, at page: (port: Int, secret: String)) throws -> Int {
    let client = try WebClient(port: page.port)
    let body = "a click\n\(line)"
    try client.send(
      "POST /command HTTP/1.1\r\nHost: 127.0.0.1:\(page.port)\r\n"
        + "Cookie: descent-\(page.port)=\(page.secret)\r\nOrigin: http://127.0.0.1:\(page.port)\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
    return try client.answer().status
  }

  @Test func aCommandOfThePageLeavesWhatIsTypedWhereItWas() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface bowl")
    try terminal.type("view" + Key.enter)
    try terminal.wait(for: "the page is at ")
    let page = try address(try terminal.wait(for: PseudoTerminal.prompt))
    try terminal.type("print 40 +")
    try terminal.wait(for: "print 40 +")
    #expect(try command("step 3", at: page) == 202)
    try terminal.wait(for: "step 3   # page: a click")
    try terminal.wait(for: "t=3 > print 40 +")
    try terminal.type(" 2" + Key.enter)
    try terminal.wait(for: "42")
    try terminal.wait(for: "t=3 > ")
    // What is refused is said in both places, and the line is the same again.
    try terminal.type("print 1")
    #expect(try command("save x", at: page) == 202)
    try terminal.wait(for: "'save' is for the shell")
    try terminal.wait(for: "t=3 > print 1")
    try terminal.type(Key.enter)
    try terminal.wait(for: "t=3 > ")
    #expect(try terminal.quit() == 0)
    #expect(try program.history().contains("step 3"))
  }

  @Test func aStopFromThePageEndsARunAndNotTheProgram() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("surface bowl; optimizer gd lr=1e-9")
    try terminal.type("view" + Key.enter)
    try terminal.wait(for: "the page is at ")
    let page = try address(try terminal.wait(for: PseudoTerminal.prompt))
    try terminal.type("run 1000000000000" + Key.enter)
    try terminal.wait(for: "run 1000000000000")
    let client = try WebClient(port: page.port)
    let head =
      "POST /stop HTTP/1.1\r\nHost: 127.0.0.1:\(page.port)\r\n"
      + "Cookie: descent-\(page.port)=\(page.secret)\r\nOrigin: http://127.0.0.1:\(page.port)\r\n\r\n"
    // A stop that comes before the run has begun is for nothing, as ^C would be.
    var isStopped = false
    while !isStopped {
      try client.send(head)
      #expect(try client.answer().status == 202)
      isStopped = (try? terminal.wait(for: "interrupted", seconds: 0.5)) != nil
    }
    try terminal.enter("print 6*7")
    #expect(try terminal.quit() == 0)
  }
}
