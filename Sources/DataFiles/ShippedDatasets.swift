import CData
import Datasets
import Numerics
import Synchronization
import Wording

/// The real data sets embedded in the program; see `Sources/CData/sets/README.md` for where they
/// come from.
extension Dataset {
  /// `auto_mpg`, `concrete`, `digits`, `iris`.
  public static var shippedNames: [String] {
    (0..<cdata_count()).compactMap { cdata_at($0).map { String(cString: $0.pointee.name) } }
  }

  /// Those that have been asked for: reading the text takes longer than many a lesson's training.
  private static let parsed = Mutex<[String: Dataset]>([:])

  /// - Throws: `EngineError` naming the nearest sets when there is none of that name.
  public init(shipped name: String) throws {
    for index in 0..<cdata_count() {
      guard let set = cdata_at(index)?.pointee, String(cString: set.name) == name else { continue }
      if let known = Self.parsed.withLock({ $0[name] }) {
        self = known
        return
      }
      let bytes = [UInt8](UnsafeBufferPointer(start: set.bytes, count: set.count))
      try self.init(csvText: bytes, name: name)
      Self.parsed.withLock { [self] in $0[name] = self }
      return
    }
    let near = Spelling.candidates(for: name, in: Self.shippedNames)
    throw EngineError(
      "there is no shipped data set \(quoted(name)); "
        + (near.isEmpty
          ? "there are \(Self.shippedNames.joined(separator: ", "))"
          : "did you mean \(quotedAlternatives(near))?"))
  }

  /// What a shipped set is about, in one line with its source.
  public static func shippedSummary(_ name: String) -> String? {
    switch name {
    case "auto_mpg": "miles per gallon of 392 cars (Quinlan 1993, UCI, CC BY 4.0)"
    case "concrete": "strength in MPa of 1030 concrete mixes (Yeh 1998, UCI, CC BY 4.0)"
    case "digits": "1797 handwritten digits, 8 × 8 pixels (Alpaydin, Kaynak 1998, UCI, CC BY 4.0)"
    case "iris": "species of 150 iris flowers (Fisher 1936, UCI, CC BY 4.0)"
    default: nil
    }
  }
}
