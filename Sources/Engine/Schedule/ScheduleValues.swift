/// Values of a schedule's parameters; a parameter that has none has its default.
public struct ScheduleValues: Sendable, Hashable {
  private struct Named: Sendable, Hashable {
    let name: String
    let value: [Double]
  }
  private var given: [Named] = []

  public init() {}

  public subscript(parameter: ScheduleParameter) -> [Double] {
    get { given.first { $0.name == parameter.name }?.value ?? parameter.defaultValue }
    set {
      given.removeAll { $0.name == parameter.name }
      given.append(Named(name: parameter.name, value: newValue))
    }
  }

  func number(_ parameter: ScheduleParameter) -> Double { self[parameter].first ?? .nan }
  func whole(_ parameter: ScheduleParameter) -> Int { Int(clamping: number(parameter)) }
}
