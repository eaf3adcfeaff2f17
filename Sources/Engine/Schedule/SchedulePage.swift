/// What a schedule's formula is written with: α₀, the time and the parameters, each under its name.
public struct SchedulePage<S: Quantity> {
  /// α₀, the optimizer's rate.
  public let lr: S
  /// The units completed so far.
  public let count: Int
  let values: ScheduleValues
  /// Takes down what the formula used; nil where only the number counts.
  let given: GivenNumbers?

  /// A setting or a count by its name.
  func give(_ value: Double, _ name: String) -> S {
    given?.add(value, name)
    return S(value, named: name)
  }

  /// t, the units completed so far.
  public var t: S { give(Double(count), "t") }

  public subscript(parameter: ScheduleParameter) -> S {
    give(values.number(parameter), parameter.name)
  }

  /// t while the schedule lasts, then the end of it.
  public func time(within length: ScheduleParameter) -> S {
    count > values.whole(length) ? t.smaller(of: self[length]) : t
  }
}
