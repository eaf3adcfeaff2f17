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
  /// Whether it has shown the secret.
  var isLetIn = false
  /// Whether no more requests are read from it, and it ends when all is sent.
  var closes = false
  /// Whether all is sent to one that ends: what it still sends is read and thrown away, or the system
  /// would take the answer back with the connection.
  private var isFinished = false
  var isGone = false
  /// When it last sent a whole request, or took something of an answer.
  private(set) var stirred = ContinuousClock.now

  /// A request that has not come whole after so long is given up: a client that sends it byte by
  /// byte would keep others out.
  static let longestRequest = Duration.seconds(10)
  /// A connection without a request, or one that takes nothing of an answer, ends after so long.
  static let longestRest = Duration.seconds(60)
  /// A browser that was let in closes its own connections long before that. If the server did, a request
  /// could meet the end of its connection on the way.
  static let longestFriendlyRest = Duration.seconds(900)
  /// A client that has its last answer is waited for so long.
  static let longestFarewell = Duration.seconds(2)

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
    if isFinished { return now - stirred > Self.longestFarewell }
    if hasOutput { return now - stirred > Self.longestRest }
    if hearsEvents || waitsForAnswer { return false }
    let rest = isLetIn ? Self.longestFriendlyRest : Self.longestRest
    return now - stirred > (incoming.isEmpty ? rest : Self.longestRequest)
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
    if closes, !isFinished, !isGone {
      isFinished = true
      stirred = .now
      cs_finish(descriptor)
    }
  }

  /// Takes in what has come.
  mutating func receive() {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    // So much at once: others wait.
    for _ in 0..<8 where !isGone {
      let count = buffer.withUnsafeMutableBytes { cs_receive(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        if closes { continue }
        if incoming.isEmpty { stirred = .now }
        incoming += buffer[..<count]
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
