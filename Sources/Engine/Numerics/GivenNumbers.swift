/// Settings and counts that a formula used.
final class GivenNumbers {
  private(set) var numbers: [(value: Double, name: String)] = []

  func add(_ value: Double, _ name: String) { numbers.append((value, name)) }
}
