import Console
import Digests
import Engine
import Formula
import Plot
import PlotGeometry
import Session
import Timelines
import Wording

/// What the page draws of a surface, and what it says of a point.
extension Workspace {
  /// The contours in the window of `plot surface`, the minima, and how to set a start.
  ///
  /// - Parameter known: the key of the picture that the page has; the same one is not told again.
  /// - Throws: `ShellError` where no surface is descended.
  func surfacePicture(known: String = "") throws(ShellError) -> JSON.Object {
    guard let place = branch?.place, let surface = place.surface else {
      throw ShellError("no surface is set up")
    }
    let store = host.kept(CourseStore.init)
    let points = branches.compactMap { store.path(of: $0)?.points }.flatMap(\.self)
    let (x, y) = window(for: place, around: points)
    var digest = Digest()
    digest.add(place.key)
    let setting = settingCommand(of: place)
    digest.add(setting)
    digest.add([x.0, x.1, y.0, y.1])
    let key = Digest.text(of: digest.value)
    guard key != known else { return ["command": "@surface", "key": .string(key)] }
    let levels = host.kept(ContourStore.init).levels(of: place, surface, x: x, y: y)
    return [
      "command": "@surface", "key": .string(key), "name": .string(place.name),
      "set": .string(setting),
      "formula": .string(surface.formula.description), "x": .numbers([x.0, x.1]),
      "y": .numbers([y.0, y.1]), "levels": levels,
      "minima": .array(place.minima.map { .numbers([$0.x, $0.y]) }),
    ]
  }

  /// The command that sets the place up, without its start: `at=` comes after it.
  private func settingCommand(of place: Place) -> String {
    guard case .surface(let command) = place.source,
      let statement = try? LineSyntax.statements(of: command).first
    else { return "surface " + LineSyntax.word(for: place.name) }
    return statement.tokens.filter { $0.key != "at" }.map { token in
      token.key.map { "\($0)=" + LineSyntax.word(for: token.value) }
        ?? (token.isQuoted ? LineSyntax.quoted(token.text) : token.text)
    }.joined(separator: " ")
  }

  /// The loss and gradient at a point, and the first update of a course that begins there.
  func probe(_ x: Double, _ y: Double) throws(ShellError) -> JSON.Object {
    guard let branch, let surface = branch.place.surface else {
      throw ShellError("no surface is set up")
    }
    let experiment = branch.timeline.experiment
    var start = experiment.start()
    start.theta = [x, y]
    var timeline = Timeline(experiment, at: start)
    timeline.advance(by: 1)
    var object: JSON.Object = [
      "command": "@probe", "loss": .number(surface.value(x, y)),
      "grad": .numbers(surface.gradient(x, y)),
    ]
    if let record = timeline.record {
      object["delta"] = .numbers(record.delta)
      object["eta"] = .number(record.eta)
    }
    return object
  }
}

extension Workspace {
  /// The contours in a small window, for the last update magnified.
  ///
  /// - Throws: `ShellError` where no surface is descended.
  func patch(x: (Double, Double), y: (Double, Double)) throws(ShellError) -> JSON.Object {
    guard let surface = branch?.place.surface else { throw ShellError("no surface is set up") }
    let grid = SampledGrid(x: x, y: y, columns: 60, rows: 44) { surface.value($0, $1) }
    return ["command": "@patch", "levels": levels(of: grid)]
  }
}

/// A grid's contours, their lines packed.
func levels(of grid: SampledGrid) -> JSON {
  .array(
    contours(of: grid).map { contour in
      var numbers: [Double] = []
      for line in contour.lines {
        for point in line { numbers += [point.x, point.y] }
        numbers += [.nan, .nan]
      }
      return .object([
        "value": .number(contour.level), "text": .string(contour.text),
        "lines": .string(base64(packingForPictures: numbers)),
      ])
    })
}

/// The last contours that were traced; they stay as long as the surface and its window do.
private final class ContourStore {
  private var key = ""
  private var levels = JSON.null

  func levels(
    of place: Place, _ surface: Surface, x: (Double, Double), y: (Double, Double)
  ) -> JSON {
    let key = "\(place.key) \(x) \(y)"
    guard key != self.key else { return levels }
    self.key = key
    levels = Page.levels(of: SampledGrid(x: x, y: y) { surface.value($0, $1) })
    return levels
  }
}
