import Datasets
import Foundation
import Landscapes
import LongWork
import Numerics
import Testing

@testable import Engine

/// Products with a network's Hessian, and its spectrum, against torch.func.
@Suite struct HessianTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let layers: String
    let loss: String
    let x: [Double]
    let y: [Double]
    let theta: [Double]
    let value: Double
    let eigenvalues: [Double]
    let trace: Double
    let v: [Double]
    let product: [Double]

    var testDescription: String { "\(layers) \(loss)" }

    func network() throws -> Network {
      let loss = try Loss(parsing: loss)
      let names = ["a", "b", "c", "d", "e", "f", "g", "h"]
      let outputs = Int(layers.split(separator: "-").last?.prefix { $0.isNumber } ?? "") ?? 1
      let task: Dataset.Task =
        switch loss {
        case .mse: .regression
        case .bce: .binary(["0", "1"])
        case .crossEntropy: .classes(Array(names.prefix(outputs)))
        }
      let inputs = x.count / (y.count / outputs)
      let data = try Dataset(
        name: "random", task: task, featureNames: Array(names.prefix(inputs)),
        targetNames: Array(names.prefix(outputs)), features: x, targets: y)
      let architecture = try NetworkArchitecture(parsing: layers, loss: loss, task: task)
      return try Network(architecture, training: data)
    }
  }

  static let cases: [Case] = {
    let file = Bundle.module.url(forResource: "References/hessian", withExtension: "json")
    guard let file, let data = try? Data(contentsOf: file) else { return [] }
    return (try? JSONDecoder().decode([Case].self, from: data)) ?? []
  }()

  private func expectEqual(_ a: [Double], _ b: [Double], _ what: Comment) {
    let scale = max(b.reduce(0) { max($0, $1.magnitude) }, 1)
    #expect(a.count == b.count, what)
    #expect(zip(a, b).allSatisfy { ($0 - $1).magnitude <= 1e-9 * scale }, what)
  }

  @Test func thereAreNetworks() { #expect(Self.cases.count >= 16) }

  @Test(arguments: cases)
  func productsAreThoseOfTorch(_ known: Case) throws {
    let network = try known.network()
    let loss = NetworkEvaluator(network).loss(at: known.theta)
    #expect((loss - known.value).magnitude < 1e-12 * max(1, known.value))
    let hessian = HessianProduct(of: network, at: known.theta)
    expectEqual(hessian.times(known.v), known.product, "the first product")
    // The second product uses the passes that the first one made.
    expectEqual(hessian.times(known.v), known.product, "the second product")
  }

  @Test(arguments: cases)
  func spectraAreThoseOfTorch(_ known: Case) throws {
    let network = try known.network()
    let curvature = try #require(try NetworkCurvature(of: network, at: known.theta, top: 5))
    let count = known.theta.count <= 500 ? known.theta.count : 5
    expectEqual(curvature.eigenvalues, Array(known.eigenvalues.prefix(count)), "eigenvalues")
    expectEqual([curvature.smallest], [known.eigenvalues.last ?? .nan], "smallest")
    expectEqual([curvature.trace], [known.trace], "trace")
    #expect(curvature.traceError == nil)
    let sharpness = NetworkCurvature.sharpness(of: network, at: known.theta)
    expectEqual([sharpness ?? .nan], [known.eigenvalues[0]], "sharpness")
  }

  /// Examples that do not go through at once give the same product, but for the order of sums.
  @Test func manyExamplesGoThroughInChunks() throws {
    let dataset = try #require(try? DataGenerator.moons.dataset(.init(count: 3_000)))
    let architecture = try NetworkArchitecture(
      parsing: "2-1200:tanh-1:sigmoid", loss: .bce, task: dataset.task)
    let network = try Network(architecture, training: dataset)
    let theta = network.initialParameters(seed: 1)
    let numbers = network.architecture.numbersPerExample
    #expect(16 * numbers * network.exampleCount > 96 << 20)
    var random = MersenneTwister(seed: 5)
    let v = theta.map { _ in random.nextNormal() }
    let step = 1e-5
    func gradient(_ s: Double) -> [Double] {
      NetworkEvaluator(network).gradient(at: zip(theta, v).map { $0 + s * step * $1 }).gradient
    }
    let differences = zip(gradient(1), gradient(-1)).map { ($0 - $1) / (2 * step) }
    let product = HessianProduct(of: network, at: theta).times(v)
    let error = zip(product, differences).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    #expect(error < 1e-5 * product.reduce(0) { max($0, $1.magnitude) })
  }

  /// Vanilla dropout scales in testing, and so does the Hessian of the loss there.
  @Test(arguments: ["vanilla", "inverted"])
  func dropoutIsLeftOutAsTestingLeavesItOut(style: String) throws {
    let dataset = try #require(try? DataGenerator.moons.dataset(.init(count: 30)))
    let architecture = try NetworkArchitecture(
      parsing: "2-6:tanh-4:gelu-1:sigmoid", loss: .bce, task: dataset.task)
    let network = try Network(
      architecture, training: dataset,
      dropout: Dropout(
        keep: 0.7, inputKeep: 0.8, style: try #require(Dropout.Style(rawValue: style))))
    let theta = network.initialParameters(seed: 3)
    var random = MersenneTwister(seed: 5)
    let v = theta.map { _ in random.nextNormal() }
    func gradient(_ s: Double) -> [Double] {
      NetworkEvaluator(network).gradient(at: zip(theta, v).map { $0 + s * 1e-5 * $1 }).gradient
    }
    let differences = zip(gradient(1), gradient(-1)).map { ($0 - $1) / 2e-5 }
    let product = HessianProduct(of: network, at: theta).times(v)
    for (a, b) in zip(product, differences) { #expect((a - b).magnitude < 1e-8) }
  }

  /// A matrix with known eigenvalues, some of them equal.
  @Test(arguments: [1, 2, 3, 10, 60])
  func tridiagonalsAndLanczosFindKnownEigenvalues(n: Int) throws {
    var random = MersenneTwister(seed: UInt32(n))
    let values = (0..<n).map { Double($0 / 2) - 3 }.sorted(by: >)
    // Q D Q with Q = 1 − 2 u uᵀ.
    var u = (0..<n).map { _ in random.nextNormal() }
    let length = u.reduce(0) { $0 + $1 * $1 }.squareRoot()
    u = u.map { $0 / length }
    func q(_ i: Int, _ j: Int) -> Double { (i == j ? 1 : 0) - 2 * u[i] * u[j] }
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        matrix[i * n + j] = (0..<n).reduce(0) { $0 + q(i, $1) * values[$1] * q($1, j) }
      }
    }
    let all = try #require(Tridiagonal(similarTo: matrix, count: n)).eigenvalues.map(\.value)
    for (a, b) in zip(all, values) { #expect((a - b).magnitude < 1e-11 * Double(n)) }
    let ends = try #require(
      Lanczos(top: 1, of: n) { v in
        (0..<n).map { i in (0..<n).reduce(0) { $0 + matrix[i * n + $1] * v[$1] } }
      })
    #expect((ends.largest[0] - values[0]).magnitude < 1e-10)
    #expect((ends.smallest - values[n - 1]).magnitude < 1e-10)
  }

  @Test func whatIsNotFiniteIsRefused() throws {
    let known = try #require(Self.cases.first)
    let network = try known.network()
    let broken = known.theta.map { _ in Double.nan }
    #expect(throws: EngineError.self) { try NetworkCurvature(of: network, at: broken, top: 5) }
    #expect(NetworkCurvature.sharpness(of: network, at: broken) == nil)
  }
}
