/// Stop when the monitored value has not improved by `minDelta` for `patience` epochs, and go back
/// to the best parameters.
///
/// Source: slide "Early stopping".
public struct EarlyStopping: Hashable, Sendable {
  /// The quantity watched at the end of each epoch (of each update on a surface). Smaller is better,
  /// but for an accuracy and R².
  public var monitor: String
  public var patience: Int
  public var minDelta: Double
  public var restoresBest: Bool

  public init(
    monitor: String = "val_loss", patience: Int = 10, minDelta: Double = 0,
    restoresBest: Bool = true
  ) {
    self.monitor = monitor
    self.patience = patience
    self.minDelta = minDelta
    self.restoresBest = restoresBest
  }

  /// What is watched where nothing else is said: the validation loss, or where there is none the
  /// loss.
  public static func usualMonitor(among monitors: [String]) -> String {
    monitors.contains("val_loss") ? "val_loss" : "loss"
  }

  /// Whether more of the monitored quantity is better.
  public var isGain: Bool { monitor.hasSuffix("accuracy") || monitor.hasSuffix("r2") }

  /// What early stopping remembers.
  public struct Progress: Hashable, Sendable {
    /// nil before the first check.
    public var best: Double?
    public var bestTheta: [Double] = []
    /// The update after which the best value was seen.
    public var bestT = 0
    /// How many checks in a row brought no improvement.
    public var wait = 0

    public init() {}
  }

  /// Takes the monitored value after one more epoch; true when it is time to stop.
  func shouldStop(after value: Double, theta: [Double], t: Int, _ progress: inout Progress) -> Bool
  {
    let improvement = progress.best.map { isGain ? value - $0 : $0 - value } ?? .infinity
    if improvement > minDelta && !value.isNaN {
      progress.best = value
      progress.bestTheta = theta
      progress.bestT = t
      progress.wait = 0
      return false
    }
    progress.wait += 1
    return progress.wait >= patience
  }
}
