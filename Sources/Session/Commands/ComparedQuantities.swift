import Arrays
import Console
import Engine
import Formula
import Timelines

/// The quantities that exist now, by the names that a file's keys may have.
struct ComparedQuantities {
  struct Subject {
    let name: String
    let rank: (Int, Int)
    let values: [Double]
    let shape: [Int]
    let isFlat: Bool
    let typed: @Sendable (Int) -> String
  }

  let layout: ParameterLayout
  private let moment: Moment?
  private let names: Set<String>
  private let order: [String]
  private let record: StepRecord?

  init(_ workspace: Workspace) {
    let timeline = workspace.branch?.timeline
    moment = timeline.map { Moment($0) }
    record = timeline?.record
    layout = timeline?.experiment.objective.layout ?? ParameterLayout()
    names = Set(workspace.quantityNames)
    order = Self.order(timeline)
  }

  /// The order in which an update works them out: forward, loss, back, the rule, then what θ now has.
  private static func order(_ timeline: Timeline?) -> [String] {
    let network = timeline?.experiment.objective.network
    let layers = Array(1...max(network?.architecture.layers.count ?? 1, 1))
    let parts = (timeline?.experiment.objective.layout.entries ?? []).map(\.name)
    var order = ["x", "y", "batch", "theta_prev"]
    if network == nil { order.removeFirst(2) }
    order += layers.flatMap { ["mask\($0 - 1)", "z\($0)", "a\($0)"] }
    order.append("batch_loss")
    order += layers.reversed().map { "d\($0)" }
    order += (timeline?.record?.previous ?? []).map(\.name)
    order += timeline?.record?.explainableNames ?? []
    return order + parts + ["loss", "grad"] + parts.map { QuantityDeclaration.gradientPrefix + $0 }
  }

  /// A few names that a file could have.
  var exampleNames: [String] {
    let parts = layout.entries.prefix(2).map(\.name)
    let own = record?.explainableNames.filter { $0 != "eta" && $0 != "theta" } ?? []
    return parts + parts.prefix(1).map { QuantityDeclaration.gradientPrefix + $0 } + own.prefix(6)
  }

  /// The quantity that a key names; nil where it names none that exists.
  func subject(named key: String) -> Subject? {
    let name = asciiName(key)
    if let entry = layout.entry(named: name) {
      return subject(name, entry) { [layout] in layout.label(of: entry.range.lowerBound + $0) }
    }
    if names.contains(name), let value = try? moment?.value(of: name) {
      let shape = value.shape
      let isFlat = shape == [layout.count]
      return Subject(
        name: name, rank: (rank(name), 0), values: value.elements, shape: shape, isFlat: isFlat,
        typed: typed(name, shape))
    }
    return part(name)
  }

  /// `m_W1`: a layer's part of what an update works out.
  private func part(_ name: String) -> Subject? {
    for (k, entry) in layout.entries.enumerated() where name.hasSuffix("_" + entry.name) {
      let whole = String(name.dropLast(entry.name.utf8.count + 1))
      guard names.contains(whole), let values = record?.values(of: whole),
        values.count == layout.count
      else { continue }
      return Subject(
        name: name, rank: (rank(whole), k + 1), values: Array(values[entry.range]),
        shape: entry.shape, isFlat: false
      ) { [layout] in "\(whole)[\(layout.label(of: entry.range.lowerBound + $0))]" }
    }
    return nil
  }

  private func subject(
    _ name: String, _ entry: ParameterLayout.Entry, _ typed: @escaping @Sendable (Int) -> String
  ) -> Subject? {
    guard let theta = moment?.theta else { return nil }
    return Subject(
      name: name, rank: (rank(name), 0), values: Array(theta[entry.range]), shape: entry.shape,
      isFlat: false, typed: typed)
  }

  private func rank(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }

  /// How one would type a component; a network's parameters go by their own names.
  private func typed(_ name: String, _ shape: [Int]) -> @Sendable (Int) -> String {
    let layout = layout
    if shape == [layout.count], layout.entries.count > 2 {
      return { "\(name)[\(layout.label(of: $0))]" }
    }
    switch shape.count {
    case 0: return { _ in name }
    case 1: return { "\(name)[\($0)]" }
    default: return { "\(name)[\($0 / max(shape[1], 1)),\($0 % max(shape[1], 1))]" }
    }
  }
}
