import Console

/// A part of the program: the verbs that it brings, and the pictures that `plot` draws by their names.
package struct Room: Sendable {
  package let commands: [Verbs.Command]
  package let pictures: [PlotKind]
  package let glossary: Glossary?

  package init(
    _ commands: [Verbs.Command], pictures: [PlotKind] = [], glossary: Glossary? = nil
  ) {
    self.commands = commands
    self.pictures = pictures
    self.glossary = glossary
  }
}
