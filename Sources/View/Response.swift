/// An answer of HTTP/1.1.
struct Response {
  var status: Int
  var type = "text/plain; charset=utf-8"
  var body: [UInt8] = []
  /// A cookie to set, with its attributes.
  var cookie: String?
  /// Whether the connection ends after it.
  var closes = false

  init(_ status: Int, _ text: String = "", closes: Bool = false) {
    self.status = status
    body = Array(text.utf8)
    self.closes = closes
  }

  init(type: String, _ body: [UInt8], cookie: String? = nil) {
    status = 200
    self.type = type
    self.body = body
    self.cookie = cookie
  }

  /// What every answer says: that nothing is kept, and that the page runs its own files alone.
  private static let always = """
    Cache-Control: no-store\r
    Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r
    X-Content-Type-Options: nosniff\r
    X-Frame-Options: DENY\r
    Referrer-Policy: no-referrer\r
    Cross-Origin-Resource-Policy: same-origin\r
    Cross-Origin-Opener-Policy: same-origin\r

    """

  /// The answer as it is sent.
  ///
  /// - Parameter hasBody: false for HEAD.
  func bytes(hasBody: Bool = true) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(Self.reason(status))\r\n" + Self.always
    head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
    if let cookie { head += "Set-Cookie: \(cookie)\r\n" }
    // Sooner than the server itself ends a connection, so that no request meets its end on the way.
    head += closes ? "Connection: close\r\n" : "Keep-Alive: timeout=300\r\n"
    if status == 405 { head += "Allow: GET, HEAD, POST\r\n" }
    return Array((head + "\r\n").utf8) + (hasBody ? body : [])
  }

  /// The head of a stream of events, which has no end.
  static let eventsHead = Array(
    ("HTTP/1.1 200 OK\r\n" + always + "Content-Type: text/event-stream\r\n"
      + "Connection: close\r\n\r\nretry: 1000\n\n").utf8)

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 202: "Accepted"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 413: "Content Too Large"
    case 503: "Service Unavailable"
    default: "Error"
    }
  }
}
