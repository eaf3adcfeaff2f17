import Testing

@testable import View

/// Requests, as browsers and attackers send them.
@Suite struct RequestTests {
  @Test func aRequestIsTakenWhenItIsWhole() throws {
    let text =
      "POST /command?a=1%20b&c=%CE%B8 HTTP/1.1\r\nHost: h:1\r\nContent-Length: 3\r\n\r\nabc"
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      #expect(try Request.take(from: &bytes) == nil)
      bytes.append(byte)
    }
    bytes += Array("GET / HTTP/1.1\r\n".utf8)
    let request = try #require(try Request.take(from: &bytes))
    #expect(request.method == "POST" && request.path == "/command")
    #expect(request.query == ["a": "1 b", "c": "θ"])
    #expect(request.headers["host"] == "h:1" && request.body == Array("abc".utf8))
    #expect(bytes == Array("GET / HTTP/1.1\r\n".utf8))
  }

  @Test(arguments: [
    "GET / HTTP/2\r\n\r\n", "GET /\r\n\r\n", "get / HTTP/1.1\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
    "GET http://a/ HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nnothing\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "GET /?q=%C3 HTTP/1.1\r\n\r\n", "GET /?q=%4 HTTP/1.1\r\n\r\n", "GET /?q=%zz HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "\r\n\r\n",
  ])
  func whatIsNoRequestIsRefused(_ text: String) {
    var bytes = Array(text.utf8)
    #expect(throws: Request.Failure.malformed) { try Request.take(from: &bytes) }
  }

  @Test func whatIsTooLongIsRefused() {
    var head = Array(("GET /" + String(repeating: "a", count: Request.mostHead)).utf8)
    #expect(throws: Request.Failure.tooLarge) { try Request.take(from: &head) }
    var body = Array("POST / HTTP/1.1\r\nContent-Length: \(Request.mostBody + 1)\r\n\r\n".utf8)
    #expect(throws: Request.Failure.tooLarge) { try Request.take(from: &body) }
  }

  @Test func aCookieIsFoundByItsWholeName() {
    let request = Request(
      method: "GET", path: "/", query: [:], headers: ["cookie": "xdescent-1=no; descent-1=yes"],
      body: [])
    #expect(request.cookie("descent-1") == "yes" && request.cookie("descent") == nil)
  }
}
