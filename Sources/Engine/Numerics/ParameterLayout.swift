/// Where each named parameter lies in the flat vector θ.
///
/// A surface has the single-number ranges `x` and `y`; a network has `W1`, `b1`, `W2`, ... in layer
/// order, each `W` row-major in the shape fan-out × fan-in (a maxout layer's has units · pieces rows).
public struct ParameterLayout: Hashable, Sendable {
  /// One named range of θ.
  public struct Entry: Hashable, Sendable {
    /// The ASCII name, `x` or `W1`.
    public let name: String
    public let range: Range<Int>
    /// `[]` for a number, `[n]` for a vector, `[rows, columns]` for a matrix.
    public let shape: [Int]
    /// Whether weight penalties leave it out unless asked (NOTATION: biases are left out).
    public let isBias: Bool
  }

  public private(set) var entries: [Entry] = []
  /// The number of parameters.
  public private(set) var count = 0

  public init() {}

  /// Appends a named range and returns it.
  @discardableResult
  public mutating func append(_ name: String, shape: [Int], isBias: Bool = false) -> Range<Int> {
    let range = count..<(count + shape.reduce(1, *))
    entries.append(Entry(name: name, range: range, shape: shape, isBias: isBias))
    count = range.upperBound
    return range
  }

  public func entry(named name: String) -> Entry? {
    entries.first { $0.name == name }
  }

  /// What component `i` of θ is called: `x`, `W1[2,0]`, `b1[3]`.
  public func label(of i: Int) -> String {
    guard let entry = entries.first(where: { $0.range.contains(i) }) else { return "theta[\(i)]" }
    let k = i - entry.range.lowerBound
    switch entry.shape.count {
    case 0: return entry.name
    case 1: return "\(entry.name)[\(k)]"
    default: return "\(entry.name)[\(k / entry.shape[1]),\(k % entry.shape[1])]"
    }
  }
}
