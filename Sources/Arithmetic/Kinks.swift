extension Program {
  /// Whether a formula is in pieces: `max`, `min`, `abs`, `sign`, `relu`, `if`, roots and powers that
  /// have a corner at 0.
  public var hasKinks: Bool { code.contains(where: \.hasKink) }

  /// A number that tells which piece each of them is on: the same all over a region without a kink.
  /// A kink itself, where two pieces meet, is a piece of its own.
  public func pieces(at variables: [Double]) -> Int {
    let values = registers(at: variables)
    var hasher = Hasher()
    for instruction in code where instruction.hasKink {
      let a = values[Int(instruction.a)]
      let b = values[Int(instruction.b)]
      let side: Double =
        switch instruction.kind {
        case .choose: values[Int(instruction.c)] != 0 ? 1 : 0
        case .binaryFunction where instruction.function == .atan2: b < 0 ? a : 0
        case .binaryFunction: a - b
        // A whole power is smooth, a root has a corner or an end at 0.
        case .binary: b >= 1 && b == b.rounded() ? 0 : a
        default: a
        }
      hasher.combine(side > 0 ? 1 : side < 0 ? -1 : 0)
    }
    return hasher.finalize()
  }
}

extension Program.Instruction {
  fileprivate var hasKink: Bool {
    switch kind {
    case .choose, .squareRoot: true
    case .unaryFunction: [.abs, .norm, .sign, .relu, .sqrt].contains(function)
    case .binaryFunction: [.min, .max, .atan2].contains(function)
    case .binary: op == .power
    default: false
    }
  }
}
