import Numerics

// MARK: - As text

/// The settings that a search varies, in order.
public struct SearchSpace: Hashable, Sendable {
  public let dimensions: [SearchDimension]

  public static let mostDimensions = 64

  /// - Throws: `EngineError` for a space without dimensions, with too many, or with two of
  ///   one name.
  public init(_ dimensions: [SearchDimension]) throws(EngineError) {
    guard (1...Self.mostDimensions).contains(dimensions.count) else {
      throw EngineError("a search varies 1 to \(Self.mostDimensions) settings")
    }
    guard Set(dimensions.map(\.name)).count == dimensions.count else {
      throw EngineError("a search varies each setting once")
    }
    self.dimensions = dimensions
  }

  public var names: [String] { dimensions.map(\.name) }

  /// The values at a point of the unit cube.
  public func values(at point: [Double]) -> [SearchValue] {
    zip(dimensions, point).map { $0.value(at: $1) }
  }
}
