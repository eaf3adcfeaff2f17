import Formula
import Wording

/// What a layer does to its pre-activations z (NOTATION: activations).
public enum Activation: Hashable, Sendable {
  /// 1 / (1 + e^(−z))
  case sigmoid
  case tanh
  /// max(0, z), derivative 0 at 0
  case relu
  /// max(slope · z, z), derivative slope at 0
  case leakyReLU(slope: Double)
  /// z where z ≥ 0, else alpha (e^z − 1)
  case elu(alpha: Double)
  /// The largest of `pieces` linear pieces; a tie goes to the first.
  case maxout(pieces: Int)
  case linear
  /// e^z_i / Σ e^z_j over the layer's units; the output layer only.
  case softmax

  /// The linear pieces a unit has: its rows in W.
  public var pieces: Int {
    if case .maxout(let pieces) = self { pieces } else { 1 }
  }

  /// Whether `he` is the default initializer: units that are (nearly) silent on one side, and
  /// maxout.
  public var isReLULike: Bool {
    switch self {
    case .relu, .leakyReLU, .elu, .maxout: true
    case .sigmoid, .tanh, .linear, .softmax: false
    }
  }

  /// The names a user may type, each with what may follow it.
  public static let names = [
    "sigmoid", "tanh", "relu", "leaky_relu", "elu", "maxout", "linear", "softmax",
  ]

  /// Other names for some of them.
  private static let aliases = ["lrelu", "identity", "logistic"]
}

extension Activation: CustomStringConvertible {
  /// As a user types it: `relu`, `maxout3`, `leaky_relu` (slope 0.1) or `leaky_relu0.2`.
  public var description: String {
    switch self {
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .relu: "relu"
    case .leakyReLU(let slope): slope == 0.1 ? "leaky_relu" : "leaky_relu\(plain(slope))"
    case .elu(let alpha): alpha == 1 ? "elu" : "elu\(plain(alpha))"
    case .maxout(let pieces): "maxout\(pieces)"
    case .linear: "linear"
    case .softmax: "softmax"
    }
  }

  /// Reads `relu`, `maxout3`, `leaky_relu0.2`, `elu(0.5)`.
  ///
  /// - Throws: `DataError` naming the nearest activation, or the range a parameter lies in.
  public init(parsing text: String) throws {
    let typed = String(text.prefix { $0.isLetter || $0 == "_" })
    let name = Spelling.match(typed, in: Self.names + Self.aliases) ?? typed
    var rest = text.dropFirst(typed.count)
    if rest.first == "(", rest.last == ")" { rest = rest.dropFirst().dropLast() }
    if rest.first == "=" { rest = rest.dropFirst() }
    let number = String(rest)

    func parameter(_ key: String, default value: Double, _ range: ClosedRange<Double>) throws
      -> Double
    {
      guard !number.isEmpty else { return value }
      guard let given = decimal(number), range.contains(given) else {
        throw DataError(
          "\(quoted(text)): \(name)'s \(key) is a number from \(range.lowerBound) to "
            + "\(range.upperBound), as \(name)\(value)")
      }
      return given
    }

    switch name {
    case "leaky_relu", "lrelu":
      self = .leakyReLU(slope: try parameter("slope", default: 0.1, 0...0.999))
      return
    case "elu":
      self = .elu(alpha: try parameter("alpha", default: 1, 0...100))
      return
    case "maxout":
      guard let pieces = Int(number), (2...64).contains(pieces) else {
        throw DataError(
          "\(quoted(text)): maxout takes its number of linear pieces, 2 to 64, as maxout2")
      }
      self = .maxout(pieces: pieces)
      return
    case "sigmoid", "logistic": self = .sigmoid
    case "tanh": self = .tanh
    case "relu": self = .relu
    case "linear", "identity": self = .linear
    case "softmax": self = .softmax
    default:
      let near = Spelling.candidates(for: name.isEmpty ? text : name, in: Self.names)
      throw DataError(
        "unknown activation \(quoted(text)); "
          + (near.isEmpty
            ? "there are \(Self.names.joined(separator: ", "))"
            : "did you mean \(quotedAlternatives(near))?"))
    }
    guard number.isEmpty else {
      throw DataError("\(quoted(text)): \(name) takes no number")
    }
  }
}

/// A positive number without an exponent: in a network's text a `-` parts a layer from the next.
private func plain(_ value: Double) -> String {
  let parts = "\(value)".split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]), exponent < 0 else { return "\(value)" }
  let digits = parts[0].filter(\.isNumber)
  let significant = parts[0].hasSuffix(".0") ? digits.dropLast() : digits[...]
  return "0." + String(repeating: "0", count: -exponent - 1) + significant
}
