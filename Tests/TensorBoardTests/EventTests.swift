import TensorBoard
import Testing

/// Checksums of event files.
@Suite struct ChecksumTests {
  /// RFC 3720, B.4, and the check value of the CRC catalogue.
  private static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
    ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
    ([UInt8](0..<32), 0x46dd_794e),
    ([UInt8](0..<32).reversed(), 0x113f_db5c),
    ([UInt8]("123456789".utf8), 0xe306_9283),
    ([], 0),
  ]

  @Test func agreesWithPublishedVectors() {
    for (bytes, checksum) in Self.vectors { #expect(CRC32C.checksum(bytes) == checksum) }
  }

  /// By Python's own arithmetic: ((c >> 15 | c << 17) + 0xa282ead8) mod 2^32.
  @Test func isMasked() {
    #expect(CRC32C.masked("123456789".utf8) == 0xc78a_b0e5)
  }
}

/// Event files.
@Suite struct EventTests {
  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// Records as TensorBoard's own protocol-buffers package serializes them
  /// (`Tests/Scripts/tensorboard_check.py golden`).
  private static let bytes: [String: String] = [
    "version": """
    1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c
    """,
    "scalar": """
    31000000000000009d8383e909000000000000024010ac022a230a210a046c6f7373420a08011200\
    2a04cdcccc3d4a0d0a090a077363616c61727320016ff96fb5
    """,
    "text": """
    33000000000000000ca7205609000000000000024010072a260a240a08636f6d6d616e6473420c08\
    07120042067374657020334a0a0a060a0474657874200216dbfbd1
    """,
    "lr": """
    6800000000000000fe9c7ad40900000000000010402a5d0a5b0a1c5f68706172616d735f2f736573\
    73696f6e5f73746172745f696e666f420e08021200320800000000000000004a2b0a270a07687061\
    72616d73121c1a1a0a0f0a026c72120911000000000000e03f2900000000000008402002526f379c
    """,
    "rule": """
    6700000000000000baadcdd40900000000000010402a5c0a5a0a1c5f68706172616d735f2f736573\
    73696f6e5f73746172745f696e666f420e08021200320800000000000000004a2a0a260a07687061\
    72616d73121b1a190a0e0a0472756c6512061a046164616d2900000000000008402002da4a7603
    """,
    "biases": """
    6500000000000000ebd05a690900000000000010402a5a0a580a1c5f68706172616d735f2f736573\
    73696f6e5f73746172745f696e666f420e08021200320800000000000000004a280a240a07687061\
    72616d7312191a170a0c0a06626961736573120220012900000000000008402002782e5a3e
    """,
    "end": """
    59000000000000008a1d65b609000000000000104010012a4c0a4a0a1a5f68706172616d735f2f73\
    657373696f6e5f656e645f696e666f420e08021200320800000000000000004a1c0a180a07687061\
    72616d73120d220b08011100000000000014402002da59133c
    """,
    "histogram": """
    53000000000000000d7d4e9109000000000000f03f10022a460a440a0874686574612f6231422608\
    02120812020801120208033218000000000000e03f000000000000f83f00000000000008404a100a\
    0c0a0a686973746f6772616d732002283bb82f
    """,
  ]

  private static func settings(_ name: String, _ value: Summary.Setting) -> Event {
    .summary(
      wallTime: 4, step: 0, [.settings([(name, value)], started: 3)])
  }

  private static let events: [String: Event] = [
    "version": .version(wallTime: 1.5),
    "scalar": .summary(wallTime: 2.25, step: 300, [Summary("loss", .scalar(0.1))]),
    "text": .summary(wallTime: 2.25, step: 7, [Summary("commands", .text("step 3"))]),
    "lr": settings("lr", .number(0.5)),
    "rule": settings("rule", .text("adam")),
    "biases": settings("biases", .truth(true)),
    "end": .summary(wallTime: 4, step: 1, [.end(.success, at: 5)]),
  ]

  @Test(arguments: events.keys.sorted())
  func recordsHaveTheirBytes(_ name: String) throws {
    let event = try #require(Self.events[name])
    #expect(hexadecimal(event.record) == Self.bytes[name])
  }

  @Test func histogramsAreTensorsOfThreeColumns() throws {
    let histogram = try #require(Histogram([1.0, 1, 1]))
    let event = Event.summary(wallTime: 1, step: 2, [Summary("theta/b1", .histogram(histogram))])
    #expect(hexadecimal(event.record) == Self.bytes["histogram"])
  }
}

/// Histograms.
@Suite struct HistogramTests {
  @Test func everyNumberIsInItsBucket() throws {
    let numbers = (0..<1_000).map { Double($0 * $0 % 997) / 100 - 3 }
    let histogram = try #require(Histogram(numbers))
    #expect(histogram.buckets.count == Histogram.bucketCount)
    #expect(histogram.buckets.first?.lower == numbers.min())
    #expect(histogram.buckets.last?.upper == numbers.max())
    for (bucket, next) in zip(histogram.buckets, histogram.buckets.dropFirst()) {
      #expect(bucket.upper == next.lower)
    }
    for (index, bucket) in histogram.buckets.enumerated() {
      let isLast = index + 1 == histogram.buckets.count
      let count = numbers.count { bucket.lower <= $0 && ($0 < bucket.upper || isLast) }
      #expect(bucket.count == count)
    }
  }

  @Test func oddNumbersAreBorne() throws {
    #expect(Histogram([]) == nil)
    #expect(Histogram([Double.nan, .infinity]) == nil)
    for numbers in [
      [3, 3, .nan], [0], [-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude, 1],
      [.leastNonzeroMagnitude, 0], [1, 1 + 0x1p-52], [1e300, 1e300],
    ] as [[Double]] {
      let histogram = try #require(Histogram(numbers))
      let finite = numbers.filter(\.isFinite)
      #expect(histogram.buckets.reduce(0) { $0 + $1.count } == finite.count)
      for bucket in histogram.buckets { #expect(bucket.lower <= bucket.upper) }
    }
  }
}
