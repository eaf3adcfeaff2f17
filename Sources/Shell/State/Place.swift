import Console
import Engine
import Synchronization

/// What a branch descends, and what is known about it.
struct Place {
  /// How it was set up.
  enum Source {
    /// By one command, complete.
    case surface(String)
    /// By this `network` command on the data.
    case network(String, on: DataSource)
    /// As a plane through a network that was trained before.
    indirect case plane(Plane)
  }

  let source: Source
  var objective: any Objective
  /// What the prompt calls it.
  var name: String
  var catalogued: CataloguedSurface?
  /// The minima known; the least first.
  var minima: [CataloguedSurface.Point] = []
  /// What it is like and what it shows.
  var remark = ""
  /// The file that a line's data were read from, as it was then.
  var file: FileStamp?
  private let cachedKey = CachedText()

  init(
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

  /// The surface, where that is what one descends.
  var surface: Surface? { objective.surface }

  /// The examples that a network trains on.
  var data: DataSource? { if case .network(_, let data) = source { data } else { nil } }

  /// The settings that a plane begins with, those of the network it was cut through.
  var planeSetup: Setup? {
    if case .plane(let plane) = source { plane.course.last?.experiment.setup } else { nil }
  }

  /// The commands that set it up, as one could type them.
  var command: String { StateText(of: self, .commands).lines.joined(separator: "; ") }

  /// Equal for places where training goes the same way, whatever the files are called: what is read
  /// from a file counts by its contents.
  var key: String {
    cachedKey.text { StateText(of: self, .contents).lines.joined(separator: "; ") }
  }
}

extension Place: Equatable {
  static func == (a: Place, b: Place) -> Bool { a.cachedKey === b.cachedKey || a.key == b.key }
}

/// A network in training, as far as a plane through it goes by: its course up to an update.
struct Plane {
  var place: Place
  var course: [Timeline.Part]
  var t: Int
  /// The directions: `random`, `gradient`, `path`, or two parameters.
  var directions: [String]
}

/// A text that is worked out when it is first asked for, once for all copies of a value.
final class CachedText: Sendable {
  private let value = Mutex<String?>(nil)

  func text(_ make: () -> String) -> String {
    if let known = value.withLock({ $0 }) { return known }
    let text = make()
    value.withLock { $0 = text }
    return text
  }
}
