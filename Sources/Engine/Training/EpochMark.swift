/// What is known of one epoch at its end: a line of the table that a run shows.
///
/// Figures of the training and the validation set are those of NOTATION: whole sets, without dropout
/// and without penalty.
public struct EpochMark: Hashable, Sendable {
  /// How a network does on one data set.
  public struct Figures: Hashable, Sendable {
    /// The mean loss.
    public let loss: Double
    /// Accuracy, or R² of a regression; NaN where all targets are the same.
    public let score: Double

    public init(_ metrics: NetworkMetrics) {
      (loss, score) = (metrics.loss, metrics.score)
    }
  }

  /// Passes over the training set begun when it ended, so the number of this one.
  public let epoch: Int
  /// The update that ended it.
  public let t: Int
  /// The mean of its batches' losses, each as its update differentiated it: with dropout, and from
  /// where training stood then. It costs nothing.
  public let batches: Double
  /// The learning rate of its last update.
  public let eta: Double
  /// The training set's figures; nil where they were not worked out.
  public package(set) var training: Figures?
  /// The validation set's; nil without one.
  public let validation: Figures?
  /// Whether early stopping went back to better parameters right after: the figures are those before.
  public package(set) var isRestored = false
}
