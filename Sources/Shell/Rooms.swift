import Board
import Console
import Course
import Page
import Pictures
import Recipe
import Search
import Session

extension Rooms {
  /// The rooms of the program. Within a topic help lists their verbs in this order.
  package static let standard = Rooms([
    .pictures,
    .page,
    .board,
    .core,
    .search,
    .recipe,
    .course,
    .journal,
  ])
}

extension CommandTable where Context == Workspace {
  package static var standard: CommandTable<Workspace> { Rooms.standard.table }
}

extension Session {
  /// A session with all rooms.
  package convenience init(
    output: Output, traits: Traits = Traits(), interrupt: @escaping () -> Bool = { false }
  ) {
    self.init(output: output, traits: traits, interrupt: interrupt, rooms: .standard)
  }
}
