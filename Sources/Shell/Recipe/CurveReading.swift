import Engine

extension Workspace {
  /// Moments of a course that its curves are read at.
  private static let momentsRead = 60
  /// Longer runs are read at the states kept on the way rather than gone through again.
  private static let longestReplay = 5_000
  /// Examples of larger sets that the curves are read on: the first ones.
  static let examplesRead = 5_000

  /// The learning curves of a course so far, with the scores at its end.
  ///
  /// - Throws: `ShellError` where it was interrupted.
  func learningCurves(
    of timeline: Timeline, on network: Network, as verb: String
  ) throws(ShellError) -> LearningCurves {
    let moments = try moments(of: timeline)
    let (first, last) = (moments.first?.state.theta ?? [], timeline.state.theta)
    var curves = LearningCurves(times: [], training: [], guess: network.guessLoss)
    let training = network.training.firstExamples(Self.examplesRead)
    let validation = network.validation?.firstExamples(Self.examplesRead)
    let evaluator = NetworkEvaluator(network)
    let meter = meter(verb, of: Double(moments.count), "looks")
    for (state, rate) in moments {
      if host.interrupt() { throw .interrupted() }
      curves.times.append(Double(state.t - timeline.extent.lowerBound))
      curves.training.append(network.loss(at: state.theta, on: training, by: evaluator))
      if let validation {
        curves.validation.append(network.loss(at: state.theta, on: validation, by: evaluator))
      }
      curves.rates.append(rate)
      meter.update(Double(curves.times.count), "reading the curves")
    }
    if Set(curves.rates).count < 2 { curves.rates = [] }
    curves.trainingScore = network.metrics(at: last, on: network.training).score
    curves.validationScore = network.validation.map { network.metrics(at: last, on: $0).score }
    curves.travel = LearningCurves.travel(from: first, to: last)
    return curves
  }

  /// States from the start to now with the rate in force at each, evenly spread where the course can
  /// be gone through again.
  private func moments(
    of timeline: Timeline
  ) throws(ShellError) -> [(state: TrainingState, rate: Double)] {
    let begin = timeline.extent.lowerBound
    let length = timeline.state.t - begin
    guard length <= Self.longestReplay else {
      return timeline.path(limit: Self.momentsRead).map { state in
        let experiment = timeline.course.last { $0.start <= state.t }?.experiment
        return (state, (experiment ?? timeline.experiment).rate(after: state))
      }
    }
    var copy = timeline
    copy.go(to: begin, isInterrupted: host.interrupt)
    var moments = [(copy.state, copy.nextRate)]
    let count = min(length, Self.momentsRead)
    for k in 0..<count {
      copy.go(to: begin + length * (k + 1) / count, isInterrupted: host.interrupt)
      if host.interrupt() { throw .interrupted() }
      moments.append((copy.state, copy.nextRate))
    }
    // The last one as it is, best parameters restored and all.
    moments[moments.count - 1].0 = timeline.state
    return moments
  }
}

extension Network {
  /// The loss at θ on a data set, without dropout and penalty.
  fileprivate func loss(
    at theta: [Double], on dataset: Dataset, by evaluator: NetworkEvaluator
  ) -> Double {
    theta.withUnsafeBufferPointer {
      $0.baseAddress.map { evaluator.metrics(at: $0, on: dataset).loss } ?? .nan
    }
  }
}

extension Dataset {
  /// The data set itself, or its first examples where it has more.
  fileprivate func firstExamples(_ limit: Int) -> Dataset {
    count > limit ? selecting(0..<limit) : self
  }
}
