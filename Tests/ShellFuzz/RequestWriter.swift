import Console
import Session

/// One thing that a client of `serve` does.
enum Turn {
  /// A request as it should be, with its id.
  case request(line: String, id: Int, isInterrupted: Bool)
  /// Bytes that are no request, or hardly one; a line end comes after them.
  case damaged([UInt8])
  /// SIGINT, or the request of that name, between two requests.
  case interrupt(bySignal: Bool)
}

/// Writes requests out of what the commands declare, and damages some.
struct RequestWriter {
  private var chance: Chance
  private var lines: LineWriter
  private var values: ValueWriter
  private var damage: Damage
  private var lastID = 0

  init(chance: Chance, seeds: FileSeeds) {
    var chance = chance
    lines = LineWriter(chance: Chance(seed: chance.next()))
    values = ValueWriter(chance: Chance(seed: chance.next()))
    damage = Damage(chance: Chance(seed: chance.next()), seeds: seeds)
    self.chance = chance
  }

  mutating func turn(in situation: Situation) -> Turn {
    switch chance.whole(0...99) {
    case 0...2: return .interrupt(bySignal: chance.happens(0.5))
    case 3...27:
      var bytes = Array(request(in: situation).line.utf8)
      for _ in 0..<chance.whole(1...3) { bytes = damage.once(bytes) }
      return .damaged(Array(bytes.prefix(200_000)))
    default:
      let (line, id) = request(in: situation)
      return .request(line: line, id: id, isInterrupted: chance.happens(0.05))
    }
  }

  /// A request that only asks for a number: once it is done, all before it are.
  mutating func question() -> (line: String, id: Int) {
    lastID += 1
    return (#"{"id":\#(lastID),"do":"get","expressions":["1+1"]}"#, lastID)
  }

  private mutating func request(in situation: Situation) -> (line: String, id: Int) {
    lastID += 1
    var object: JSON.Object = ["id": .integer(lastID)]
    switch chance.whole(0...9) {
    case 0:
      object["do"] = .string(chance.word(of: ["complete", "inspect"]))
      object["code"] = .string(code(in: situation))
      if chance.happens(0.9) { object["cursor"] = .integer(chance.whole(0...60)) }
    case 1:
      object["do"] = "is_complete"
      object["code"] = .string(code(in: situation))
    case 2:
      object["do"] = "get"
      object["expressions"] = .array(
        (0..<chance.whole(0...3)).map { _ in .string(values.formula(in: situation, depth: 2)) })
      if chance.happens(0.3) { object["file"] = .string(chance.word(of: Words.paths)) }
    default:
      object["do"] = "execute"
      object["code"] = .string(code(in: situation))
      if chance.happens(0.3) {
        object["width"] = .integer(chance.one(of: [20, 40, 60, 80, 200, 1_000, 0, -1], else: 80))
      }
      if chance.happens(0.2) { object["unicode"] = .boolean(chance.happens(0.5)) }
      if chance.happens(0.2) {
        object["style"] = .string(chance.word(of: ["plain", "ansi", "ansi", "html"]))
      }
      if chance.happens(0.1) { object["file"] = .string(chance.word(of: Words.paths)) }
    }
    return (JSON.object(object).text, lastID)
  }

  private mutating func code(in situation: Situation) -> String {
    (0..<chance.whole(1...3)).map { _ in lines.line(in: situation) }.joined(separator: "\n")
  }
}
