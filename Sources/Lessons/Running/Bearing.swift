import Formula

/// Which way a wrong number is off: its direction, its sign or its order of magnitude. Never by how
/// much, which would give the right one away.
struct Bearing {
  let answer: Double
  let expected: Double
  /// The number as the shell shows it.
  let shown: String
  /// Whether the answer with the other sign would pass.
  let isOnlySign: Bool

  var text: String {
    if answer != 0, isOnlySign { return "\(shown) has the right size, but the wrong sign." }
    if expected == 0 || answer == 0 {
      return "\(shown) is too \(answer > expected ? "large" : "small")."
    }
    if answer.sign != expected.sign { return "\(shown) has the wrong sign." }
    let ratio = (answer / expected).magnitude
    let isLarge = ratio > 1
    let size = isLarge ? "large" : "small"
    // Of a negative number it is the size that is large.
    let subject =
      answer < 0 ? "\(shown) has the right sign, but its size is" : "\(shown) is"
    if (ratio - 1).magnitude < Self.closeness {
      return "\(subject) close, but a little too \(size). Work with one more digit."
    }
    return "\(subject) \(Self.times(isLarge ? ratio : 1 / ratio))too \(size)."
  }

  /// What is called close.
  static let closeness = 0.02

  /// How many times, as a power of ten; nothing where it is under about five.
  private static func times(_ ratio: Double) -> String {
    switch ratio {
    case ..<5: ""
    case ..<32: "about ten times "
    case ..<320: "about a hundred times "
    case ..<3200: "about a thousand times "
    default: "far "
    }
  }
}
