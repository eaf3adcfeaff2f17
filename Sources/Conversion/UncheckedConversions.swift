// `Int(x)` of a floating-point x ends the program where x is NaN, infinite or too large: a session
// would be lost over a picture. The initialisers below stand beside the standard library's and
// differ from them only in that they throw, so the compiler cannot choose between the two: it says
// "ambiguous use of 'init(_:)'", and no unchecked conversion compiles.
//
// Write `Int(clamping:from:to:)`, or `Int(exactly:)` where a number that is not whole is refused.
//
// Each module has this file as its own, by a symbolic link: seen by the module alone, the
// initialisers do not reach tests and clients. `.ci/lint` looks whether a link is missing.

/// Never thrown, since no call compiles.
struct UncheckedConversions: Error {}

extension Int {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension Int8 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension Int16 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension Int32 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension Int64 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension UInt {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension UInt8 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension UInt16 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension UInt32 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}

extension UInt64 {
  init(_ unchecked: Double) throws(UncheckedConversions) { throw UncheckedConversions() }
  init(_ unchecked: Float) throws(UncheckedConversions) { throw UncheckedConversions() }
  init<Number: BinaryFloatingPoint>(_ unchecked: Number) throws(UncheckedConversions) {
    throw UncheckedConversions()
  }
}
