import Console

/// The rooms of a program together.
package struct Rooms: Sendable {
  /// All verbs, topic by topic; within a topic in the order of the rooms.
  package let table: Console.CommandTable<Workspace>
  /// All pictures, in the order in which `plot` lists them.
  package let pictures: [PlotKind]
  /// The terms that help explains.
  package let glossary: Glossary

  private static let order: [Topic] = [
    .setUp, .time, .inspect, .see, .find, .keep, .learn, .shell,
  ]

  package init(_ rooms: [Room]) {
    let commands = rooms.flatMap(\.commands)
    table = CommandTable(Self.order.flatMap { topic in commands.filter { $0.topic == topic } })
    pictures = rooms.flatMap(\.pictures)
    glossary = rooms.lazy.compactMap(\.glossary).first ?? Glossary()
  }

  package func picture(named name: String) -> PlotKind? { pictures.first { $0.name == name } }
}
