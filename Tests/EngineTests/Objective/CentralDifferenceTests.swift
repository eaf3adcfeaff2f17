import Engine
import Landscapes
import Numerics
import Testing

/// Exact derivatives of the catalogue against central differences.
@Suite struct CentralDifferenceTests {
  /// Points spread over the surface's window, off its special points.
  static func points(_ catalogued: CataloguedSurface) -> [(Double, Double)] {
    var generator = MersenneTwister(seed: 11)
    return (0..<20).map { _ in
      (
        generator.nextUniform(
          from: catalogued.xRange.lowerBound, to: catalogued.xRange.upperBound),
        generator.nextUniform(
          from: catalogued.yRange.lowerBound, to: catalogued.yRange.upperBound)
      )
    }
  }

  /// A central difference with Richardson's extrapolation: its error is O(h⁴), so that with h 1e-3
  /// a relative 1e-6 of the largest entry leaves room for rounding on every surface.
  static func difference(_ f: (Double) -> Double) -> Double {
    func central(_ h: Double) -> Double { (f(h) - f(-h)) / (2 * h) }
    return (4 * central(5e-4) - central(1e-3)) / 3
  }

  @Test(arguments: CataloguedSurface.all.map(\.name))
  func gradientAndHessian(_ name: String) throws {
    let catalogued = try #require(CataloguedSurface.named(name))
    let surface = try catalogued.surface()
    for (x, y) in Self.points(catalogued) {
      let gradient = surface.gradient(x, y)
      let scale = max(gradient[0].magnitude, gradient[1].magnitude, 1e-3)
      let slopes = [
        Self.difference { surface.value(x + $0, y) }, Self.difference { surface.value(x, y + $0) },
      ]
      for (exact, numeric) in zip(gradient, slopes) {
        #expect((exact - numeric).magnitude <= 1e-6 * scale, "gradient at (\(x), \(y))")
      }
      let hessian = surface.hessian(x, y)
      let largest = max(hessian.map(\.magnitude).max() ?? 0, 1e-3)
      let curvatures = [
        Self.difference { surface.gradient(x + $0, y)[0] },
        Self.difference { surface.gradient(x, y + $0)[0] },
        Self.difference { surface.gradient(x, y + $0)[1] },
      ]
      for (exact, numeric) in zip(hessian, curvatures) {
        #expect((exact - numeric).magnitude <= 1e-6 * largest, "Hessian at (\(x), \(y))")
      }
    }
  }
}
