/// Random numbers that follow from a seed (SplitMix64; Steele, Lea and Flood 2014).
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The generator of one session or input among those of a seed.
  init(seed: UInt64, number: Int) {
    var first = Chance(seed: seed)
    state = first.next() &+ UInt64(number) &* 0xD134_2543_DE82_EF95
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func happens(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }

  mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func one<Element>(of choices: [Element], else other: Element) -> Element {
    choices.randomElement(using: &self) ?? other
  }

  mutating func word(of choices: [String]) -> String { one(of: choices, else: "") }
}
