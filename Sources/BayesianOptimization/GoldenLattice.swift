import CKernels
import Numerics

/// Points spread evenly over the unit cube: point i is (s + i·a) mod 1 with a_j = g^(−j−1), g the
/// root of g^(d+1) = g + 1, which for one dimension is the golden ratio. Any number of its first
/// points is spread evenly, and the shift s is drawn. (M. Roberts, 2018.)
struct GoldenLattice: Sendable {
  private let shift: [Double]
  private let steps: [Double]

  init(dimensions: Int, generator: inout MersenneTwister) {
    shift = (0..<dimensions).map { _ in generator.nextUniform() }
    var root = 2.0
    for _ in 0..<60 { root = dk_pow(1 + root, 1 / Double(dimensions + 1)) }
    steps = (0..<dimensions).map { 1 / dk_pow(root, Double($0 + 1)) }
  }

  subscript(index: Int) -> [Double] {
    zip(shift, steps).map { shift, step in
      let position = shift + Double(index) * step
      return position - position.rounded(.down)
    }
  }
}
