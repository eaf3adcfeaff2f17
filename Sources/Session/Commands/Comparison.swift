import ArrayElements
import Arrays
import Console
import Engine
import Formula
import LongWork
import Wording

/// Your own program's arrays set against the quantities of their names.
package struct Comparison {
  /// One array and the quantity it is compared with.
  package struct Entry {
    /// The array's key in the file.
    let key: String
    /// The quantity's name; a part of one as `m_W1`.
    let name: String
    fileprivate let rank: (Int, Int)
    let given: [Double]
    let expected: [Double]
    let tolerance: Double
    /// How far off counts as the same.
    let reach: Double
    /// The largest difference and where it is; a number that is missing on one side counts as ∞.
    let worst: (place: Int, difference: Double)
    /// How one would type the component at a place.
    let typed: @Sendable (Int) -> String

    var agrees: Bool { worst.difference <= reach }
    private var pairs: Range<Int> { 0..<min(given.count, expected.count) }
    /// Numbers that are farther off than that.
    var differing: Int {
      pairs.inParts(of: Comparison.part).count {
        Self.difference(given[$0], expected[$0]) > reach
      }
    }

    /// The places of so many numbers, those farthest off first, where that is a finite number.
    func farthestOff(_ count: Int) -> [Int] {
      var found: [(place: Int, difference: Double)] = []
      for i in pairs.inParts(of: Comparison.part) {
        let difference = (given[i] - expected[i]).magnitude
        guard difference.isFinite, difference > reach else { continue }
        guard found.count < count || difference > found[count - 1].difference else { continue }
        let rank = found.firstIndex { $0.difference < difference } ?? found.count
        found.insert((i, difference), at: rank)
        if found.count > count { found.removeLast() }
      }
      return found.map(\.place)
    }

    /// How far apart two numbers are: ∞ where one of them alone is missing.
    fileprivate static func difference(_ a: Double, _ b: Double) -> Double {
      if a == b || (a.isNaN && b.isNaN) { return 0 }
      let difference = (a - b).magnitude
      return difference.isNaN ? .infinity : difference
    }
  }

  /// Numbers compared between two questions whether the work is to be given up.
  private static let part = 1 << 12

  /// In the order in which an update works them out.
  private(set) var entries: [Entry] = []
  /// Keys that name no quantity here, and arrays of another shape, each with the reason.
  private(set) var leftOut: [(key: String, reason: String)] = []

  package var first: Entry? { entries.first { !$0.agrees } }

  /// - Throws: `ShellError` where ^C ends it.
  init(
    of arrays: [NamedArray], with workspace: Workspace, tolerance: Double?
  ) throws(ShellError) {
    let subjects = ComparedQuantities(workspace)
    var unknown: [NamedArray] = []
    for array in arrays where !take(array, subjects, tolerance) { unknown.append(array) }
    takeWeights(unknown, subjects, tolerance)
    if Interruption.hasGivenUp { throw .interrupted("nothing was compared") }
    entries.sort { $0.rank < $1.rank }
  }

  /// Compares an array with the quantity of its key; false where there is none.
  private mutating func take(
    _ array: NamedArray, _ subjects: ComparedQuantities, _ tolerance: Double?
  ) -> Bool {
    guard let subject = subjects.subject(named: array.name) else { return false }
    add(array, as: subject, tolerance)
    return true
  }

  /// What is left may be a state dict's weights, or their gradients.
  private mutating func takeWeights(
    _ arrays: [NamedArray], _ subjects: ComparedQuantities, _ tolerance: Double?
  ) {
    var left = arrays.map(\.name)
    for (ending, prefix) in [(".grad", QuantityDeclaration.gradientPrefix), ("", "")] {
      let own = arrays.filter { ending.isEmpty || $0.name.hasSuffix(ending) }.map { array in
        var array = array
        array.name.removeLast(ending.count)
        return array
      }
      guard let found = try? WeightNames(for: subjects.layout).entries(in: own) else { continue }
      for (entry, array, source) in found {
        guard let subject = subjects.subject(named: prefix + entry.name) else { continue }
        left.removeAll { $0 == source + ending }
        var array = array
        array.name = source + ending
        add(array, as: subject, tolerance)
      }
    }
    leftOut += left.map { ($0, "no quantity here has this name") }
  }

  private mutating func add(
    _ array: NamedArray, as subject: ComparedQuantities.Subject, _ tolerance: Double?
  ) {
    guard let given = Self.fitted(array, to: subject) else {
      leftOut.append(
        (
          array.name,
          "it is \(array.shapeText), and \(subject.name) is "
            + NamedArray.text(of: subject.shape)
        ))
      return
    }
    var worst = (place: 0, difference: 0.0)
    var largest = 0.0
    for i in 0..<min(given.count, subject.values.count) {
      if i % Self.part == 0, Interruption.givesUp() { return }
      let difference = Entry.difference(given[i], subject.values[i])
      if difference > worst.difference { worst = (i, difference) }
      if subject.values[i].isFinite { largest = max(largest, subject.values[i].magnitude) }
    }
    let tolerance = tolerance ?? Self.tolerance(of: array.type)
    entries.append(
      Entry(
        key: array.name, name: subject.name, rank: subject.rank, given: given,
        expected: subject.values, tolerance: tolerance, reach: tolerance * largest, worst: worst,
        typed: subject.typed))
  }

  /// Numbers of fewer bits have been rounded all the way.
  private static func tolerance(of type: ElementType) -> Double {
    switch type {
    case .float32: 1e-4
    case .float16, .bfloat16: 1e-2
    default: 1e-9
    }
  }

  /// The numbers in the quantity's order; nil where the shapes do not go together.
  private static func fitted(
    _ array: NamedArray, to subject: ComparedQuantities.Subject
  ) -> [Double]? {
    func sizes(_ shape: [Int]) -> [Int] { shape.filter { $0 != 1 } }
    if array.shape == subject.shape || sizes(array.shape) == sizes(subject.shape) {
      return array.values
    }
    if array.shape.count == 2, array.shape == subject.shape.reversed() {
      return array.transposed.values
    }
    // A long vector may lie as its layer's matrix does.
    return subject.isFlat && array.values.count == subject.values.count ? array.values : nil
  }

  /// Why nothing could be compared.
  func noneMessage(in workspace: Workspace) -> String {
    if let (key, reason) = leftOut.first(where: { $0.reason.hasPrefix("it is") }) {
      return "'\(shortened(key))' cannot be compared: \(reason)"
    }
    let names = ComparedQuantities(workspace).exampleNames
    let keys = leftOut.prefix(4).map { "'\(shortened($0.key))'" }
    let what =
      keys.isEmpty ? "the file holds no arrays" : "no quantity here is called \(listed(keys))"
    return what + "; name arrays as quantities: \(listed(names))"
  }
}
