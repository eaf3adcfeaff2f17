/// How one output of the subnetworks is distributed.
public struct SubnetworkHistogram: Hashable, Sendable {
  /// The least and the largest output; the bins divide the way between them evenly.
  public let range: ClosedRange<Double>
  /// Subnetworks in each bin.
  public let counts: [Int]
  /// Their probability in each bin.
  public let probabilities: [Double]
}
