/// `1 update`, `3 updates`.
public func counted(_ n: Int, _ noun: String) -> String {
  "\(n) \(plural(noun, n))"
}

/// The noun as it follows a count: `unit` after 1, else `units`.
public func plural(_ noun: String, _ n: Int) -> String {
  n == 1 ? noun : noun + "s"
}

/// `a`, `a and b`, `a, b and c`.
public func listed(_ names: [String], by conjunction: String = "and") -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// `a`, `a or b`, `a, b or c`.
public func alternatives(_ names: [String]) -> String {
  listed(names, by: "or")
}

/// `'a', 'b' or 'c'`: what may be typed.
public func quotedAlternatives(_ names: [String]) -> String {
  alternatives(names.map { "'\($0)'" })
}

/// `; did you mean 'a' or 'b'?`, or nothing where nothing is near.
public func suggestion(_ candidates: [String]) -> String {
  candidates.isEmpty
    ? "" : "; did you mean \(quotedAlternatives(Array(candidates.prefix(3))))?"
}

/// Text from outside in quotes: its beginning where it is long, with control characters as `?`.
public func quoted(_ text: some StringProtocol, limit: Int = 40) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    shown += scalar.value < 32 || scalar.value == 127 ? "?" : String(scalar)
  }
  let isCut = text.unicodeScalars.dropFirst(limit).first != nil
  return "'\(shown)\(isCut ? "…" : "")'"
}

/// Text from outside, cut to what fits into a sentence.
public func shortened(_ text: String, to limit: Int = 60) -> String {
  text.count > limit ? text.prefix(limit - 1) + "…" : text
}
