import Foundation
import TestSupport
import Testing

/// A `descent serve` at work, with its two pipes.
final class Conversation {
  typealias Event = [String: Any]

  let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors = Pipe()
  private var buffer = Data()
  private(set) var ready: Event = [:]
  private var lastID = 1_000

  init(_ program: BuiltProgram) throws {
    process.executableURL = URL(fileURLWithPath: try BuiltProgram.path())
    process.arguments = ["serve"]
    process.environment = program.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: program.home.path)
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    ready = try next()
  }

  deinit { if process.isRunning { process.terminate() } }

  func send(_ line: String) throws { try send(Array((line + "\n").utf8)) }

  func send(_ bytes: [UInt8]) throws {
    try input.fileHandleForWriting.write(contentsOf: Data(bytes))
  }

  /// The next line; nil at the end.
  func line() throws -> String? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let text = String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self)
        buffer = Data(buffer[(end + 1)...])
        return text
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      buffer.append(more)
    }
  }

  func next() throws -> Event {
    let line = try #require(try line(), "the program has ended")
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Event
    return try #require(object, "no object: \(line)")
  }

  /// Makes a request and waits for its events.
  func ask(_ verb: String, _ keys: Event = [:]) throws -> [Event] {
    lastID += 1
    var request = keys
    request["id"] = lastID
    request["do"] = verb
    let data = try JSONSerialization.data(withJSONObject: request)
    try send(String(decoding: data, as: UTF8.self))
    return try events(of: lastID)
  }

  func execute(_ code: String, _ keys: Event = [:]) throws -> [Event] {
    try ask("execute", keys.merging(["code": code]) { $1 })
  }

  /// The events up to the `done` of a request.
  func events(of id: Int) throws -> [Event] {
    var events: [Event] = []
    while true {
      let event = try next()
      events.append(event)
      if event["id"] as? Int == id, event.kind == "done" { return events }
    }
  }

  func closeInput() throws { try input.fileHandleForWriting.close() }
  func closeOutput() throws { try output.fileHandleForReading.close() }

  /// What it wrote to standard error, and its status, once it has ended.
  func end() throws -> (status: Int32, complaint: String) {
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}

extension [String: Any] {
  var kind: String { self["event"] as? String ?? "" }
  var text: String { self["text"] as? String ?? "" }
  var status: String { self["status"] as? String ?? "" }
  var message: String { self["message"] as? String ?? "" }
}
