import Dialogue

extension Fields {
  func code() throws(Failure) -> String {
    guard let code = try? text("code") else {
      throw Failure(name: "code", message: "\"code\" is a text: the lines to work on")
    }
    return code
  }

  /// Without a cursor the end of the code is meant.
  func cursor() throws(Failure) -> Int { try integer("cursor", 0...Int.max) ?? .max }
}
