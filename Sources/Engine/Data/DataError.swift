/// What is wrong with data, a file or an option, in one sentence that says what would be right.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}

/// The names closest to a mistyped one, best first: at most `limit`, none that shares too little.
package func nearestNames(to word: String, in names: [String], limit: Int = 3) -> [String] {
  let target = Array(word.lowercased().unicodeScalars.prefix(64))
  let scored = names.map { name -> (name: String, distance: Int) in
    let candidate = Array(name.lowercased().unicodeScalars.prefix(64))
    return (name, editDistance(target, candidate))
  }
  let allowed = max(2, target.count / 2)
  return scored.filter { $0.distance <= allowed }
    .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    .prefix(limit).map(\.name)
}

/// The least number of insertions, deletions and replacements between two words.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var previous = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var current = [i + 1]
    for (j, y) in b.enumerated() {
      current.append(min(previous[j] + (x == y ? 0 : 1), previous[j + 1] + 1, current[j] + 1))
    }
    previous = current
  }
  return previous[b.count]
}

/// "a", "a or b", "a, b or c".
package func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}

/// The text itself in quotes, or its beginning where it is long, with control characters as `?`.
package func quoted(_ text: some StringProtocol, limit: Int = 40) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    shown += scalar.value < 32 || scalar.value == 127 ? "?" : String(scalar)
  }
  let isCut = text.unicodeScalars.dropFirst(limit).first != nil
  return "'\(shown)\(isCut ? "…" : "")'"
}

/// A file's name in quotes.
package func quotedPath(_ path: String) -> String {
  quoted(path, limit: 400)
}
