import Console
import Plot
import Session
import Wording

/// The last race, for a page that plays it.
extension Workspace {
  /// Each panel's runners with their paths (on a network their losses), packed, and its contours.
  ///
  /// - Parameter known: the key of the race that the page has; the same one is not told again.
  /// - Throws: `ShellError` where none was run.
  func racePicture(known: String) throws(ShellError) -> JSON.Object {
    guard let lastRace else { throw ShellError("there has been no race yet") }
    let key = host.kept(RaceKeys.init).key(of: lastRace)
    guard key != known else { return ["command": "@race", "key": .string(key)] }
    return [
      "command": "@race", "key": .string(key), "title": .string(lastRace.title),
      "panels": .array(lastRace.panels.map(picture)),
    ]
  }

  private func picture(_ panel: Panel) -> JSON {
    var object: JSON.Object = ["title": .string(panel.title)]
    var runners: [JSON] = []
    var minima: [JSON] = []
    for layer in panel.layers {
      switch layer {
      case .line(let line):
        runners.append(
          .object([
            "name": .string(line.name), "slot": .integer(line.slot ?? runners.count),
            "x": .packed(line.x), "y": .packed(line.y),
          ]))
      case .contour(let contour):
        let grid = contour.grid
        object["x"] = .numbers([grid.xLow, grid.xHigh])
        object["y"] = .numbers([grid.yLow, grid.yHigh])
        object["levels"] = levels(of: grid)
      case .mark(let mark): minima.append(.numbers([mark.x, mark.y]))
      default: break
      }
    }
    object["runners"] = .array(runners)
    object["minima"] = .array(minima)
    return .object(object)
  }
}

/// Names the races, so that a page knows a new one.
private final class RaceKeys {
  private var last: Figure?
  private var keys = PictureKeys()
  private var key = ""

  func key(of race: Figure) -> String {
    if race != last { (last, key) = (race, keys.next()) }
    return key
  }
}
