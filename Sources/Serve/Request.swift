import Console
import Dialogue

/// What a client asks for: one JSON object a line.
struct Request: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case execute(code: String, Look)
    /// The cursor is counted in Unicode code points.
    case complete(code: String, cursor: Int)
    case inspect(code: String, cursor: Int)
    case isComplete(code: String)
    /// The values of expressions; `file` takes those of many numbers.
    case get(expressions: [String], file: String?)
    case interrupt
    case shutdown
    /// The input has ended; no client sends it.
    case end

    /// Whether it is answered while another request is at work.
    var isHelp: Bool {
      switch self {
      case .complete, .inspect, .isComplete: true
      default: false
      }
    }
  }

  /// How the texts of an `execute` look.
  struct Look: Equatable, Sendable {
    var width = 80
    var unicode = true
    /// Whether texts carry the escapes that colour a terminal.
    var hasColor = false
    /// A file that takes the whole of a text that is cut.
    var file: String?
  }

  /// Why a line is no request.
  struct Refusal: Error, Equatable {
    /// The request's id where it has a valid one.
    var id: JSON
    var message: String
    /// In Unicode code points, from 1.
    var column: Int
  }

  /// A whole number or a text; `null` where the client gave none.
  var id: JSON
  var action: Action
  /// Bytes of the line.
  var size = 0

  /// - Throws: `Refusal` with a sentence that says what would be right.
  init(_ line: [UInt8]) throws(Refusal) {
    let object: JSON.Object
    let columns: [String: Int]
    do throws(JSON.ReadingError) { (object, columns) = try JSON.object(reading: line) } catch {
      throw Refusal(
        id: .null,
        message: "\(error.message); a request is an object on one line, as "
          + #"{"id":1,"do":"execute","code":"step"}"#, column: error.column)
    }
    self.init(id: .null, action: .end)
    switch object["id"] {
    case .integer(let number): id = .integer(number)
    case .string(let name) where name.utf8.count <= 1_000: id = .string(name)
    default: break
    }
    size = line.count
    let fields = Fields(object)
    do throws(Fields.Failure) { action = try Self.action(of: fields) } catch {
      throw Refusal(id: id, message: error.message, column: columns[error.name] ?? 1)
    }
  }

  init(id: JSON, action: Action) {
    self.id = id
    self.action = action
  }

  private static let verbs = [
    "execute", "complete", "inspect", "is_complete", "get", "interrupt", "shutdown",
  ]

  private static func action(of fields: Fields) throws(Fields.Failure) -> Action {
    switch try fields.text("do", of: verbs) {
    case "execute":
      var look = Look()
      look.width = try fields.integer("width", 20...1_000) ?? look.width
      look.unicode = try fields.truth("unicode") ?? look.unicode
      look.hasColor = try fields.text("style", of: ["plain", "ansi"], default: "plain") == "ansi"
      look.file = try fields.optionalText("file")
      return .execute(code: try fields.code(), look)
    case "complete": return .complete(code: try fields.code(), cursor: try fields.cursor())
    case "inspect": return .inspect(code: try fields.code(), cursor: try fields.cursor())
    case "is_complete": return .isComplete(code: try fields.code())
    case "get":
      return .get(
        expressions: try fields.texts("expressions"), file: try fields.optionalText("file"))
    case "interrupt": return .interrupt
    default: return .shutdown
    }
  }
}

extension Request: Waiting {
  var isHelp: Bool { action.isHelp }
  var isLast: Bool { action == .end || action == .shutdown }
}
