import Engine
import Landscapes
import Testing

/// The catalogue's surfaces beside SymPy.
///
/// The catalogue's surfaces beside SymPy's values, derivatives and minima
/// (`Tests/Scripts/surface_reference.py`).
@Suite struct SurfaceReferenceTests {
  /// A surface of `References/surfaces.txt`.
  struct Reference: Sendable, CustomTestStringConvertible {
    let name: String
    var start: [Double] = []
    /// x, y, f
    var minima: [[Double]] = []
    /// x, y, f, f_x, f_y, f_xx, f_xy, f_yy
    var points: [[Double]] = []
    var testDescription: String { name }

    static func all() throws -> [Reference] {
      var surfaces: [Reference] = []
      for words in try referenceLines("surfaces.txt") {
        if words[0] == "surface" {
          surfaces.append(Reference(name: String(words[1])))
          continue
        }
        let numbers = words.dropFirst().compactMap { Double(String($0)) }
        try #require(numbers.count == words.count - 1)
        let last = surfaces.count - 1
        switch words[0] {
        case "start": surfaces[last].start = numbers
        case "minimum": surfaces[last].minima.append(numbers)
        default: surfaces[last].points.append(numbers)
        }
      }
      return surfaces
    }
  }

  @Test func everySurfaceIsInTheReference() throws {
    let names = try Reference.all().map(\.name)
    #expect(Set(CataloguedSurface.all.map(\.name)) == Set(names))
  }

  /// Values, gradients and Hessians agree to 1e-12 of the largest component of each.
  @Test(arguments: try Reference.all())
  func derivativesAgreeWithSymPy(_ reference: Reference) throws {
    let entry = try #require(CataloguedSurface.named(reference.name))
    let surface = try entry.surface()
    #expect(reference.points.count >= 10)
    for point in reference.points {
      let (x, y) = (point[0], point[1])
      for (seen, expected) in [
        ([surface.value(x, y)], point[2...2]), (surface.gradient(x, y), point[3...4]),
        (surface.hessian(x, y), point[5...7]),
      ] {
        let error = largest(zip(seen, expected).map { $0 - $1 })
        #expect(
          error <= 1e-12 * largest(Array(expected)), "at (\(x), \(y)): \(seen), not \(expected)")
      }
    }
  }

  @Test(arguments: try Reference.all())
  func startAndMinimaAgree(_ reference: Reference) throws {
    let entry = try #require(CataloguedSurface.named(reference.name))
    #expect(entry.start == reference.start)
    for minimum in reference.minima {
      let nearest = entry.minima.min {
        abs($0.x - minimum[0]) + abs($0.y - minimum[1])
          < abs($1.x - minimum[0]) + abs($1.y - minimum[1])
      }
      let point = try #require(nearest, "the catalogue names no minimum")
      let errors = [point.x - minimum[0], point.y - minimum[1], point.value - minimum[2]]
      #expect(largest(errors) <= 1e-14, "\(point) is not \(minimum)")
    }
  }
}
