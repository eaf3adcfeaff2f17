import Datasets
import Engine
import Formula
import Testing
import Timelines

/// A network's gradient as a sum over the batch.
///
/// `explain g` on a network: each component's formula, evaluated with its numbers, is the g that the
/// update used.
@Suite struct GradientSumTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var layers: String
    var loss: Loss
    var dropout: Dropout?
    var penalty = Penalty.none
    var rule = "adam"
    var batch: Int? = 8
    var testDescription: String { "\(layers) \(loss) \(rule)" }

    static let all: [Case] = [
      Case(layers: "2-5:tanh-1:sigmoid", loss: .bce),
      Case(layers: "2-5:relu-4:maxout3-1:linear", loss: .mse, penalty: Penalty(l1: 1e-2, l2: 0.1)),
      Case(
        layers: "2-6:elu-5:leaky_relu-1:sigmoid", loss: .bce,
        dropout: try? Dropout(keep: 0.6, inputKeep: 0.7, style: .inverted),
        penalty: Penalty(l2: 0.1, includesBiases: true), rule: "nesterov"),
      Case(
        layers: "2-6:maxout2-1:tanh", loss: .mse,
        dropout: try? Dropout(keep: 0.5, isPerBatch: true), rule: "gd", batch: nil),
    ]
  }

  private func timeline(_ example: Case) throws -> Timeline {
    let data = try DataGenerator.moons.dataset(.init(count: 30, noise: 0.2, seed: 3))
    let network = try Network(
      NetworkArchitecture(parsing: example.layers, loss: example.loss), training: data,
      dropout: example.dropout)
    return Timeline(
      Experiment(
        objective: network, optimizer: try Optimizer(named: example.rule, settings: ["lr": 0.05]),
        penalty: example.penalty, batchSize: example.batch, seed: 5))
  }

  @Test(arguments: Case.all) func everyComponentIsItsSum(_ example: Case) throws {
    var timeline = try timeline(example)
    timeline.advance(by: 3)
    let record = try #require(timeline.record)
    let explainer = try #require(timeline.explainer())
    for i in record.g.indices {
      let g = try #require(
        explainer.explanations(component: i).first { $0.quantity == "g" }, "no g[\(i)]")
      let value = try g.formula.evaluateScalar { g.values[$0] }
      // Terms beyond the first few are added apart: a few roundings of the largest.
      let largest = g.values.values.reduce(record.g[i].magnitude) { max($0, $1.magnitude) }
      #expect((value - record.g[i]).magnitude <= 1e-15 * 30 * largest, "g[\(i)]")
      #expect((g.result - record.g[i]).magnitude <= 1e-15 * 30 * largest, "g[\(i)]")
      // The sum itself is that of training, bit for bit.
      if example.penalty.isNone { #expect(g.result == record.g[i]) }
      #expect(g.formula.variables.count <= 12)
    }
  }

  @Test func losersOfMaxoutAddNothing() throws {
    var timeline = try timeline(Case.all[1])
    timeline.advance(by: 1)
    let explainer = try #require(timeline.explainer())
    let layout = timeline.experiment.objective.layout
    let range = try #require(layout.entry(named: "b2")).range
    var (live, silent) = (0, 0)
    for i in range {
      let g = try #require(
        explainer.explanations(component: i).first { $0.quantity == "g" })
      for (name, value) in g.values where name.hasPrefix("d2[") { #expect(value != 0) }
      live += g.values.keys.filter { $0.hasPrefix("d2[") || $0 == "rest" }.count
      if g.note?.contains("δ is 0 for") ?? false { silent += 1 }
    }
    #expect(live > 0 && silent > 0)
  }

  /// Terms that are 0 are counted by why they are: a δ of 0, or an input that is dropped.
  @Test func termsOfZeroAreCountedByTheirCause() throws {
    var timeline = try timeline(
      Case(
        layers: "2-6:relu-5:relu-1:sigmoid", loss: .bce, dropout: try? Dropout(keep: 0.6),
        rule: "gd"))
    timeline.advance(by: 1)
    let record = try #require(timeline.record)
    let network = try #require(timeline.experiment.objective.network)
    let explainer = try #require(timeline.explainer())
    let trace = network.trace(at: record.thetaBefore, batch: record.minibatch)
    let delta = trace.backward().layers[1].delta
    let range = try #require(network.layout.entry(named: "W2")).range
    var both = 0
    for i in range {
      let row = (i - range.lowerBound) / 6
      let silent = (0..<8).count { delta[row * 8 + $0] == 0 }
      let note = explainer.explanations(component: i).first { $0.quantity == "g" }?.note ?? ""
      let said = note.firstMatch(of: #/δ is 0 for (\d+) of them/#).flatMap { Int($0.output.1) }
      #expect((said ?? 0) == silent, "g[\(i)]: \(note)")
      both += silent > 0 && note.contains("the input is dropped for") ? 1 : 0
    }
    #expect(both > 0)
  }

  @Test func mistakesWithTheMeanAndThePenaltyAreNamed() throws {
    var timeline = try timeline(Case.all[1])
    timeline.advance(by: 2)
    let record = try #require(timeline.record)
    let point = record.thetaBefore
    let share = 0.1 * point[0] + 0.01 * (point[0] > 0 ? 1 : -1)
    func said(_ answer: Double) -> String? {
      timeline.check(answer: answer, for: "g", component: 0, relativeTolerance: 1e-6)?
        .mistakes.first?.says
    }
    #expect(said(record.g[0]) == nil)
    #expect(said(record.g[0] - share)?.contains("penalty's share is missing") == true)
    #expect(said(8 * (record.g[0] - share) + share)?.contains("sum over the examples") == true)
    #expect(said(-record.g[0])?.contains("sign") == true)
  }
}
