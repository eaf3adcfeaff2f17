import Console
import Wording

/// The members of a request, read by their kinds.
struct Fields {
  /// A member that is missing or of another kind.
  struct Failure: Error {
    var name: String
    var message: String
  }

  private let object: JSON.Object

  init(_ object: JSON.Object) { self.object = object }

  /// The member's value; nil where it is missing or null.
  private func value(_ name: String) -> JSON? {
    guard let value = object[name], value != .null else { return nil }
    return value
  }

  /// One of some words.
  func text(
    _ name: String, of choices: [String], default: String? = nil
  ) throws(Failure) -> String {
    let phrase = "\"\(name)\" is one of " + alternatives(choices.map { "\"\($0)\"" })
    switch value(name) {
    case nil:
      guard let `default` else { throw Failure(name: name, message: phrase) }
      return `default`
    case .string(let text):
      guard choices.contains(text) else {
        throw Failure(name: name, message: phrase + ", not \"\(text.prefix(40))\"")
      }
      return text
    default: throw Failure(name: name, message: phrase)
    }
  }

  func optionalText(_ name: String) throws(Failure) -> String? {
    switch value(name) {
    case nil: return nil
    case .string(let text): return text
    default: throw Failure(name: name, message: "\"\(name)\" is a text")
    }
  }

  func texts(_ name: String) throws(Failure) -> [String] {
    let failure = Failure(
      name: name, message: "\"\(name)\" is a list of texts, as [\"loss\",\"theta\"]")
    guard case .array(let values)? = value(name) else { throw failure }
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value else { throw failure }
      texts.append(text)
    }
    return texts
  }

  func integer(_ name: String, _ range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let value = value(name) else { return nil }
    guard case .integer(let number) = value, range.contains(number) else {
      let end = range.upperBound == .max ? " on" : " to \(range.upperBound)"
      throw Failure(
        name: name, message: "\"\(name)\" is a whole number from \(range.lowerBound)\(end)")
    }
    return number
  }

  func truth(_ name: String) throws(Failure) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .boolean(let truth) = value else {
      throw Failure(name: name, message: "\"\(name)\" is true or false")
    }
    return truth
  }

  func code() throws(Failure) -> String {
    guard case .string(let code)? = value("code") else {
      throw Failure(name: "code", message: "\"code\" is a text: the lines to work on")
    }
    return code
  }

  /// Without a cursor the end of the code is meant.
  func cursor() throws(Failure) -> Int { try integer("cursor", 0...Int.max) ?? .max }
}
