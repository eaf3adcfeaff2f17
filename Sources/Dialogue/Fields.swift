import Console
import Wording

/// The members of a request, read by their kinds.
package struct Fields {
  /// A member that is missing or of another kind.
  package struct Failure: Error {
    package var name: String
    package var message: String

    package init(name: String, message: String) {
      (self.name, self.message) = (name, message)
    }
  }

  private let object: JSON.Object

  package init(_ object: JSON.Object) { self.object = object }

  /// The member's value; nil where it is missing or null.
  private func value(_ name: String) -> JSON? {
    guard let value = object[name], value != .null else { return nil }
    return value
  }

  /// One of some words.
  package func text(
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

  package func optionalText(_ name: String) throws(Failure) -> String? {
    switch value(name) {
    case nil: return nil
    case .string(let text): return text
    default: throw Failure(name: name, message: "\"\(name)\" is a text")
    }
  }

  package func texts(_ name: String) throws(Failure) -> [String] {
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

  package func integer(_ name: String, _ range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let value = value(name) else { return nil }
    guard case .integer(let number) = value, range.contains(number) else {
      let end = range.upperBound == .max ? " on" : " to \(range.upperBound)"
      throw Failure(
        name: name, message: "\"\(name)\" is a whole number from \(range.lowerBound)\(end)")
    }
    return number
  }

  package func truth(_ name: String) throws(Failure) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .boolean(let truth) = value else {
      throw Failure(name: name, message: "\"\(name)\" is true or false")
    }
    return truth
  }

  /// The objects of a list; none where it is missing.
  package func objects(_ name: String) throws(Failure) -> [Fields] {
    let failure = Failure(name: name, message: "\"\(name)\" is a list of objects")
    switch value(name) {
    case nil: return []
    case .array(let values):
      var objects: [Fields] = []
      for value in values {
        guard case .object(let object) = value else { throw failure }
        objects.append(Fields(object))
      }
      return objects
    default: throw failure
    }
  }

  /// An object; nil where it is missing.
  package func object(_ name: String) throws(Failure) -> Fields? {
    switch value(name) {
    case nil: return nil
    case .object(let object): return Fields(object)
    default: throw Failure(name: name, message: "\"\(name)\" is an object")
    }
  }

  /// A text that has to be there.
  package func text(_ name: String) throws(Failure) -> String {
    guard let text = try optionalText(name) else {
      throw Failure(name: name, message: "\"\(name)\" is missing: a text")
    }
    return text
  }
}
