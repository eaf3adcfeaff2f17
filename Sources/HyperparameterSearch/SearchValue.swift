import Wording

/// A value that a search gives to a setting: a number, or a name such as that of an activation.
public enum SearchValue: Hashable, Sendable, CustomStringConvertible {
  case number(Double)
  case word(String)

  public var number: Double? { if case .number(let value) = self { value } else { nil } }

  /// As one would type it, with every digit.
  public var description: String {
    switch self {
    case .number(let value): NumberStyle.shortest.format(value)
    case .word(let word): word
    }
  }
}
