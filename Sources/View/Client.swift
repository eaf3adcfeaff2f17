import CSockets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// One connection to a browser.
struct Client {
  let descriptor: Int32
  /// By which door it came.
  let door: Int
  var incoming: [UInt8] = []
  private(set) var outgoing: [UInt8] = []
  private var sent = 0
  /// Whether it gets events; the version of the state that it has.
  var hearsEvents = false
  var version = 0
  var wasBusy = false
  /// Whether an answer of the session's is on its way; requests behind it wait.
  var waitsForAnswer = false
  /// Whether nothing more is read from it, and it ends when all is sent.
  var closes = false
  var isGone = false
  /// When it last sent a whole request, or took something of an answer.
  private(set) var stirred = ContinuousClock.now

  /// A request that has not come whole after so long is given up: a client that sends it byte by
  /// byte would keep others out.
  static let longestRequest = Duration.seconds(10)
  /// A connection without a request, or one that takes nothing of an answer, ends after so long.
  static let longestRest = Duration.seconds(60)

  /// More than this is not kept for a client that does not read.
  static let mostOutgoing = 64 << 20

  init(_ descriptor: Int32, door: Int) {
    self.descriptor = descriptor
    self.door = door
  }

  var hasOutput: Bool { sent < outgoing.count }

  /// A whole request has come.
  mutating func stir() { stirred = .now }

  /// Whether it has been waited for long enough.
  func isIdle(at now: ContinuousClock.Instant) -> Bool {
    if hasOutput { return now - stirred > Self.longestRest }
    if hearsEvents || waitsForAnswer { return false }
    return now - stirred > (incoming.isEmpty ? Self.longestRest : Self.longestRequest)
  }

  mutating func send(_ bytes: [UInt8]) {
    guard outgoing.count - sent + bytes.count <= Self.mostOutgoing else {
      isGone = true
      return
    }
    outgoing += bytes
    flush()
  }

  /// Sends what can be sent at once.
  mutating func flush() {
    while hasOutput, !isGone {
      let count = outgoing[sent...].withUnsafeBytes {
        cs_send(descriptor, $0.baseAddress, min($0.count, 1 << 18))
      }
      if count > 0 {
        sent += count
        stirred = .now
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        return
      } else if errno != EINTR {
        isGone = true
      }
    }
    outgoing = []
    sent = 0
    if closes { isGone = true }
  }

  /// Takes in what has come.
  mutating func receive() {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while !isGone {
      let count = buffer.withUnsafeMutableBytes { cs_receive(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        if incoming.isEmpty { stirred = .now }
        if !closes { incoming += buffer[..<count] }
        if incoming.count > Request.mostHead + Request.mostBody + 4 { return }
      } else if count < 0, errno == EINTR {
        continue
      } else {
        if count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK) { isGone = true }
        return
      }
    }
  }
}
