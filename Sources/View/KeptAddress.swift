import Disk

/// Where the last program served its page, in a file that its user alone reads: a page that was left
/// open finds the next program there.
struct KeptAddress {
  let port: UInt16
  let secret: String

  init(port: UInt16, secret: String) {
    self.port = port
    self.secret = secret
  }

  /// Nil where there is no such file, or it says something else.
  init?(at path: String) {
    guard let bytes = try? Disk.bytes(of: path, limit: 200) else { return nil }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let port = UInt16(String(words[0]), radix: 10), port > 0,
      words[1].count == 48,
      words[1].allSatisfy(\.isHexDigit)
    else { return nil }
    self.init(port: port, secret: String(words[1]))
  }

  /// Where it cannot be kept, the next program has another address.
  func keep(at path: String) {
    _ = try? Disk.makeFolder(Path.folder(of: path))
    try? WholeFile.write(Array("\(port) \(secret)\n".utf8), to: path, mode: 0o600)
  }
}
