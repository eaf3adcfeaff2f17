import Formula
import LongWork

/// Numbers with the names that stand for them in a formula.
package struct NamedNumbers {
  package private(set) var values: [String: Double] = [:]
  /// The names of settings and counts, which are shown as they were given.
  package private(set) var given: Set<String> = []

  package init() {}

  package mutating func name(_ value: Double, _ name: String) -> Worked {
    values[name] = value
    return Worked(value, named: name)
  }

  /// A setting or a count.
  package mutating func give(_ value: Double, _ name: String) -> Worked {
    given.insert(name)
    return self.name(value, name)
  }

  /// What a sum calls the terms that it does not write out.
  package static let rest = "rest"

  /// A sum of which the first terms are written out and the others are one number.
  ///
  /// - Parameters:
  ///   - most: how many terms are written out.
  ///   - rest: the name of the others.
  package mutating func sum<Place>(
    over places: some Collection<Place>, most: Int, named rest: String = rest,
    value: (Place) -> Double,
    term: (Place, inout NamedNumbers) -> Worked
  ) -> Worked {
    var parts: [Worked] = []
    for place in places.prefix(most) { parts.append(term(place, &self)) }
    let others = places.dropFirst(most)
    if !others.isEmpty { parts.append(name(others.inParts().reduce(0.0) { $0 + value($1) }, rest)) }
    guard let first = parts.first else { return Worked(constant: 0) }
    return parts.dropFirst().reduce(first, +)
  }
}
