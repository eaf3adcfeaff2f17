extension Activation {
  /// The activation and its derivative at some pre-activations, by the code that a layer runs.
  ///
  /// - Returns: nil for maxout and softmax, which are no functions of one z alone.
  public func curve(over z: [Double]) -> (values: [Double], slopes: [Double])? {
    switch self {
    case .maxout, .softmax: return nil
    case .sigmoid, .tanh, .relu, .leakyReLU, .elu, .linear: break
    }
    var input = z
    var values = [Double](repeating: 0, count: z.count)
    input.withUnsafeMutableBufferPointer { input in
      values.withUnsafeMutableBufferPointer { values in
        guard let from = input.baseAddress, let to = values.baseAddress else { return }
        Elementwise.apply(self, input.count, from, to)
      }
    }
    return (values, zip(z, values).map { slope(at: $0, value: $1) })
  }
}
