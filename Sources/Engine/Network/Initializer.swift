import Conversion
import Datasets
import LongWork
import Numerics
import Wording

/// How a layer's weights are drawn at the start; biases start at 0.
public enum Initializer: Hashable, Sendable {
  /// Normal with standard deviation √(2 / fan_in).
  case he
  /// Uniform between ±√(6 / (fan_in + fan_out)), fan_out being W's rows.
  case xavier
  /// Normal with this standard deviation.
  case normal(Double)
  case zero

  /// `he` for relu-like activations and maxout, `xavier` otherwise.
  public static func `default`(for activation: Activation) -> Initializer {
    activation.isReLULike ? .he : .xavier
  }

  /// Draws `rows · columns` weights, row-major, as `RandomState.normal(0, std, (rows, columns))`
  /// or `RandomState.uniform(-limit, limit, (rows, columns))` would.
  func draw(
    into weights: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    from generator: inout MersenneTwister
  ) {
    @inline(__always) func draw(_ next: () -> Double) {
      Parts.forEach(of: 0..<(rows * columns)) { part in
        for i in part { weights[i] = next() }
      }
    }
    switch self {
    case .he:
      let deviation = (2 / Double(columns)).squareRoot()
      draw { generator.nextNormal(mean: 0, standardDeviation: deviation) }
    case .normal(let deviation):
      draw { generator.nextNormal(mean: 0, standardDeviation: deviation) }
    case .xavier:
      let limit = (6 / Double(columns + rows)).squareRoot()
      draw { generator.nextUniform(from: -limit, to: limit) }
    case .zero:
      draw { 0 }
    }
  }
}

extension Initializer: CustomStringConvertible {
  public var description: String {
    switch self {
    case .he: "he"
    case .xavier: "xavier"
    case .normal(let deviation): "normal(\(deviation))"
    case .zero: "zero"
    }
  }

  /// Reads `he`, `xavier`, `zero`, `normal(0.1)` or `normal0.1`.
  ///
  /// - Throws: `EngineError` naming the nearest initializer, or the range a parameter lies in.
  public init(parsing text: String) throws {
    let typed = String(text.prefix { $0.isLetter })
    let name = typed.lowercased()
    var rest = text.dropFirst(typed.count)
    if rest.first == "(", rest.last == ")" { rest = rest.dropFirst().dropLast() }
    switch (name, rest.isEmpty) {
    case ("he", true): self = .he
    case ("xavier", true), ("glorot", true): self = .xavier
    case ("zero", true): self = .zero
    case ("normal", _):
      guard let deviation = decimal(String(rest)), deviation > 0, deviation <= 1e6 else {
        throw EngineError(
          "\(quoted(text)): normal takes its standard deviation, a number above 0, as normal(0.1)")
      }
      self = .normal(deviation)
    default:
      let names = ["he", "xavier", "normal", "zero"]
      let near = Spelling.candidates(for: name, in: names)
      throw EngineError(
        "unknown initializer \(quoted(text)); "
          + (near.isEmpty || names.contains(name)
            ? "there are he, xavier, normal(std) and zero"
            : "did you mean \(quotedAlternatives(near))?"))
    }
  }
}
