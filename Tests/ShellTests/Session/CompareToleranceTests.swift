import Arrays
import Foundation
import TestSupport
import Testing

/// How near a number of a file must be to agree: as near as its type can hold.
@Suite struct CompareToleranceTests {
  /// A file of one array, each number with its type's first bytes.
  private static func safetensors(_ name: String, _ type: String, _ values: [Double]) -> [UInt8] {
    let size = ["F64": 8, "F32": 4, "BF16": 2][type] ?? 0
    let header =
      "{\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":[\(values.count)],"
      + "\"data_offsets\":[0,\(size * values.count)]}}"
    let data = values.flatMap { value -> [UInt8] in
      let bytes =
        size == 8
        ? withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        : withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { Array($0) }
      return Array(bytes.suffix(size))
    }
    return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
      + Array(header.utf8) + data
  }

  /// The difference is a share of the largest number.
  @Test(arguments: [
    ("F64", 0.0, true), ("F64", 5e-10, true), ("F64", 5e-9, false), ("F32", 5e-5, true),
    ("F32", 5e-4, false), ("BF16", 5e-3, true), ("BF16", 5e-2, false),
  ])
  func aNumberAgreesAsItsTypeDoes(type: String, difference: Double, agrees: Bool) throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("surface rosenbrock; optimizer gd lr=0.001; run 5")
    let theta = try #require(transcript.session.workspace.branch?.timeline.state.theta)
    let largest = theta.map(\.magnitude).max() ?? 0
    let file = Self.safetensors("theta", type, [theta[0], theta[1] + difference * largest])
    try folder.write(file, to: "mine.safetensors")
    let said = transcript.run("compare \(folder.path)/mine.safetensors")
    #expect(said.contains("All agree.") == agrees, "\(said)")
    // What is asked for is stronger than the type.
    let close = transcript.run("compare \(folder.path)/mine.safetensors rel=0.1")
    #expect(close.contains("All agree."), "\(close)")
  }

  /// What a library reads by its own names.
  @Test(arguments: [
    ("own", ["W1", "b1", "W2", "b2"]), ("pytorch", ["0.weight", "0.bias", "2.weight", "2.bias"]),
    ("keras", ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"]),
  ])
  func weightsHaveTheLibrarysNames(style: String, names: [String]) throws {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    transcript.run("data moons n=30; network 2-4:tanh-1:sigmoid")
    transcript.run("export weights \(folder.path)/w.safetensors names=\(style)")
    #expect(transcript.outcome == .done)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/w.safetensors"))
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length))
    let found = try #require(header as? [String: Any]).keys.filter { $0 != "__metadata__" }
    #expect(found.sorted() == names.sorted())
  }
}
