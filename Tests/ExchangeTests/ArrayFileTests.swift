import Arrays
import Foundation
import Testing

/// Files of arrays: what NumPy and safetensors write, and what is written for them. That their own
/// readers agree is Tests/Scripts/exchange.py's.
@Suite struct ArrayFileTests {
  /// numpy.savez_compressed of W1 (float64), b1 (big-endian int32) and c (float32, Fortran order).
  static let compressed: [UInt8] = {
    let text = """
      UEsDBC0AAAAIAAAAIQA0MXjI//////////8GABQAVzEubnB5AQAQALAAAAAAAAAAVwAAAAAAAACb7BfqGxDJyFDGUK2e\
      klqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GFHDBHkI/gNIvoPQH\
      KP3FHgBQSwMELQAAAAgAAAAhAFnU+ln//////////wYAFABiMS5ucHkBABAAiAAAAAAAAABNAAAAAAAAAJvsF+obEMnI\
      UMZQrZ6SWpxcpG6loG6XaaKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAC4GBgbG/////wMA\
      UEsDBC0AAAAIAAAAIQDOLODT//////////8FABQAYy5ucHkBABAAmAAAAAAAAABWAAAAAAAAAJvsF+obEMnIUMZQrZ6S\
      WpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEg8pKk0FChdnJBakArkaRjoKxpo6CrUK5AMuBjBwcGBgaLAHYgcQh4Fh\
      gQMAUEsBAi0DLQAAAAgAAAAhADQxeMhXAAAAsAAAAAYAAAAAAAAAAAAAAIABAAAAAFcxLm5weVBLAQItAy0AAAAIAAAA\
      IQBZ1PpZTQAAAIgAAAAGAAAAAAAAAAAAAACAAY8AAABiMS5ucHlQSwECLQMtAAAACAAAACEAzizg01YAAACYAAAABQAA\
      AAAAAAAAAAAAgAEUAQAAYy5ucHlQSwUGAAAAAAMAAwCbAAAAoQEAAAAA
      """
    return Array(Data(base64Encoded: text) ?? Data())
  }()

  static let arrays = [
    NamedArray("W1", shape: [2, 3], values: [0, 0.25, 0.5, 0.75, 1, 1.25]),
    NamedArray("b1", shape: [2], values: [1, -2], type: .int32),
    NamedArray("c", shape: [2, 3], values: [0, 1, 2, 3, 4, 5], type: .float32),
  ]

  @Test func readsWhatNumPyWrites() throws {
    #expect(try ArrayFile.npz.arrays(in: Self.compressed) == Self.arrays)
  }

  @Test(arguments: ArrayFile.allCases)
  func whatIsWrittenReadsBackTheSameBits(format: ArrayFile) throws {
    let special = [-0.0, 5e-324, .greatestFiniteMagnitude, .nan, -.infinity, 0.1]
    let arrays = [
      NamedArray("a", shape: [2, 3], values: special), NamedArray("one", shape: [], values: [7]),
      NamedArray("none", shape: [0, 4], values: []), NamedArray("θ.0/x", shape: [1], values: [1]),
    ]
    let bytes = try format.bytes(of: arrays)
    let read = try format.arrays(in: bytes)
    #expect(read.map(\.name) == arrays.map(\.name))
    #expect(read.map(\.shape) == arrays.map(\.shape))
    for (a, b) in zip(read, arrays) {
      #expect(a.values.map(\.bitPattern) == b.values.map(\.bitPattern))
    }
    // The same arrays are always the same bytes.
    #expect(try format.bytes(of: arrays) == bytes)
  }

  /// A header as numpy.save writes it, with the numbers after it.
  static func numpy(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    let count = header.utf8.count
    bytes += [UInt8(count & 0xFF), UInt8(count >> 8)] + (version > 1 ? [0, 0] : [])
    return bytes + Array(header.utf8) + data
  }

  static func npz(_ members: [(String, [UInt8])]) throws -> [UInt8] {
    try ZipArchive.bytes(of: members.map { (name: $0.0, contents: $0.1) })
  }

  private func refusal(_ bytes: [UInt8], _ format: ArrayFile = .npz) -> String {
    do {
      _ = try format.arrays(in: bytes)
      return "taken"
    } catch { return error.description }
  }

  @Test func refusesHeadersThatLie() throws {
    let head = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"
    let two = [UInt8](repeating: 0, count: 16)
    #expect(try refusal(Self.npz([("a.npy", Self.numpy(head, two))])) == "taken")
    #expect(try refusal(Self.npz([("a.npy", Self.numpy(head, two, version: 3))])) == "taken")
    for (header, says) in [
      (head.replacingOccurrences(of: "<f8", with: "|O"), "Python objects"),
      (head.replacingOccurrences(of: "<f8", with: "<c8"), "'<c8'"),
      (head.replacingOccurrences(of: "<f8", with: "=f8"), "'=f8'"),
      (head.replacingOccurrences(of: "'<f8'", with: "[('x', '<f8')]"), "fields"),
      (head.replacingOccurrences(of: "(2,)", with: "(2)"), "shape cannot be read"),
      (head.replacingOccurrences(of: "(2,)", with: "(-2,)"), "shape cannot be read"),
      (head.replacingOccurrences(of: "(2,)", with: "(3,)"), "16 bytes of numbers"),
      (
        head.replacingOccurrences(of: "(2,)", with: "(9223372036854775807, 9)"), "no memory holds"
      ),
      (head + "x", "alone"), ("{'descr': '<f8'}", "alone"), ("[1]", "no dictionary"),
      (head.replacingOccurrences(of: "'shape'", with: "'descr'"), "twice"),
      (head.replacingOccurrences(of: "False", with: "os.system('x')"), "neither True nor False"),
    ] {
      let said = try refusal(Self.npz([("a.npy", Self.numpy(header, two))]))
      #expect(said.contains(says), "\(header): \(said)")
    }
    #expect(
      try refusal(Self.npz([("a.npy", Self.numpy(head, two, version: 4))])).contains("4.0"))
  }

  @Test func refusesArchivesThatLie() throws {
    let one = Self.numpy(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0, 0, 0, 0, 0])
    let good = try Self.npz([("a.npy", one), ("b.npy", one)])
    #expect(refusal(good) == "taken")
    #expect(try refusal(Self.npz([("a.npy", one), ("a.npy", one)])).contains("twice"))
    #expect(try refusal(Self.npz([("data.pkl", one)])).contains("pickle"))
    #expect(refusal([0] + good).contains("damaged"))
    #expect(refusal(good + [0]).contains("no zip archive"))
    #expect(refusal([]).contains("no zip archive"))
    // A number within the first member: its checksum is another one then.
    var changed = good
    changed[30 + 5 + one.count - 1] ^= 1
    #expect(refusal(changed).contains("checksum"))
  }

  @Test func refusesTensorsThatLie() throws {
    func file(_ header: String, _ count: Int) -> [UInt8] {
      var bytes: [UInt8] = []
      for k in 0..<8 { bytes.append(UInt8(header.utf8.count >> (8 * k) & 0xFF)) }
      return bytes + Array(header.utf8) + [UInt8](repeating: 0, count: count)
    }
    func tensor(_ name: String, _ a: Int, _ b: Int) -> String {
      "\"\(name)\":{\"dtype\":\"F64\",\"shape\":[\((b - a) / 8)],\"data_offsets\":[\(a),\(b)]}"
    }
    let (a, b) = (tensor("a", 0, 8), tensor("b", 8, 24))
    #expect(refusal(file("{\(a),\(b)}  ", 24), .safetensors) == "taken")
    for (header, count, says) in [
      ("{\(a),\(tensor("b", 16, 24))}", 24, "belong to no tensor"),
      ("{\(a),\(tensor("b", 0, 8))}", 8, "overlaps"), ("{\(a),\(a)}", 8, "twice"),
      ("{\(a)}", 16, "follow its header"), ("{\(a),\(b)}", 16, "follow its header"),
      (
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[1,-1],\"data_offsets\":[0,8]}}", 8,
        "no such numbers"
      ), ("[]", 0, "does not begin with '{'"), ("{\"a\":1}", 0, "another header"),
      ("{\"__metadata__\":{\"a\":1}}", 0, "no object of texts"),
    ] {
      let said = refusal(file(header, count), .safetensors)
      #expect(said.contains(says), "\(header): \(said)")
    }
    #expect(
      refusal([255, 255, 255, 255, 255, 255, 255, 127, 0x7B], .safetensors).contains("length"))
  }

  @Test func wholeNumbersThatNoDoubleEqualsAreRefused() throws {
    let header = "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }"
    let bytes = try Self.npz([("a.npy", Self.numpy(header, [1, 0, 0, 0, 0, 0, 32, 0]))])
    #expect(refusal(bytes).contains("9007199254740993"))
  }
}
