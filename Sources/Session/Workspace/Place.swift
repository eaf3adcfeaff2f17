import Console
import Engine
import Landscapes
import Synchronization
import Timelines

/// What a branch descends, and what is known about it.
package struct Place {
  /// How it was set up.
  package enum Source {
    /// By one command, complete.
    case surface(String)
    /// By this `network` command on the data.
    case network(String, on: DataSource)
    /// As a plane through a network that was trained before.
    indirect case plane(Plane)
  }

  package let source: Source
  package var objective: any Objective
  /// What the prompt calls it.
  package var name: String
  package var catalogued: CataloguedSurface?
  /// The minima known; the least first.
  package var minima: [CataloguedSurface.Point] = []
  /// What it is like and what it shows.
  package var remark = ""
  /// The file that a line's data were read from, as it was then.
  package var file: FileStamp?
  private let cachedKey = CachedText()

  package init(
    _ source: Source, _ objective: any Objective, name: String,
    catalogued: CataloguedSurface? = nil, minima: [CataloguedSurface.Point] = [],
    remark: String = ""
  ) {
    self.source = source
    self.objective = objective
    self.name = name
    self.catalogued = catalogued
    self.minima = minima
    self.remark = remark
  }

  /// The minima that a picture marks: those known, or that of a quadratic, one Newton step away.
  package var markedMinima: [CataloguedSurface.Point] {
    guard minima.isEmpty, let surface, surface.start.count == 2 else { return minima }
    let (x, y) = (surface.start[0], surface.start[1])
    let here = Curvature(of: surface, at: x, y)
    guard here.shape == .minimum, let step = here.newtonStep else { return [] }
    let least = (x: x + step[0], y: y + step[1])
    let there = Curvature(of: surface, at: least.x, least.y)
    // Only a quadratic has the same second derivatives everywhere.
    guard there.kind == .minimum, there.hessian == here.hessian else { return [] }
    return [.init(x: least.x, y: least.y, value: surface.value(least.x, least.y))]
  }

  /// The surface, where that is what one descends.
  package var surface: Surface? { objective.surface }

  /// The examples that a network trains on.
  package var data: DataSource? { if case .network(_, let data) = source { data } else { nil } }

  /// The settings that a plane begins with, those of the network it was cut through.
  package var planeSetup: Setup? {
    if case .plane(let plane) = source { plane.course.last?.experiment.setup } else { nil }
  }

  /// The commands that set it up, as one could type them.
  package var command: String { StateText(of: self, .commands).lines.joined(separator: "; ") }

  /// Equal for places where training goes the same way, whatever the files are called: what is read
  /// from a file counts by its contents.
  package var key: String {
    cachedKey.text { StateText(of: self, .contents).lines.joined(separator: "; ") }
  }
}

extension Place: Equatable {
  package static func == (a: Place, b: Place) -> Bool {
    a.cachedKey === b.cachedKey || a.key == b.key
  }
}

/// A network in training, as far as a plane through it goes by: its course up to an update.
package struct Plane {
  package var place: Place
  package var course: [Timeline.Part]
  package var t: Int
  /// The directions: `random`, `gradient`, `path`, or two parameters.
  package var directions: [String]
}

/// A text that is worked out when it is first asked for, once for all copies of a value.
package final class CachedText: Sendable {
  private let value = Mutex<String?>(nil)

  package func text(_ make: () -> String) -> String {
    if let known = value.withLock({ $0 }) { return known }
    let text = make()
    value.withLock { $0 = text }
    return text
  }
}
