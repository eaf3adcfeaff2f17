import CSockets
import Page
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The HTTP server of the live page: one thread that waits for all sockets at once.
///
/// It knows no session: it hands on what pages ask by `Mail`, and what comes back. A server of the
/// network's usual kind would bring more code than the page needs: GET, POST, and streams of events
/// to a few browsers on this machine.
final class PageServer: @unchecked Sendable {
  /// A listening socket.
  struct Entrance: Sendable {
    let listener: Int32
    let door: Door
  }

  let mail: Mail
  /// Stops what the session carries out.
  private let interrupt: @Sendable () -> Void
  private let bell: (wait: Int32, ring: Int32)
  private let shared = Mutex<[Entrance]>([])
  // What follows is the server's thread's own.
  private var entrances: [Entrance] = []
  private var clients: [Int: Client] = [:]
  private var nextClient = 0
  private var news = Mail.News()
  private var busySince: ContinuousClock.Instant?

  /// For more connections others make room.
  static let mostClients = 200
  /// A command that is over sooner is not told to keep the session busy.
  private static let patience = Duration.milliseconds(150)
  /// After so long without events a comment is sent, so that a client that left is noticed.
  private static let pulse = Duration.seconds(5)
  private var lastPulse = ContinuousClock.now

  /// - Returns: nil where the system has no more pipes.
  init?(wakeSession: @escaping @Sendable () -> Void, interrupt: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    guard cs_bell(&ends) == 0 else { return nil }
    bell = (ends[0], ends[1])
    let ring = ends[1]
    self.interrupt = interrupt
    mail = Mail(wakeSession: wakeSession, wakeServer: { cs_ring(ring) })
  }

  /// Begins to serve; call it once.
  ///
  /// - Returns: false where the system has no more threads.
  func start() -> Bool {
    let context = Unmanaged.passRetained(self).toOpaque()
    let failure = cs_run(
      { context in
        guard let context else { return }
        Unmanaged<PageServer>.fromOpaque(context).takeRetainedValue().run()
      }, context)
    if failure != 0 { Unmanaged<PageServer>.fromOpaque(context).release() }
    return failure == 0
  }

  /// Lets clients in at one more socket.
  func add(_ entrance: Entrance) {
    shared.withLock { $0.append(entrance) }
    cs_ring(bell.ring)
  }

  // MARK: The server's thread

  private func run() {
    while true {
      entrances = shared.withLock { $0 }
      let order = Array(clients.keys)
      var sources = [pollfd(fd: bell.wait, events: Int16(truncatingIfNeeded: POLLIN), revents: 0)]
      sources += entrances.map {
        pollfd(fd: $0.listener, events: Int16(truncatingIfNeeded: POLLIN), revents: 0)
      }
      for id in order {
        guard let client = clients[id] else { continue }
        let events =
          Int16(truncatingIfNeeded: POLLIN)
          | (client.hasOutput ? Int16(truncatingIfNeeded: POLLOUT) : 0)
        sources.append(pollfd(fd: client.descriptor, events: events, revents: 0))
      }
      let wait: Int32 = busySince == nil ? 5_000 : 50
      if poll(&sources, nfds_t(sources.count), wait) < 0, errno != EINTR { return }
      cs_quiet(bell.wait)
      if !takeNews() { return end() }
      for (entrance, source) in zip(entrances.indices, sources.dropFirst())
      where source.revents != 0 {
        accept(at: entrance)
      }
      for (id, source) in zip(order, sources.dropFirst(1 + entrances.count)) {
        if source.revents != 0 { attend(id, source.revents) }
      }
      tell()
      let now = ContinuousClock.now
      for (id, client) in clients where client.isGone || client.isIdle(at: now) {
        cs_close(client.descriptor)
        clients[id] = nil
      }
    }
  }

  private func accept(at index: Int) {
    while true {
      let descriptor = cs_accept(entrances[index].listener)
      guard descriptor >= 0 else { return }
      if clients.count >= Self.mostClients, !makeRoom() {
        cs_close(descriptor)
        continue
      }
      clients[nextClient] = Client(descriptor, door: index)
      nextClient += 1
    }
  }

  /// Ends the connection that has rested longest; one that was let in only where there is no other.
  ///
  /// - Returns: false where all are at work.
  private func makeRoom() -> Bool {
    let resting = clients.filter { !$0.value.hearsEvents && !$0.value.waitsForAnswer }
    let strangers = resting.filter { !$0.value.isLetIn }
    guard
      let oldest = (strangers.isEmpty ? resting : strangers)
        .min(by: { $0.value.stirred < $1.value.stirred })
    else { return false }
    cs_close(oldest.value.descriptor)
    clients[oldest.key] = nil
    return true
  }

  private func attend(_ id: Int, _ events: Int16) {
    guard var client = clients.removeValue(forKey: id) else { return }
    if events & Int16(truncatingIfNeeded: POLLOUT) != 0 { client.flush() }
    if events & ~Int16(truncatingIfNeeded: POLLOUT) != 0 { client.receive() }
    serve(&client, id: id)
    clients[id] = client
  }

  /// Answers the requests that have come whole, one after the other.
  private func serve(_ client: inout Client, id: Int) {
    while !client.waitsForAnswer, !client.hearsEvents, !client.closes, !client.isGone {
      do throws(Request.Failure) {
        guard let request = try Request.take(from: &client.incoming) else { return }
        client.stir()
        answer(request, of: &client, id: id)
      } catch {
        client.closes = true
        client.send(Response(error == .tooLarge ? 413 : 400, closes: true).bytes())
      }
    }
  }

  private func answer(_ request: Request, of client: inout Client, id: Int) {
    let door = entrances[client.door].door
    if let refusal = door.refusal(of: request) {
      client.send(refusal.bytes(hasBody: request.method != "HEAD"))
      return
    }
    client.isLetIn = true
    let isReading = request.method != "POST"
    switch (request.path, isReading) {
    case ("/events", true) where request.method == "GET":
      client.hearsEvents = true
      client.send(Response.eventsHead)
      client.version = 0
    case ("/look", true) where request.method == "GET":
      let questions = (request.query["q"] ?? "").split(separator: "\n").prefix(64).map(String.init)
      client.waitsForAnswer = mail.send(.look(questions, client: id))
      if !client.waitsForAnswer {
        client.send(Response(503, "too much is asked at once\n").bytes())
      }
    case (let path, true):
      let name = path == "/" ? "page.html" : String(path.dropFirst())
      guard path != "/page.html", let file = PageFile.named(name) else {
        client.send(
          Response(404, "there is no such page\n").bytes(hasBody: request.method != "HEAD"))
        return
      }
      let response = Response(
        type: file.type, file.bytes, cookie: path == "/" ? door.cookie : nil)
      client.send(response.bytes(hasBody: request.method != "HEAD"))
    case ("/command", false): client.send(take(request.body).bytes())
    case ("/stop", false):
      mail.whileBusy(interrupt)
      client.send(Response(202).bytes())
    case (_, false): client.send(Response(404, "there is no such command\n").bytes())
    }
  }

  /// Hands a command on: the gesture on the first line, the command on the second.
  private func take(_ body: [UInt8]) -> Response {
    guard let text = String(validating: body, as: UTF8.self) else {
      return Response(400, "a command is UTF-8 text\n")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 2, lines[1].utf8.count <= 4_096, lines[0].utf8.count <= 200,
      !text.unicodeScalars.contains(where: {
        $0.properties.generalCategory == .control && $0 != "\n"
      })
    else {
      return Response(400, "a command is two lines: the gesture, and the command itself\n")
    }
    let isTaken = mail.send(.command(String(lines[1]), cause: String(lines[0])))
    return isTaken ? Response(202) : Response(503, "too many commands wait\n")
  }

  // MARK: News

  /// - Returns: false where the session is over.
  private func takeNews() -> Bool {
    let before = news
    news = mail.read()
    if news.isBusy != before.isBusy { busySince = news.isBusy ? .now : nil }
    for (id, text) in news.answers {
      guard var client = clients.removeValue(forKey: id) else { continue }
      client.waitsForAnswer = false
      client.send(Response(type: "application/json", Array(text.utf8)).bytes())
      serve(&client, id: id)
      clients[id] = client
    }
    news.answers = []
    return !news.isOver
  }

  /// Tells every page what it does not know yet.
  private func tell() {
    let isBusy = busySince.map { .now - $0 >= Self.patience } ?? false
    let beats = .now - lastPulse >= Self.pulse
    if beats { lastPulse = .now }
    for id in clients.keys {
      guard let client = clients[id], client.hearsEvents, !client.isGone else { continue }
      if news.version > 0, client.version != news.version || client.wasBusy != isBusy {
        let door = entrances[client.door].door
        let state =
          "id: \(news.t)\ndata: {\"version\":\(news.version),\"busy\":\(isBusy),"
          + "\"readOnly\":\(door.isForReadingAlone),\(news.state)}\n\n"
        clients[id]?.version = news.version
        clients[id]?.wasBusy = isBusy
        clients[id]?.send(Array(state.utf8))
      } else if beats {
        clients[id]?.send([0x3A, 0x0A, 0x0A])
      }
    }
  }

  private func end() {
    for client in clients.values { cs_close(client.descriptor) }
    clients = [:]
    for entrance in entrances { cs_close(entrance.listener) }
    cs_close(bell.wait)
  }
}
