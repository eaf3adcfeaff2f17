import CKernels
import LongWork

/// NumPy's legacy random generator, so that a student can reproduce every draw.
///
/// `MersenneTwister(seed: s)` draws what `numpy.random.RandomState(s)` draws: the 32-bit Mersenne
/// Twister MT19937 (Matsumoto and Nishimura, ACM TOMACS 8, 1998) started from one word. Uniform
/// draws, integers and permutations equal NumPy's exactly. Normal draws go through a logarithm,
/// which NumPy takes from the machine's C library; here it is `dk_log`, the same everywhere, and a
/// draw may differ from NumPy's in its last bit.
///
/// A value: a copy continues the same sequence independently, for the cost of a reference until
/// one of the two draws again.
public struct MersenneTwister: Equatable, Sendable {
  /// The 624 words of the generator's state.
  public private(set) var words: [UInt32]
  /// How many words have been drawn since the state was last renewed, 0 through 624.
  public private(set) var position: Int
  /// The second normal of the last pair, where it has not been drawn yet.
  public private(set) var pendingNormal: Double?

  static let wordCount = 624
  private static let lag = 397

  /// The generator of `numpy.random.RandomState(seed)`.
  public init(seed: UInt32) {
    words = [UInt32](repeating: seed, count: Self.wordCount)
    for i in 1..<Self.wordCount {
      let previous = words[i - 1]
      words[i] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(i)
    }
    position = Self.wordCount
  }

  /// A generator restored from the parts of another; nil unless there are 624 words and the
  /// position is among 0 through 624.
  public init?(words: [UInt32], position: Int, pendingNormal: Double?) {
    guard words.count == Self.wordCount, (0...Self.wordCount).contains(position) else { return nil }
    self.words = words
    self.position = position
    self.pendingNormal = pendingNormal
  }

  /// The next 32 random bits.
  public mutating func nextWord() -> UInt32 {
    if position == Self.wordCount { renew() }
    defer { position += 1 }
    return Self.tempered(words[position])
  }

  @inline(__always) private static func tempered(_ word: UInt32) -> UInt32 {
    var y = word
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return y ^ (y >> 18)
  }

  /// Replaces all words by the recurrence x[i + 624] = x[i + 397] ^ A(x[i] high bit, x[i + 1]).
  private mutating func renew() {
    words.withUnsafeMutableBufferPointer { x in
      func renewed(_ i: Int, _ next: Int, _ lagged: Int) {
        let joined = (x[i] & 0x8000_0000) | (x[next] & 0x7fff_ffff)
        x[i] = x[lagged] ^ (joined >> 1) ^ ((joined & 1) &* 0x9908_b0df)
      }
      let turn = Self.wordCount - Self.lag
      for i in 0..<turn { renewed(i, i + 1, i + Self.lag) }
      for i in turn..<(Self.wordCount - 1) { renewed(i, i + 1, i - turn) }
      renewed(Self.wordCount - 1, 0, Self.lag - 1)
    }
    position = 0
  }
}

// MARK: - Uniform draws

extension MersenneTwister {
  /// 53 random bits as a number in [0, 1): NumPy's `random_sample`.
  public mutating func nextUniform() -> Double {
    let high = nextWord() >> 5
    let low = nextWord() >> 6
    return Self.unit(high, low)
  }

  @inline(__always) private static func unit(_ high: UInt32, _ low: UInt32) -> Double {
    Double(UInt64(high) << 26 | UInt64(low)) * 0x1p-53
  }

  /// A number in [lower, upper): NumPy's `uniform(lower, upper)`.
  public mutating func nextUniform(from lower: Double, to upper: Double) -> Double {
    lower + (upper - lower) * nextUniform()
  }

  /// Fills `out` with what as many calls of ``nextUniform()`` would return, faster.
  public mutating func fillUniform(_ out: UnsafeMutableBufferPointer<Double>) {
    var filled = 0
    while filled < out.count {
      let pairs = min(out.count - filled, (Self.wordCount - position) / 2)
      if pairs == 0 {
        // The two words of this draw lie on both sides of a renewal, or the state is used up.
        out[filled] = nextUniform()
        filled += 1
        continue
      }
      words.withUnsafeBufferPointer { x in
        for i in 0..<pairs {
          let at = position + 2 * i
          out[filled + i] = Self.unit(
            Self.tempered(x[at]) >> 5, Self.tempered(x[at + 1]) >> 6)
        }
      }
      position += 2 * pairs
      filled += pairs
    }
  }

  /// `count` draws of ``nextUniform()``: NumPy's `random_sample(count)`, or `rand` of any shape read
  /// row by row.
  public mutating func uniforms(_ count: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { out, initialized in
      fillUniform(UnsafeMutableBufferPointer(rebasing: out[..<count]))
      initialized = count
    }
  }
}

// MARK: - Normal draws

extension MersenneTwister {
  /// A draw from the standard normal distribution: NumPy's legacy `standard_normal`, the polar
  /// method of Marsaglia, which makes two draws at a time and keeps the second.
  public mutating func nextNormal() -> Double {
    if let pending = pendingNormal {
      pendingNormal = nil
      return pending
    }
    var x1: Double
    var x2: Double
    var radiusSquared: Double
    repeat {
      x1 = 2 * nextUniform() - 1
      x2 = 2 * nextUniform() - 1
      radiusSquared = x1 * x1 + x2 * x2
    } while radiusSquared >= 1 || radiusSquared == 0
    let factor = (-2 * dk_log(radiusSquared) / radiusSquared).squareRoot()
    pendingNormal = factor * x1
    return factor * x2
  }

  /// A normal draw: NumPy's `normal(mean, standardDeviation)`.
  public mutating func nextNormal(mean: Double, standardDeviation: Double) -> Double {
    mean + standardDeviation * nextNormal()
  }

  /// `count` draws of ``nextNormal()``: NumPy's `standard_normal(count)`.
  public mutating func normals(_ count: Int) -> [Double] {
    (0..<count).mapInParts { _ in nextNormal() }
  }
}

// MARK: - Integers and orders

extension MersenneTwister {
  /// An integer in 0...limit, each equally likely: the draw that NumPy's legacy `shuffle` and
  /// `randint(0, limit + 1)` make. Words are masked to the limit's bits until one fits.
  public mutating func nextInteger(through limit: UInt32) -> UInt32 {
    if limit == 0 { return 0 }
    let mask = UInt32.max >> UInt32(limit.leadingZeroBitCount)
    while true {
      let candidate = nextWord() & mask
      if candidate <= limit { return candidate }
    }
  }

  /// Brings the elements of a one-dimensional array into a random order: NumPy's `shuffle`.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    precondition(elements.count <= Int(UInt32.max), "an order of more than 2^32 elements")
    for i in stride(from: elements.count - 1, to: 0, by: -1).inParts() {
      elements.swapAt(i, Int(nextInteger(through: UInt32(i))))
    }
  }

  /// The numbers 0 ..< count in a random order: NumPy's `permutation(count)`.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = (0..<count).mapInParts { $0 }
    shuffle(&order)
    return order
  }
}
