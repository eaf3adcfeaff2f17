/// Text as it may stand in XML and HTML, between tags and in attributes: what they reserve is
/// written as entities, what XML forbids is left out.
public func escapedForMarkup(_ text: String) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\n", "\t": result.unicodeScalars.append(scalar)
    default:
      let value = scalar.value
      if value >= 0x20, !(0x7F...0x9F).contains(value), value & 0xFFFE != 0xFFFE {
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}
