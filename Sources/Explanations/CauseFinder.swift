import Engine
import Formula
import LongWork
import Timelines
import Wording

/// Finds why a quantity is what it is: back through the update rule, the examples of a batch, the
/// layers and earlier updates, down to data and the start. Each link is an explanation, made by the
/// code that trains.
public final class CauseFinder {
  /// What can be asked for.
  public enum Subject: Hashable, Sendable {
    /// Component `i` of θ after update `t`.
    case parameter(Int, t: Int)
    /// Component `i` of what update `t` worked out.
    case update(String, Int, t: Int)
    /// What update `t` worked out for all parameters at once.
    case shared(String, t: Int)
    /// An entry of a layer in update `t`; the layer from 1.
    case entry(LayerQuantity, layer: Int, row: Int, example: Int, t: Int)
    /// The loss that update `t` differentiated.
    case batchLoss(t: Int)
    /// `loss` or `penalty` at θ now, or component `i` of a surface's ∇L.
    case objective(String, Int)
    /// Component `i` of a network's ∇L over its training set at θ now.
    case gradient(Int)
  }

  /// One of the things that a value is made of.
  struct Part {
    var quantity: String
    var t: Int
    var value: Double
    var share: Double?
    var reason = ""
    /// What the reason is the text of, where it is a formula.
    var formula: Expression?
    /// Where there is more to tell.
    var subject: Subject?
    var parts: [Part] = []
  }

  let timeline: Timeline
  /// Causes shown of each link.
  private let breadth: Int
  /// Links in all.
  private var left: Int
  private var moments: [Int: Timeline] = [:]
  private var passes: [Int: (ForwardTrace, BackwardTrace)] = [:]
  private lazy var gradientSum = timeline.gradientSum()
  private var moves: [Int: [Double]] = [:]
  private let isInterrupted: () -> Bool
  /// Whether it was given up.
  public private(set) var isGivenUp = false

  public init(
    _ timeline: Timeline, breadth: Int = 3, most: Int = 200,
    isInterrupted: @escaping () -> Bool = { false }
  ) {
    (self.timeline, self.breadth, self.isInterrupted) = (timeline, breadth, isInterrupted)
    left = most
  }

  var layout: ParameterLayout { timeline.experiment.objective.layout }

  /// The chain that leads to a quantity, so many links deep.
  ///
  /// - Returns: nil where there is no such quantity, or the work is given up.
  public func cause(of subject: Subject, depth: Int) -> Cause? {
    guard var part = part(of: subject) else { return nil }
    // What is asked for is followed back like what it leads to.
    part.subject = part.subject ?? subject
    let cause = cause(of: part, depth: depth)
    return isGivenUp || Interruption.hasGivenUp ? nil : cause
  }

  private func cause(of part: Part, depth: Int) -> Cause {
    if isInterrupted() || Interruption.hasGivenUp { isGivenUp = true }
    left -= 1
    var part = part
    if let subject = part.subject, depth > 0, left > 0, !isGivenUp,
      let known = self.part(of: subject, withParts: true)
    {
      part.parts = known.parts
      if part.reason.isEmpty { (part.reason, part.formula) = (known.reason, known.formula) }
    }
    var cause = Cause(
      quantity: part.quantity, t: part.t, value: part.value, share: part.share,
      reason: part.reason, formula: part.formula)
    guard depth > 0 else {
      cause.isCut = part.subject != nil || !part.parts.isEmpty
      return cause
    }
    func weight(_ part: Part) -> Double {
      guard let share = part.share else { return -1 }
      return share.isFinite ? share.magnitude : .infinity
    }
    for next in part.parts.sorted(by: { weight($0) > weight($1) }).prefix(breadth) {
      guard left > 0, !isGivenUp else {
        cause.isCut = true
        break
      }
      cause.causes.append(self.cause(of: next, depth: depth - 1))
    }
    return cause
  }

  // MARK: What is known of a subject

  private func part(of subject: Subject, withParts: Bool = false) -> Part? {
    switch subject {
    case .parameter(let i, let t): return parameter(i, t, withParts)
    case .update(let name, let i, let t):
      if name == "g", let sum = gradient(i, t, withParts) { return sum }
      return update(name, i, t, withParts)
    case .shared(let name, let t): return update(name, nil, t, withParts)
    case .entry(let kind, let layer, let row, let example, let t):
      guard let (forward, _) = passes(of: t),
        let entry = LayerEntry(
          kind, layer: layer, row: row, example: example, in: forward, showingLargest: true)
      else { return nil }
      return part(entry.explanation(), t: t, named: entry.name, withParts)
    case .batchLoss(let t): return batchLoss(t)
    case .objective(let name, let i):
      guard let explanation = timeline.objectiveExplanation(of: name, component: i) else {
        return nil
      }
      let t = timeline.state.t
      let label = name == "grad" ? "grad[\(layout.label(of: i))]" : name
      return part(explanation, t: t, named: label, parametersAt: t, withParts)
    case .gradient(let i):
      guard let sum = gradientSum, !Interruption.hasGivenUp else { return nil }
      return gradientPart(
        sum, i, t: timeline.state.t, named: "grad_" + layout.label(of: i), isOfUpdate: false)
    }
  }

  /// θ_i: the start and the updates that moved it.
  private func parameter(_ i: Int, _ t: Int, _ withParts: Bool) -> Part? {
    let start = timeline.extent.lowerBound
    guard let moment = moment(t), moment.state.theta.indices.contains(i) else { return nil }
    var part = Part(
      quantity: layout.label(of: i), t: t, value: moment.state.theta[i],
      subject: .parameter(i, t: t))
    let updates = t - start
    let isDrawn = timeline.experiment.objective.network.map { $0.start == nil } ?? false
    let seed = timeline.experiment.seed
    let origin = Part(
      quantity: layout.label(of: i), t: start, value: timeline.startTheta[i],
      share: timeline.startTheta[i],
      reason: isDrawn ? "the start, drawn from RandomState(\(seed))" : "the start")
    part.reason =
      updates == 0 ? origin.reason : "its start and \(updates) updates; these moved it most"
    guard withParts, updates > 0 else { return part }
    part.parts = [origin]
    for (k, move) in moves(of: i).prefix(updates).enumerated() where move != 0 {
      part.parts.append(
        Part(
          quantity: "delta[\(layout.label(of: i))]", t: start + k + 1, value: move, share: move,
          subject: .update("delta", i, t: start + k + 1)))
    }
    return part
  }

  /// What the rule worked out in update `t`: of component `i`, or of all at once.
  private func update(_ name: String, _ i: Int?, _ t: Int, _ withParts: Bool) -> Part? {
    guard let moment = moment(t), moment.record != nil,
      let explanation = moment.explanations(component: i ?? 0).first(where: {
        $0.quantity == name
      })
    else { return nil }
    let label = i.map { "\(name)[\(layout.label(of: $0))]" } ?? name
    return part(explanation, t: t, named: label, component: i, withParts)
  }

  /// g_i of update `t` on a network: what each example adds, and the penalty.
  private func gradient(_ i: Int, _ t: Int, _ withParts: Bool) -> Part? {
    guard timeline.experiment.objective.network != nil, let record = moment(t)?.record,
      let (forward, backward) = passes(of: t)
    else { return nil }
    var part = gradientPart(
      GradientSum(forward, backward), i, t: t, named: "g[\(layout.label(of: i))]",
      isOfUpdate: true)
    part?.subject = .update("g", i, t: t)
    let sum = part?.value ?? 0
    part?.value = record.g[i]
    let penalty = moment(t)?.experimentOfLastUpdate.penalty ?? .none
    if !penalty.isNone, record.g[i] != sum, record.g[i].isFinite, withParts {
      var weight = link(layout.label(of: i), t: t, component: nil, parametersAt: t - 1)
      weight.value = (record.evaluationPoint ?? record.thetaBefore)[i]
      weight.share = record.g[i] - sum
      weight.reason = "the penalty's share"
      part?.parts.append(weight)
    }
    return part
  }

  private func gradientPart(
    _ sum: GradientSum, _ i: Int, t: Int, named name: String, isOfUpdate: Bool
  ) -> Part? {
    guard let terms = sum.terms(of: i) else { return nil }
    var part = Part(
      quantity: name, t: t, value: terms.reduce(0) { $0 + $1.share },
      reason: "a sum over \(terms.count) examples: δ times the layer's input")
    if !isOfUpdate { part.subject = .gradient(i) }
    part.parts = terms.map { term in
      var delta = Part(
        quantity: term.deltaName, t: t, value: term.delta, share: term.share,
        reason: "the example's δ")
      if isOfUpdate {
        delta.subject = .entry(.delta, layer: term.layer, row: term.row, example: term.place, t: t)
      }
      var parts = [delta]
      if let column = term.column {
        var input = Part(
          quantity: term.inputName, t: t, value: term.input, share: term.share,
          reason: term.layer == 1 ? dataReason(term.inputName) : "what the layer sees")
        if isOfUpdate, term.layer > 1 {
          input.subject = .entry(
            .activation, layer: term.layer - 1, row: column, example: term.place, t: t)
        }
        parts.append(input)
      }
      return Part(
        quantity: "example \(term.example)", t: t, value: term.share, share: term.share,
        reason: "what this example adds", parts: parts)
    }
    return part
  }

  /// The loss of update `t`'s batch: what each example adds.
  private func batchLoss(_ t: Int) -> Part? {
    guard let record = moment(t)?.record else { return nil }
    guard let (forward, _) = passes(of: t) else {
      return moment(t)?.objectiveExplanation(of: "batch_loss").flatMap {
        self.part($0, t: t, named: "batch_loss", true)
      }
    }
    var part = Part(
      quantity: "batch_loss", t: t, value: record.batchLoss,
      reason: "the mean over the batch's \(forward.exampleCount) examples",
      subject: .batchLoss(t: t))
    let n = forward.exampleCount
    let last = forward.layers.count
    part.parts = (0..<n).map { j in
      let outputs = (0..<forward.network.architecture.outputs).map { k in
        Part(
          quantity: "a\(last)[\(k),\(j)]", t: t, value: forward.outputs[k * n + j],
          reason: "target \(NumberStyle.shortest.format(forward.target(k, example: j)))",
          subject: .entry(.activation, layer: last, row: k, example: j, t: t))
      }
      let share = forward.lossShare(of: j)
      return Part(
        quantity: "example \(forward.batch.examples[j])", t: t, value: share, share: share,
        reason: "what this example adds", parts: outputs)
    }
    return part
  }

  // MARK: Explanations as links

  private func part(
    _ explanation: Explanation, t: Int, named name: String, component i: Int? = nil,
    parametersAt before: Int? = nil, _ withParts: Bool
  ) -> Part {
    var part = Part(
      quantity: name, t: t, value: explanation.result,
      reason: explanation.formula.typeset(.ascii), formula: explanation.formula)
    guard withParts else { return part }
    for name in explanation.formula.variables where !explanation.given.contains(name) {
      var made = link(name, t: t, component: i, parametersAt: before ?? t - 1)
      made.value = explanation.values[name] ?? .nan
      made.share = share(of: name, in: explanation)
      part.parts.append(made)
    }
    return part
  }

  /// To first order: the value times the formula's slope in it.
  private func share(of name: String, in explanation: Explanation) -> Double? {
    guard let value = explanation.values[name],
      let slope = try? explanation.formula.derivative(withRespectTo: name).evaluateScalar({
        explanation.values[$0]
      })
    else { return nil }
    return value * slope
  }

  /// What a name in the explanation of a quantity of update `t` stands for.
  private func link(_ name: String, t: Int, component i: Int?, parametersAt before: Int) -> Part {
    var part = Part(quantity: name, t: t, value: .nan)
    func lead(to subject: Subject, as label: String, at time: Int) -> Part {
      (part.quantity, part.t, part.subject) = (label, time, subject)
      return part
    }
    if let i {
      let label = layout.label(of: i)
      if name == "theta_prev" { return lead(to: .parameter(i, t: t - 1), as: label, at: t - 1) }
      if name.hasSuffix("_prev") {
        let base = String(name.dropLast("_prev".count))
        guard let earlier = moment(t - 1)?.record, (moment(t)?.record?.ruleT ?? 1) > 1 else {
          part.reason = "before the rule's first update"
          return part
        }
        return earlier.number(of: base) != nil
          ? lead(to: .shared(base, t: t - 1), as: base, at: t - 1)
          : lead(to: .update(base, i, t: t - 1), as: "\(base)[\(label)]", at: t - 1)
      }
      if let record = moment(t)?.record, record.explainableNames.contains(name) {
        return record.number(of: name) != nil
          ? lead(to: .shared(name, t: t), as: name, at: t)
          : lead(to: .update(name, i, t: t), as: "\(name)[\(label)]", at: t)
      }
    }
    if let j = layout.index(of: name) {
      // Nesterov's gradient is taken at another point than θ.
      if before == t - 1, moment(t)?.record?.evaluationPoint != nil {
        return lead(
          to: .update("theta_ahead", j, t: t), as: "theta_ahead[\(name)]", at: t)
      }
      return lead(to: .parameter(j, t: before), as: name, at: before)
    }
    if let (kind, layer, row, example) = entry(name) {
      return lead(
        to: .entry(kind, layer: layer, row: row, example: example, t: t), as: name, at: t)
    }
    part.reason =
      name.hasPrefix("rest")
      ? "the terms not written out"
      : name.hasPrefix("mask") ? "dropout's draw" : dataReason(name)
    return part
  }

  private func dataReason(_ name: String) -> String {
    guard let network = timeline.experiment.objective.network, let (letter, places) = indices(name)
    else { return "" }
    if letter == "x", places.count == 2,
      let feature = network.training.featureNames[safely: places[1]]
    {
      return "data: \(feature) of example \(places[0])"
    }
    return letter == "y" ? "data: the target of example \(places[0])" : ""
  }

  /// `z1[0,3]`, `a2[1,5]`, `d1[0,3]`.
  private func entry(_ name: String) -> (LayerQuantity, Int, Int, Int)? {
    guard let (head, places) = indices(name), places.count == 2,
      let kind = head.first.flatMap({ LayerQuantity(rawValue: String($0)) }),
      let layer = Int(head.dropFirst())
    else { return nil }
    return (kind, layer, places[0], places[1])
  }

  private func indices(_ name: String) -> (String, [Int])? {
    guard let bracket = name.firstIndex(of: "["), name.hasSuffix("]") else { return nil }
    let places = name[name.index(after: bracket)...].dropLast().split(separator: ",").map {
      Int($0)
    }
    let known = places.compactMap(\.self)
    return known.count == places.count && !known.isEmpty ? (String(name[..<bracket]), known) : nil
  }

  // MARK: The course

  /// The course at an earlier moment.
  func moment(_ t: Int) -> Timeline? {
    if let known = moments[t] { return known }
    guard timeline.extent.lowerBound <= t, t <= timeline.state.t, !Interruption.hasGivenUp
    else { return nil }
    var copy = timeline
    copy.go(to: t, isInterrupted: isInterrupted)
    guard copy.state.t == t else { return nil }
    copy.recallRecord()
    if moments.count > 64 { moments.removeAll() }
    moments[t] = copy
    return copy
  }

  /// The passes of update `t` on a network.
  func passes(of t: Int) -> (ForwardTrace, BackwardTrace)? {
    if let known = passes[t] { return known }
    guard let moment = moment(t), let record = moment.record,
      let network = moment.experimentOfLastUpdate.objective.network,
      (try? network.checkTrace(of: record.minibatch.examples.count)) != nil
    else { return nil }
    let forward = network.trace(
      at: record.evaluationPoint ?? record.thetaBefore, batch: record.minibatch)
    if Interruption.hasGivenUp { return nil }
    if passes.count > 8 { passes.removeAll() }
    passes[t] = (forward, forward.backward())
    return passes[t]
  }

  /// How each update moved θ_i, from the first on.
  private func moves(of i: Int) -> [Double] {
    if let known = moves[i] { return known }
    // Of a small θ all components at once: the course is gone through again for it.
    let start = timeline.extent.lowerBound
    let updates = timeline.state.t - start
    let count = layout.count
    let keepsAll = count <= 2_048 && count.times(updates) <= 1 << 21
    var found: [Int: [Double]] = [:]
    let wanted = keepsAll ? Array(0..<count) : [i]
    for j in wanted { found[j] = [] }
    timeline.replay((start + 1)...max(timeline.state.t, start + 1)) { record, _ in
      for j in wanted { found[j]?.append(record.theta[j] - record.thetaBefore[j]) }
      if isInterrupted() { isGivenUp = true }
      return !isGivenUp && record.t < timeline.state.t
    }
    moves.merge(found) { $1 }
    return moves[i] ?? []
  }
}

extension ParameterLayout {
  /// The component that a label names; nil where it names none.
  func index(of label: String) -> Int? {
    guard let bracket = label.firstIndex(of: "[") else {
      return entry(named: label).flatMap { $0.shape.isEmpty ? $0.range.lowerBound : nil }
    }
    let places = label[label.index(after: bracket)...].dropLast().split(separator: ",")
      .compactMap { Int($0) }
    guard let entry = entry(named: String(label[..<bracket])), places.count == entry.shape.count
    else { return nil }
    let place = zip(places, entry.shape).reduce(0) { $0 * $1.1 + $1.0 }
    return zip(places, entry.shape).allSatisfy { 0 <= $0 && $0 < $1 }
      ? entry.range.lowerBound + place : nil
  }
}
