import CTestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A browser's side of HTTP, byte by byte, as a test needs it.
package final class WebClient {
  package enum Failure: Error { case cannotConnect, gone }

  private let socket: Int32
  private var bytes: [UInt8] = []

  package init(port: Int) throws {
    socket = ct_connect(Int32(clamping: port))
    guard socket >= 0 else { throw Failure.cannotConnect }
  }

  deinit { close(socket) }

  package func send(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure.gone }
      rest = rest.dropFirst(count)
    }
  }

  /// What comes up to and with a text.
  package func read(upTo text: String) throws -> String {
    let wanted = Array(text.utf8)
    while true {
      if let start = bytes.indices.first(where: { bytes[$0...].starts(with: wanted) }) {
        defer { bytes.removeFirst(start + wanted.count) }
        return String(decoding: bytes[..<(start + wanted.count)], as: UTF8.self)
      }
      try more()
    }
  }

  private func more() throws {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = buffer.withUnsafeMutableBytes { systemRead(socket, $0.baseAddress, $0.count) }
    guard count > 0 else { throw Failure.gone }
    bytes += buffer[..<count]
  }

  /// The status, head and body of the next answer.
  package func answer() throws -> (status: Int, head: String, body: String) {
    let head = try read(upTo: "\r\n\r\n")
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let length =
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
    while bytes.count < length { try more() }
    defer { bytes.removeFirst(length) }
    return (status, head, String(decoding: bytes[..<length], as: UTF8.self))
  }
}

private func systemRead(_ descriptor: Int32, _ to: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, to, count)
}
