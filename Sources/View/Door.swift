/// Who is let in.
///
/// Loopback is no access control: any page in the browser and any user of the machine reaches the
/// port. So a request needs the secret, from the address or the cookie that it was exchanged for; its
/// Host must be this server's, so that no other name leads here (DNS rebinding); and what acts must
/// come from the page itself, by its Origin.
struct Door: Sendable {
  let secret: String
  /// `127.0.0.1:PORT` and other names of this server.
  let hosts: [String]
  /// Whether what comes through it may act.
  let isForReadingAlone: Bool
  let port: Int

  /// - Returns: nil where the request may come in, the refusal otherwise.
  func refusal(of request: Request) -> Response? {
    guard let host = request.headers["host"], hosts.contains(host.lowercased()) else {
      return Response(403, "this server has another name\n")
    }
    guard knows(request) else {
      return Response(401, "open the address that 'view' shows in the shell\n")
    }
    if let origin = request.headers["origin"], !isOwn(origin) {
      return Response(403, "another page may not ask this server\n")
    }
    switch request.method {
    case "GET", "HEAD": return nil
    case "POST":
      guard !isForReadingAlone else { return Response(403, "this address is for reading alone\n") }
      guard let origin = request.headers["origin"], isOwn(origin) else {
        return Response(403, "a command comes from the page itself\n")
      }
      return nil
    default: return Response(405, "GET and POST are understood\n")
    }
  }

  private func isOwn(_ origin: String) -> Bool {
    hosts.contains { "http://" + $0 == origin.lowercased() }
  }

  /// The cookie's name; two programs on two ports share the browser's cookies.
  private var cookieName: String { "descent-\(port)" }

  /// The cookie that stands for the secret from now on.
  var cookie: String { "\(cookieName)=\(secret); Path=/; HttpOnly; SameSite=Strict" }

  private func knows(_ request: Request) -> Bool {
    if let cookie = request.cookie(cookieName), isSecret(cookie) { return true }
    guard request.path == "/", let token = request.query["token"] else { return false }
    return isSecret(token)
  }

  /// Compares in a time that says nothing about where they differ.
  private func isSecret(_ text: String) -> Bool {
    let (a, b) = (Array(text.utf8), Array(secret.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// 192 bits by the system's own generator.
  static func makeSecret() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<3).map { _ in
      let text = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }
}
