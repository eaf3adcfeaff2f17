import Testing

@testable import View

/// Who is let in, and who is not.
@Suite struct DoorTests {
  private let secret = String(repeating: "0123456789abcdef", count: 3)
  private func door(reading: Bool = false) -> Door {
    Door(
      secret: secret, hosts: ["127.0.0.1:81", "localhost:81"], isForReadingAlone: reading, port: 81)
  }

  private func status(
    _ method: String, _ path: String = "/look", token: String? = nil,
    host: String? = "127.0.0.1:81",
    cookie: String? = nil, origin: String? = nil, reading: Bool = false
  ) -> Int {
    var headers: [String: String] = [:]
    headers["host"] = host
    headers["cookie"] = cookie
    headers["origin"] = origin
    let query = token.map { ["token": $0] } ?? [:]
    let request = Request(method: method, path: path, query: query, headers: headers, body: [])
    return door(reading: reading).refusal(of: request)?.status ?? 200
  }

  @Test func thePageItselfIsLetIn() {
    let cookie = "descent-81=\(secret)"
    #expect(status("GET", "/", token: secret) == 200)
    #expect(status("GET", "/", token: secret, host: "localhost:81") == 200)
    #expect(status("GET", cookie: cookie) == 200)
    #expect(status("GET", cookie: cookie, origin: "http://127.0.0.1:81") == 200)
    #expect(status("POST", "/command", cookie: cookie, origin: "http://127.0.0.1:81") == 200)
    #expect(status("GET", cookie: cookie, reading: true) == 200)
  }

  /// By the host's name, as DNS rebinding would come.
  @Test(arguments: [
    nil, "", "evil.example", "evil.example:81", "127.0.0.1", "127.0.0.1:82",
    "127.0.0.1:81.evil.example",
    "localhost", "[::1]:81", "0.0.0.0:81",
  ])
  func anotherNameIsNotLetIn(_ host: String?) {
    #expect(status("GET", host: host, cookie: "descent-81=\(secret)") == 403)
    #expect(status("GET", "/", token: secret, host: host) == 403)
  }

  @Test func withoutTheSecretNothingIsShown() {
    let near = String(secret.dropLast()) + "0"
    for token in [nil, "", "x", near, secret + "0", String(secret.dropLast())] {
      #expect(status("GET", "/", token: token) == 401)
    }
    // The address's secret opens the document alone.
    #expect(status("GET", "/look", token: secret) == 401)
    #expect(status("POST", "/command", token: secret, origin: "http://127.0.0.1:81") == 401)
    for cookie in ["descent=\(secret)", "descent-82=\(secret)", "descent-81=\(near)", secret] {
      #expect(status("GET", cookie: cookie) == 401)
    }
  }

  @Test func whatActsComesFromThePageItself() {
    let cookie = "descent-81=\(secret)"
    for origin in [
      nil, "null", "http://evil.example", "http://127.0.0.1:82", "https://127.0.0.1:81",
      "http://127.0.0.1:81.evil.example", "http://127.0.0.1",
    ] {
      #expect(status("POST", "/command", cookie: cookie, origin: origin) == 403)
      if origin != nil { #expect(status("GET", "/look", cookie: cookie, origin: origin) == 403) }
    }
    #expect(
      status("POST", "/command", cookie: cookie, origin: "http://127.0.0.1:81", reading: true)
        == 403)
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH"] {
      #expect(status(method, cookie: cookie, origin: "http://127.0.0.1:81") == 405)
    }
  }

  @Test func secretsDiffer() {
    let secrets = Set((0..<100).map { _ in Door.makeSecret() })
    #expect(secrets.count == 100 && secrets.allSatisfy { $0.count == 48 })
  }
}
