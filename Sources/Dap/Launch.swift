import Dialogue

/// What `launch` asks for.
struct Launch {
  var program = ""
  var student: String?
  var stopsOnEntry = false
  var stopsAtEnd = false
  var hasNoDebug = false
  /// Whether the client has told all its breakpoints.
  var isConfigured = false

  init() {}

  init(_ fields: Fields) throws(Fields.Failure) {
    program = try fields.text("program")
    student = try fields.optionalText("student")
    stopsOnEntry = try fields.truth("stopOnEntry") ?? false
    stopsAtEnd = try fields.truth("stopAtEnd") ?? false
    hasNoDebug = try fields.truth("noDebug") ?? false
  }
}
