import Console
import Engine
import Formula
import Session
import Timelines
import Wording

/// Where training went, packed for a page that goes through it without asking again.
extension Workspace {
  /// The course of every branch, beyond the present too: `t`, `loss` and, where θ has two numbers,
  /// `theta`, as packed doubles.
  /// A course of more than 2,000 updates is thinned, but for its beginning, where the path turns, and
  /// for what was trained while a page looked on.
  func packedCourse() -> JSON.Object {
    let inOrder = branches.sorted { a, b in
      let (isFirst, isOtherFirst) = (a.name == Branch.firstName, b.name == Branch.firstName)
      return isFirst == isOtherFirst ? a.name < b.name : isFirst
    }
    host.kept(CourseStore.init).keep(Set(branches.map(\.name)))
    return [
      "command": "@course", "branches": .array(inOrder.map { .object(packed($0)) }),
    ]
  }

  private func packed(_ branch: Branch) -> JSON.Object {
    let timeline = branch.timeline
    var object: JSON.Object = [
      "name": .string(branch.name), "current": .boolean(branch.name == self.branch?.name),
      "now": .integer(timeline.state.t), "end": .integer(timeline.extent.upperBound),
      "rule": .string(timeline.experiment.optimizer.name),
      "settings": .string(settingsText(of: timeline.experiment.setup)),
    ]
    if let path = host.kept(CourseStore.init).path(of: branch) {
      object["t"] = .packed(path.times)
      object["theta"] = [.packed(path.x), .packed(path.y)]
      object["loss"] = .packed(path.losses)
    } else {
      addLosses(of: timeline, to: &object)
    }
    return object
  }

  /// A network's losses are known without going through its course again: each batch's, and both
  /// sets' at the ends of epochs.
  private func addLosses(of timeline: Timeline, to object: inout JSON.Object) {
    let parts = timeline.losses.parts
    object["batchT"] = .packed(parts.map { Double($0.t) })
    object["batch"] = .packed(parts.map(\.losses.mean))
    let marks = timeline.epochs.within(timeline.extent)
    let training = marks.compactMap { mark in mark.training.map { (mark.t, $0.loss) } }
    let validation = marks.compactMap { mark in mark.validation.map { (mark.t, $0.loss) } }
    object["t"] = .packed(training.map { Double($0.0) })
    object["loss"] = .packed(training.map(\.1))
    object["valT"] = .packed(validation.map { Double($0.0) })
    object["val"] = .packed(validation.map(\.1))
  }

  /// The learning rate and what is not as usual, as `lr 0.1   λ 0.5`.
  private func settingsText(of setup: Setup) -> String {
    let optimizer = setup.optimizer
    return optimizer.declaration.hyperparameters.compactMap { setting in
      guard let value = optimizer.settings[setting.name],
        setting.name == "lr" || value != setting.defaultValue(in: optimizer.convention)
      else { return nil }
      return "\(symbol(of: setting.name)) \(number(value))"
    }.joined(separator: "  ")
  }
}

extension JSON {
  static func packed(_ numbers: [Double]) -> JSON { .string(base64(packing: numbers)) }
}
