/// A few numbers in their places, without memory of their own.
struct Row<S: Quantity>: Sendable {
  static var capacity: Int { 8 }
  private var s0, s1, s2, s3, s4, s5, s6, s7: S

  @inline(__always) init(repeating s: S) {
    (s0, s1, s2, s3, s4, s5, s6, s7) = (s, s, s, s, s, s, s, s)
  }

  @inline(__always) init(constants r: Row<Double>) {
    (s0, s1) = (S(constant: r.s0), S(constant: r.s1))
    (s2, s3) = (S(constant: r.s2), S(constant: r.s3))
    (s4, s5) = (S(constant: r.s4), S(constant: r.s5))
    (s6, s7) = (S(constant: r.s6), S(constant: r.s7))
  }

  /// - Precondition: 0 ≤ `i` < `capacity`, which `RuleDeclaration` sees to.
  @inline(__always) subscript(i: Int) -> S {
    get {
      switch i {
      case 0: s0
      case 1: s1
      case 2: s2
      case 3: s3
      case 4: s4
      case 5: s5
      case 6: s6
      default: s7
      }
    }
    set {
      switch i {
      case 0: s0 = newValue
      case 1: s1 = newValue
      case 2: s2 = newValue
      case 3: s3 = newValue
      case 4: s4 = newValue
      case 5: s5 = newValue
      case 6: s6 = newValue
      default: s7 = newValue
      }
    }
  }
}
