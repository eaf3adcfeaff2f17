import DataFiles
import Datasets
import Engine
import Foundation
import Numerics
import Testing

/// A number of a file is the double nearest to what is written, a tie going to the even one.
@Suite struct DataNumberTests {
  /// The texts, read as a file of 1000 columns.
  private func read(_ texts: [String]) throws -> [Double] {
    let width = 1000
    var lines = [(0..<width).map { "c\($0)" }.joined(separator: ",")]
    for start in stride(from: 0, to: texts.count, by: width) {
      lines.append(texts[start..<(start + width)].joined(separator: ","))
    }
    var options = CSVOptions()
    options.task = "regression"
    options.hasHeader = true
    let text = Array(lines.joined(separator: "\n").utf8)
    let set = try Dataset(csvText: text, name: "numbers", options: options)
    return (0..<set.count).flatMap { set.features(of: $0) + set.targets(of: $0) }
  }

  private func expectBits(_ texts: [String], _ numbers: [Double]) throws {
    let values = try read(texts)
    #expect(values.count == numbers.count)
    let wrong = zip(values, numbers).enumerated().filter {
      $0.element.0.bitPattern != $0.element.1.bitPattern
    }
    for (i, (value, number)) in wrong.prefix(5) {
      Issue.record("'\(texts[i])' was read as \(value), not \(number)")
    }
    #expect(wrong.isEmpty)
  }

  @Test func aMillionDoublesComeBack() throws {
    var draw = MersenneTwister(seed: 5)
    var numbers: [Double] = []
    while numbers.count < 1_000_000 {
      let bits = UInt64(draw.nextWord()) << 32 | UInt64(draw.nextWord())
      let value = Double(bitPattern: bits)
      if value.isFinite { numbers.append(value) }
    }
    // The sizes of measurements, which take another way than random exponents.
    for i in stride(from: 0, to: numbers.count, by: 2) {
      numbers[i] = (draw.nextUniform() - 0.5) * [1e-6, 1, 1e3, 1e9, 1e15][i / 2 % 5]
    }
    try expectBits(numbers.map { "\($0)" }, numbers)
  }

  /// More and fewer digits than a double has, checked by the library's own parser.
  @Test func anyDigitsAndExponents() throws {
    var draw = MersenneTwister(seed: 6)
    var texts: [String] = []
    for i in 0..<200_000 {
      let count = 1 + Int(draw.nextInteger(through: i % 10 == 0 ? 40 : 20))
      var digits = (0..<count).map { _ in Character("\(draw.nextInteger(through: 9))") }
      if i % 3 > 0 { digits.insert(".", at: Int(draw.nextInteger(through: UInt32(count)))) }
      let exponent = Int(draw.nextInteger(through: i % 7 == 0 ? 700 : 60)) - (i % 7 == 0 ? 350 : 30)
      let sign = ["", "-", "+"][i % 11 % 3]
      texts.append(sign + String(digits) + (i % 2 == 0 ? "" : "e\(exponent)"))
    }
    texts = texts.map { Double($0)?.isFinite == true ? $0 : "0" }
    try expectBits(texts, texts.map { Double($0) ?? .nan })
  }

  @Test func tiesGoToTheEvenDouble() throws {
    var texts = ["9007199254740993", "9007199254740995", "4503599627370496.5", "-0", "0e5", ".5e1"]
    texts += [
      "4503599627370497.5", "4503599627370497.50000000000000000001", "1.", "9007199254740993e0",
    ]
    texts += ["2.2250738585072011e-308", "4.9e-324", "2e-324", "1.7976931348623157e308"]
    var draw = MersenneTwister(seed: 7)
    while texts.count < 10_000 {
      // Half-way between two doubles of 54 and more bits, as whole numbers and as tenths of 2.
      let odd =
        (UInt64(1) << 53 | UInt64(draw.nextWord()) << 21 | UInt64(draw.nextWord()) >> 11) | 1
      texts.append("\(odd)")
      texts.append("\(odd / 2).5")
      texts.append("\(odd)e\(Int(draw.nextInteger(through: 44)) - 22)")
    }
    texts = Array(texts.prefix(10_000))
    try expectBits(texts, texts.map { Double($0) ?? .nan })
  }
}
