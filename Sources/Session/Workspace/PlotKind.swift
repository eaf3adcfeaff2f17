import Console
import Engine
import Formula
import Plot
import Timelines
import Wording

/// One thing that `plot` draws by its name, declared once: the list of `plot` alone, completion and
/// errors come from this record.
package struct PlotKind: Sendable {
  /// A figure with the same numbers for programs.
  package typealias Drawn = (figure: Figure, json: JSON.Object)

  package var name: String
  /// What may follow the name, as usage shows it.
  package var operands: String
  /// One sentence without a full stop.
  package var summary: String
  /// The options it knows; any other one is refused.
  package var options: [String]
  /// Why it cannot be drawn now; nil where it can.
  package var obstacle: @Sendable (Workspace) -> String?
  /// Draws it, given the words behind the name.
  package var draw: @Sendable (Workspace, [String], Arguments) throws(ShellError) -> Drawn

  package init(
    _ name: String, _ operands: String = "", _ summary: String, options: Verbs.Declarations = [],
    obstacle: @escaping @Sendable (Workspace) -> String? = { _ in nil },
    draw: @escaping @Sendable (Workspace, [String], Arguments) throws(ShellError) -> Drawn
  ) {
    self.name = name
    self.operands = operands
    self.summary = summary
    self.options = options.map { $0.name }
    self.obstacle = obstacle
    self.draw = draw
  }

  package var usage: String { operands.isEmpty ? name : name + " " + operands }
}

extension Verbs {
  /// The words that say what is drawn.
  package static let pictured = Argument<[String]>(
    "what", .formula, "a listed name, or quantities; 'describe' at the end", names: .pictures,
    suggestions: { workspace in
      workspace.host.rooms.pictures.filter { $0.obstacle(workspace) == nil }.map(\.name)
        + workspace.liveQuantityNames + ["describe"]
    })
}

extension Names {
  /// Pictures by their names; what else the first word may be is a quantity or an expression.
  fileprivate static var pictures: Names {
    var names = Names(
      "picture or quantity", hint: "'plot' alone lists what can be drawn",
      own: { $0.quantityNames },
      isOther: { text, isQuoted, workspace in
        isQuoted || !isPlainName(text) || text.contains("-")
          || workspace.quantityNames.contains(asciiName(text))
          || Spelling.match(text, in: QuantityDeclaration.spellings) != nil
            && workspace.host.rooms.picture(named: Spelling.folded(text)) == nil
      }
    ) { $0.host.rooms.pictures.map(\.name) + ["describe", "plane"] }
    names.isForFirstWord = true
    return names
  }
}

// MARK: Why something cannot be drawn yet

extension Workspace {
  /// The network one descends at present, with its dropout; nil on a surface.
  package var presentNetwork: Network? { branch?.timeline.experiment.objective.network }

  /// What is missing for a picture of a network.
  package var networkObstacle: String? {
    presentNetwork == nil ? "needs a network: 'data moons', then 'network 2-8-1'" : nil
  }

  /// What is missing for a picture of what training has done.
  package var updateObstacle: String? {
    guard let timeline = branch?.timeline else {
      return "needs something to descend: 'surface' or 'network'"
    }
    return timeline.state.t > timeline.extent.lowerBound
      ? nil : "needs an update: 'step' or 'run' makes some"
  }

  /// The network and where training stands.
  ///
  /// - Throws: `ShellError` where one does not descend a network.
  package func requireNetwork(drawing what: String) throws(ShellError) -> (Network, Timeline) {
    try requireNetwork(for: "plot " + what)
  }

  /// Gives up where the user has pressed ^C.
  package func stopIfInterrupted() throws(ShellError) {
    if host.interrupt() { throw .interrupted("nothing was drawn") }
  }
}
