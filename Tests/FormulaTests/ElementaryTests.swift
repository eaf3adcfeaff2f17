import Arithmetic
import Digests
import Formula
import Testing
import Wording

@Suite struct ElementaryTests {
  /// Of equals the first, which 0 and −0 tell: 1/0 is ∞ and 1/−0 is −∞.
  @Test(arguments: [
    ("1/max(0, -z)", Double.infinity), ("1/max(-z, 0)", -.infinity), ("1/min(0, -z)", .infinity),
    ("1/min(-z, 0)", -.infinity),
  ])
  func ofEqualsTheFirst(text: String, value: Double) throws {
    #expect(try Parser.parse(text).evaluateScalar { $0 == "z" ? 0 : nil } == value)
  }

  /// The logarithm to the base 2 is exact at every power of 2.
  @Test func log2IsExactAtPowersOf2() throws {
    let formula = try Parser.parse("log2(x)")
    for exponent in -1022...1023 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(try formula.evaluateScalar { _ in power } == Double(exponent))
    }
  }

  @Test(arguments: [
    ("1,2", ["1", "2"]), ("(1,2)", ["1", "2"]), ("max(1,2),3", ["max(1,2)", "3"]),
    ("[v[0,1],2]", ["v[0,1]", "2"]), ("", [""]),
  ])
  func aListIsPartedOutsideOfBrackets(text: String, parts: [String]) {
    #expect(listParts(of: text) == parts)
  }

  /// The end of a text belongs to its digest; the numbers are those of FNV-1a.
  @Test func aDigestTellsWhereTextsEnd() {
    func digest(_ texts: [String]) -> UInt64 {
      var digest = Digest()
      for text in texts { digest.add(text) }
      return digest.value
    }
    #expect(digest(["ab", "c"]) != digest(["a", "bc"]))
    #expect(digest([]) == 0xCBF2_9CE4_8422_2325)
    // FNV-1a of the bytes "a" and 0.
    #expect(digest(["a"]) == (0xAF63_DC4C_8601_EC8C &* 0x100_0000_01B3))
  }

  /// The other sign adds no rounding.
  @Test func theBoundOfANegationIsItsOperands() throws {
    let variables = ["x", "y"]
    let plain = try Program(outputs: [Parser.parse("x*y")], variables: variables)
    let negated = try Program(outputs: [Parser.parse("-(x*y)")], variables: variables)
    let (a, b) = (plain.bounded(at: [0.1, 0.3])[0], negated.bounded(at: [0.1, 0.3])[0])
    #expect(a.error > 0 && a.error == b.error && a.value == -b.value)
  }
}
