import Formula
import Wording

/// A formula as a user types it.
package func ascii(_ expression: Expression) -> String { expression.typeset(.ascii) }

/// A number in ASCII, all its digits.
package func exact(_ value: Double) -> String { NumberStyle.shortest.format(value) }

/// The ASCII name of a quantity typed in Greek letters.
package func asciiName(_ name: String) -> String { Notation.asciiName(for: name) }

/// Text with every occurrence of a word replaced.
package func replacing(_ word: String, by replacement: String, in text: String) -> String {
  var result = ""
  var rest = Substring(text)
  while let start = rest.firstRange(of: word) {
    result += rest[..<start.lowerBound] + replacement
    rest = rest[start.upperBound...]
  }
  return result + rest
}
