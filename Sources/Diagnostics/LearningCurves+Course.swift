import Datasets
import Engine
import Timelines

/// The learning curves of a course of training, from what was seen on the way.
extension LearningCurves {
  /// Moments that curves are read at, at most.
  static let moments = 60
  /// With fewer epochs the batch losses within them are read.
  private static let fewestEpochs = 12
  /// With fewer looks at the training set, dropout's share is taken out of the batch losses instead.
  private static let fewestLooks = 6
  /// Examples of larger sets that the start is looked at on: the first ones.
  private static let examplesAtStart = 5_000

  /// Reads a course; nothing that a run has looked at is worked out again, only the start is looked at.
  ///
  /// The curve is that of the batches' mean losses, epoch by epoch, between the training set's losses
  /// at the start and at the end. With dropout the batches cost more; the training set's own losses
  /// take their place where a run has looked often enough, else the batches are brought to their scale.
  ///
  /// - Parameters:
  ///   - training: the metrics of the training set now.
  ///   - validation: those of the validation set.
  public init(
    of timeline: Timeline, on network: Network, training: NetworkMetrics,
    validation: NetworkMetrics?
  ) {
    let reading = CourseReading(timeline, network, training, validation)
    self.init(
      training: Curve(reading.trainingPoints), validation: Curve(reading.validationPoints),
      guess: network.constantLoss, trainingScore: training.score,
      validationScore: validation?.score,
      travel: Self.travel(from: timeline.startTheta, to: timeline.state.theta))
    samplingNoise = reading.samplingNoise
    let rates = self.training.times.map(reading.rate(at:))
    self.rates = Set(rates).count < 2 ? [] : rates
    trainingBalance = training.balancedAccuracy
    validationBalance = validation?.balancedAccuracy
    validationCount = network.validation?.count
    validationRare = validation?.confusion.map { $0.reduce(0, +) }.filter { $0 > 0 }.min()
  }

  /// One course, ready to be read.
  private struct CourseReading {
    let timeline: Timeline
    let network: Network
    let training: NetworkMetrics
    let validation: NetworkMetrics?
    let begin: Int
    /// The last update that θ now has to do with: early stopping may have gone back.
    let end: Int
    let marks: [EpochMark]

    init(
      _ timeline: Timeline, _ network: Network, _ training: NetworkMetrics,
      _ validation: NetworkMetrics?
    ) {
      self.timeline = timeline
      self.network = network
      self.training = training
      self.validation = validation
      begin = timeline.extent.lowerBound
      let isRestored = timeline.epochEnded?.isRestored ?? false
      end = isRestored ? timeline.state.stopping.bestT : timeline.state.t
      marks = end > begin ? Array(timeline.epochs.within((begin + 1)...end)) : []
    }

    private func time(_ t: Int) -> Double { Double(t - begin) }

    var trainingPoints: [(time: Double, value: Double)] {
      let first = loss(atStart: network.training)
      guard end > begin else { return [(0, first)] }
      return [(0, first)] + inner + [(time(end), training.loss)]
    }

    var validationPoints: [(time: Double, value: Double)] {
      guard let dataset = network.validation, let validation else { return [] }
      let first = (time: 0.0, value: loss(atStart: dataset))
      guard end > begin else { return [first] }
      let seen = marks.filter { $0.t < end }.compactMap { mark in
        mark.validation.map { (time: time(mark.t), value: $0.loss) }
      }
      return [first] + thinned(seen) + [(time(end), validation.loss)]
    }

    private func loss(atStart dataset: Dataset) -> Double {
      let few =
        dataset.count > examplesAtStart ? dataset.selecting(0..<examplesAtStart) : dataset
      return network.metrics(at: timeline.startTheta, on: few).loss
    }

    private var looks: [(time: Double, value: Double)] {
      marks.filter { $0.t < end && !$0.isRestored }.compactMap { mark in
        mark.training.map { (time: time(mark.t), value: $0.loss) }
      }
    }

    private var hasDropout: Bool {
      timeline.course.contains { !$0.experiment.objective.dropoutLayers.isEmpty }
    }

    /// The training curve between the start and the end.
    private var inner: [(time: Double, value: Double)] {
      if hasDropout, looks.count >= fewestLooks { return thinned(looks) }
      let batches = marks.count >= fewestEpochs ? epochs : spans.map { ($0.time, $0.losses.mean) }
      guard hasDropout else { return batches }
      let scale = training.loss / Curve(batches).mean(from: 0.9)
      return scale.isFinite ? batches.map { ($0.time, $0.value * scale) } : batches
    }

    /// What the curve's moments are off by in the second half, because they are means over batches.
    ///
    /// Means over spans are of some examples only. Means over epochs are of every example, each once,
    /// but those of a smaller last batch count for more.
    var samplingNoise: Double {
      if hasDropout, looks.count >= fewestLooks { return 0 }
      let parts = timeline.losses.parts.filter { $0.t <= end }
      guard let part = parts.dropFirst(parts.count / 2).first else { return 0 }
      let points = parts.map { (time: Double($0.t), value: $0.losses.mean) }
      // Of a part of so many batches; the last part alone may have fewer.
      let ofPart = Curve(points).noise
      if marks.count >= fewestEpochs {
        return ofPart * (Double(part.losses.count) * unevenness).squareRoot()
      }
      return ofPart / Double(spanSize(parts.count)).squareRoot()
    }

    /// B (Σ wᵢ² − 1/N) for the weights wᵢ of N examples averaged over their batches of B: the variance
    /// of an epoch's mean over that of a batch's, were nothing learned; 0 where all batches are equal.
    private var unevenness: Double {
      let examples = Double(network.exampleCount)
      let batch = timeline.experiment.batchSize ?? network.exampleCount
      let size = Double(min(batch, network.exampleCount))
      guard size > 0, examples > 0 else { return 0 }
      let batches = (examples / size).rounded(.up)
      let last = examples - (batches - 1) * size
      let squares = ((batches - 1) / size + 1 / last) / (batches * batches)
      return max(0, size * (squares - 1 / examples))
    }

    /// How many parts make a span.
    private func spanSize(_ parts: Int) -> Int {
      max(1, (parts + LearningCurves.moments - 1) / LearningCurves.moments)
    }

    /// The mean of each epoch's batches, in its middle.
    private var epochs: [(time: Double, value: Double)] {
      var before = begin
      return thinned(
        marks.map { mark in
          defer { before = mark.t }
          return ((time(before) + time(mark.t)) / 2, mark.batches)
        })
    }

    /// The batches over equal spans of updates.
    private var spans: [(time: Double, losses: LossSum)] {
      let parts = timeline.losses.parts.filter { $0.t <= end }
      let size = spanSize(parts.count)
      var before = begin
      return stride(from: 0, to: parts.count, by: size).map { start in
        let group = parts[start..<min(start + size, parts.count)]
        let last = group.last?.t ?? end
        defer { before = last }
        var losses = LossSum()
        for part in group { losses.add(part.losses) }
        return ((time(before) + time(last)) / 2, losses)
      }
    }

    /// So few of some points, evenly spread, the last one among them.
    private func thinned(
      _ points: [(time: Double, value: Double)]
    ) -> [(time: Double, value: Double)] {
      let count = LearningCurves.moments
      guard points.count > count else { return points }
      return (1...count).map { points[$0 * points.count / count - 1] }
    }

    /// The learning rate at a moment of the curve.
    func rate(at time: Double) -> Double {
      let epoch = marks.first { self.time($0.t) >= time }
      return epoch?.eta ?? timeline.nextRate
    }
  }
}
