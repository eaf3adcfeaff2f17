import CKernels

/// One figure, printed as a JSON line.
struct Figure {
  let bench: String
  var dtype = "float64"
  var threads = 1
  let value: Double
  let unit: String

  func print() {
    let rounded = (value * 1e6).rounded() / 1e6
    Swift.print(
      #"{"bench":"\#(bench)","dtype":"\#(dtype)","threads":\#(threads),"instructions":"\#(Self.instructions)","value":\#(rounded),"unit":"\#(unit)"}"#
    )
  }

  /// The instruction set of the level in force.
  private static var instructions: String {
    #if arch(x86_64)
      switch dk_level() {
      case 2: "avx512"
      case 1: "avx2"
      default: "sse2"
      }
    #else
      "neon"
    #endif
  }
}
