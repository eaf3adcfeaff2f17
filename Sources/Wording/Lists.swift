/// The parts of a list, `1,2` or `(1,2)`: what stands between commas that are in no parentheses.
public func listParts(of text: String) -> [String] {
  var inner = Substring(text)
  if (inner.first == "(" && inner.last == ")") || (inner.first == "[" && inner.last == "]") {
    inner = inner.dropFirst().dropLast()
  }
  var parts = [""]
  var depth = 0
  for character in inner {
    if character == "(" || character == "[" { depth += 1 }
    if character == ")" || character == "]" { depth -= 1 }
    if character == ",", depth == 0 {
      parts.append("")
    } else {
      parts[parts.count - 1].append(character)
    }
  }
  return parts
}
