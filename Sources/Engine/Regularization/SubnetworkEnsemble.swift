/// What all subnetworks say together, beside what the weight-scaled network says.
public struct SubnetworkEnsemble: Hashable, Sendable {
  /// M.
  public let units: Int
  /// Whether all 2^M subnetworks were gone through; else `samples` of them were drawn.
  public let isExact: Bool
  public let samples: Int
  /// Σ_s P(s) f(x; s), examples × outputs; of samples their mean.
  public let ensemble: [Double]
  /// The standard error of a sampled ensemble; nil for an exact one.
  public let standardErrors: [Double]?
  /// The network of testing, examples × outputs.
  public let weightScaled: [Double]
  /// For a sigmoid or softmax output the normalized geometric mean of the subnetworks' outputs,
  /// Π_s f(x; s)^P(s) made to add to 1; nil for others and for samples.
  ///
  /// It is the activation of the mean logits, since the factor each subnetwork divides by is the
  /// same for all of its classes.
  public let geometricMean: [Double]?
  /// The least and the largest output of any subnetwork seen, examples × outputs.
  public let least: [Double]
  public let largest: [Double]

  /// ensemble − weight-scaled.
  public var difference: [Double] { zip(ensemble, weightScaled).map { $0 - $1 } }
}
