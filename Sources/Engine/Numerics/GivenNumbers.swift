/// Settings and counts that a formula used.
package final class GivenNumbers {
  package private(set) var numbers: [(value: Double, name: String)] = []

  package init() {}

  package func add(_ value: Double, _ name: String) { numbers.append((value, name)) }
}
