import Console
import Engine
import HyperparameterSearch
import Session

/// A search as the journal of Optuna's JournalStorage: a line for the study, a line for each trial.
///
/// Settings have Optuna's distributions; a trial that diverged or was refused is a failed one, with the
/// reason among its attributes.
struct OptunaJournal {
  let text: String

  private static let worker = "descent"
  static let studyName = "descent"

  /// Optuna's numbers of operations and states.
  private enum Operation: Int { case createStudy = 0, setStudyAttribute = 2, createTrial = 4 }
  private enum State: Int { case complete = 1, fail = 3 }

  /// - Parameter time: when it is written, as `2026-03-01T09:30:00Z`: trials have no times of their own.
  init(_ search: Search, time: String) {
    let definition = search.definition
    var lines = [
      Self.line(
        .createStudy,
        [
          "study_name": .string(Self.studyName),
          "directions": .array([.integer(definition.isGain ? 2 : 1)]),
        ])
    ]
    var attributes: JSON.Object = [
      "monitor": .string(definition.monitor), "method": .string(definition.method.name),
      "seed": .integer(Int(definition.seed)),
    ]
    if !definition.setUp.isEmpty { attributes["commands"] = .strings(definition.setUp) }
    for (name, value) in attributes.members {
      lines.append(
        Self.line(
          .setStudyAttribute,
          ["study_id": 0, "user_attr": .object([name: value])]))
    }
    // Python before 3.11 reads no Z.
    let moment = (time.hasSuffix("Z") ? String(time.dropLast()) : time) + "+00:00"
    lines += search.study.trials.map { Self.line(of: $0, in: search, moment) }
    text = lines.joined()
  }

  /// Whether a file's bytes are a study that this program wrote.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "{\"op_code\":0,\"worker_id\":\"\(worker)\",".utf8)
  }

  private static func line(_ operation: Operation, _ members: JSON.Object) -> String {
    var object: JSON.Object = [
      "op_code": .integer(operation.rawValue), "worker_id": .string(worker),
    ]
    object.add(members)
    return JSON.object(object).text + "\n"
  }

  private static func line(of trial: Trial, in search: Search, _ time: String) -> String {
    var (distributions, parameters) = (JSON.Object(), JSON.Object())
    for (dimension, position) in zip(search.definition.space.dimensions, trial.point) {
      distributions[dimension.name] = .string(distribution(of: dimension).text)
      parameters[dimension.name] = internalValue(of: dimension, at: position)
    }
    var attributes: JSON.Object = ["trial": .integer(trial.number)]
    switch trial.outcome {
    case .value: break
    case .diverged(let t): attributes["diverged_at"] = .integer(t)
    case .refused(let reason): attributes["refused"] = .string(reason)
    }
    var steps = JSON.Object()
    for (t, value) in zip(trial.times, trial.curve) where value.isFinite {
      steps["\(t)"] = .number(value)
    }
    let state = trial.value == nil ? State.fail : .complete
    return line(
      .createTrial,
      [
        "study_id": 0, "datetime_start": .string(time), "state": .integer(state.rawValue),
        "value": trial.value.map(JSON.number) ?? .null, "values": .null,
        "datetime_complete": .string(time), "distributions": .object(distributions),
        "params": .object(parameters), "user_attrs": .object(attributes),
        "system_attrs": .object([:]), "intermediate_values": .object(steps),
      ])
  }

  private static func distribution(of dimension: SearchDimension) -> JSON {
    func named(_ name: String, _ attributes: JSON.Object) -> JSON {
      .object(["name": .string(name), "attributes": .object(attributes)])
    }
    func floats(_ low: Double, _ high: Double, isLog: Bool) -> JSON {
      named(
        "FloatDistribution",
        [
          "step": .null, "low": .number(low), "high": .number(high), "log": .boolean(isLog),
        ])
    }
    func whole(_ low: Int, _ high: Int, isLog: Bool) -> JSON {
      named(
        "IntDistribution",
        [
          "log": .boolean(isLog), "step": 1, "low": .integer(low), "high": .integer(high),
        ])
    }
    switch dimension.scale {
    case .linear(let low, let high): return floats(low, high, isLog: false)
    case .log(let low, let high): return floats(low, high, isLog: true)
    case .integer(let low, let high): return whole(low, high, isLog: false)
    case .logInteger(let low, let high): return whole(low, high, isLog: true)
    case .choice(let values):
      return named(
        "CategoricalDistribution",
        [
          "choices": .array(
            values.map { value in
              value.number.map(JSON.number) ?? .string(value.description)
            })
        ])
    }
  }

  /// A value as Optuna keeps it: of a choice its number.
  private static func internalValue(of dimension: SearchDimension, at position: Double) -> JSON {
    let value = dimension.value(at: position)
    if case .choice(let values) = dimension.scale {
      return .integer(values.firstIndex(of: value) ?? 0)
    }
    return .number(value.number ?? .nan)
  }
}
