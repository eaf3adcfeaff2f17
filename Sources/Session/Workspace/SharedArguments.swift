import Console
import Engine
import Wording

/// Parameters that several verbs share, and those of a picture, which its room reads.
extension Verbs {
  /// An input for the network.
  static let input = Argument<[Double]?>(
    "x", count: 1...100_000, "the input; the first example otherwise")

  package static let plane = Argument<String?>(
    "plane", .word, "two weights as W1[0,0],W2[0,0], or random, gradient, path",
    names: .open { _ in ["random", "gradient", "path"] })

  // MARK: Pictures

  package static let xWindow = Argument<[Double]?>(
    "x", count: 2...2, "the window in x, or the range of t")
  package static let yWindow = Argument<[Double]?>("y", count: 2...2, "the window in y")
  package static let features = Argument<String?>(
    "features", .word, "the one or two features to draw over, by name or number",
    suggestions: { $0.presentNetwork?.training.featureNames ?? [] })
  package static let fixedInput = Argument<[Double]?>(
    "at", count: 1...100_000, "the input: the values of the features that stay fixed")
}

extension Workspace {
  /// The input that `x=` gives, else the first example's.
  ///
  /// - Throws: `ShellError` where the network has another number of inputs.
  func input(of network: Network, _ arguments: Arguments) throws(ShellError) -> [Double] {
    let x = arguments[Verbs.input] ?? network.training.features(of: 0)
    guard x.count == network.architecture.inputs else {
      throw arguments.error(
        "the network has \(counted(network.architecture.inputs, "input")), not \(x.count)",
        about: Verbs.input)
    }
    return x
  }
}
