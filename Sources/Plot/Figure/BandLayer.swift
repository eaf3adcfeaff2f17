/// The area between two curves, such as a mean plus and minus a standard deviation.
public struct BandLayer: Sendable, Equatable {
  public var x: [Double]
  public var lower: [Double]
  public var upper: [Double]
  public var name: String
  public var slot: Int?
}
