import ArrayElements

/// The dictionary in an array's header: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`.
struct NumPyHeader {
  private(set) var type = ""
  private(set) var isFortranOrder = false
  private(set) var shape: [Int] = []

  private var rest: Substring

  /// - Throws: `ArrayError` for anything but that dictionary with its three keys, each once.
  init(_ text: String, of name: String) throws(ArrayError) {
    rest = text[...]
    guard take("{") else { throw ArrayError("'\(name)' has a header that is no dictionary") }
    var keys: Set<String> = []
    while !take("}") {
      guard let key = word(), take(":") else {
        throw ArrayError("'\(name)' has a header that is no dictionary")
      }
      guard keys.insert(key).inserted else {
        throw ArrayError("'\(name)' has the key \(NumPyArray.shown(key)) twice in its header")
      }
      let isRead: Bool
      switch key {
      case "descr":
        if peek("[") {
          throw ArrayError(
            "'\(name)' has fields with names of their own; save each field as an array")
        }
        isRead = word().map { type = $0 } != nil
      case "fortran_order":
        if take("True") {
          isFortranOrder = true
        } else if !take("False") {
          throw ArrayError("'\(name)' has a header whose fortran_order is neither True nor False")
        }
        isRead = true
      case "shape": isRead = tuple().map { shape = $0 } != nil
      default:
        throw ArrayError("'\(name)' has an unknown key \(NumPyArray.shown(key)) in its header")
      }
      guard isRead else {
        throw ArrayError("'\(name)' has a header whose \(key) cannot be read")
      }
      if !take(","), !peek("}") {
        throw ArrayError("'\(name)' has a header that is no dictionary")
      }
    }
    guard keys.count == 3, rest.allSatisfy({ $0 == " " || $0 == "\n" }) else {
      throw ArrayError("'\(name)' has a header without descr, fortran_order and shape alone")
    }
  }

  private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }

  private mutating func peek(_ text: String) -> Bool {
    skipBlanks()
    return rest.hasPrefix(text)
  }

  private mutating func take(_ text: String) -> Bool {
    guard peek(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  /// A text in quotes without escapes.
  private mutating func word() -> String? {
    skipBlanks()
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    let inside = rest.dropFirst()
    guard let end = inside.firstIndex(of: quote), !inside[..<end].contains("\\") else { return nil }
    rest = inside[inside.index(after: end)...]
    return String(inside[..<end])
  }

  /// `()`, `(3,)`, `(3, 4)`; Python 2's `3L` too.
  private mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while !take(")") {
      skipBlanks()
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, let size = Int(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      _ = take("L")
      sizes.append(size)
      // A comma makes the tuple of one.
      guard take(",") || (sizes.count > 1 && peek(")")) else { return nil }
    }
    return sizes
  }
}
