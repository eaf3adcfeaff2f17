import Console
import Digests
import Engine
import Formula
import Timelines

/// Everything that later commands depend on: the one list of what a state is.
///
/// Equality is the compiler's and looks at every property, so none can be forgotten. `undo` keeps a
/// workspace where its contents change; `StateText` writes them for `save`, for studies and for the
/// digest of a lesson; `save` reads its text back and compares. How things are shown, what is pictured
/// and `undo`'s own past are no part of it.
package struct Contents: Equatable {
  /// The user's own rules, the last defined last.
  package var ownRules: [OwnRule] = []
  /// The examples that the next network trains on; nil before the first `data`.
  package var data: DataSource?
  /// The settings while there is nothing to train, which are in force again when there is nothing any
  /// more; a branch has its own.
  package var openSetup = Setup()
  /// The branch one is on; nil before the first `surface` or `network`.
  package var branch: Branch?
  /// The other branches.
  package var otherBranches: [Branch] = []
  package var breakpoints: SharedList<Breakpoint> = []
  package var watches: SharedList<Watch> = []
  /// Expressions shown after every command that moves through time.
  package var displays: SharedList<Display> = []
  /// The number of the next breakpoint, watch or display.
  package var nextStopNumber = 1
  /// What a `run` that was stopped still has to do.
  package var unfinishedRun: UnfinishedRun?
  /// The last search, for its table and its pictures.
  package var search: Search?
  /// The one before, to compare with.
  package var previousSearch: Search?
  /// Where one is in the seven steps of `recipe`.
  package var recipe: RecipeProgress?

  /// All branches, the present one last.
  package var branches: [Branch] { otherBranches + (branch.map { [$0] } ?? []) }

  /// Digests of what was read from files and is in use, by its contents.
  package var inputs: [UInt64] {
    let sources = [data, branch?.place.data].compactMap(\.self).filter { !$0.files.isEmpty }
    var texts = sources.map(\.digest)
    if let place = branch?.place, case .surface(let command) = place.source,
      command.hasPrefix("surface line ")
    {
      texts.append(place.key)
    }
    return texts.map { text in
      var digest = Digest()
      digest.add(text)
      return digest.value
    }
  }

  /// What is not the same in other contents, in words; nil where they are equal.
  package func difference(from other: Contents) -> String? {
    guard self != other else { return nil }
    for (a, b) in zip(branches, other.branches) where a != b {
      let isPlace = a.name == b.name && a.place != b.place
      return isPlace ? "what \(a.name) trains" : "the course of \(a.name)"
    }
    let parts: [(String, Bool)] = [
      ("the rules", ownRules == other.ownRules), ("the data", data == other.data),
      ("the settings", openSetup == other.openSetup),
      ("the number of branches", branches.count == other.branches.count),
      ("the breakpoints", breakpoints == other.breakpoints),
      ("the watches", watches == other.watches), ("the displays", displays == other.displays),
      ("the rest of a run", unfinishedRun == other.unfinishedRun),
      ("a search", search == other.search && previousSearch == other.previousSearch),
      ("the recipe", recipe == other.recipe),
    ]
    return parts.first { !$0.1 }?.0 ?? "the state"
  }
}

/// Contents behind a reference: copying a workspace copies one word.
package final class ContentsBox {
  package var value: Contents

  package init(_ value: Contents = Contents()) { self.value = value }
}

extension Workspace {
  package var ownRules: [OwnRule] {
    get { contents.ownRules }
    _modify { yield &contents.ownRules }
  }
  package var data: DataSource? {
    get { contents.data }
    _modify { yield &contents.data }
  }
  package var openSetup: Setup {
    get { contents.openSetup }
    _modify { yield &contents.openSetup }
  }
  package var branch: Branch? {
    get { contents.branch }
    _modify { yield &contents.branch }
  }
  package var otherBranches: [Branch] {
    get { contents.otherBranches }
    _modify { yield &contents.otherBranches }
  }
  package var breakpoints: SharedList<Breakpoint> {
    get { contents.breakpoints }
    _modify { yield &contents.breakpoints }
  }
  package var watches: SharedList<Watch> {
    get { contents.watches }
    _modify { yield &contents.watches }
  }
  package var displays: SharedList<Display> {
    get { contents.displays }
    _modify { yield &contents.displays }
  }
  package var nextStopNumber: Int {
    get { contents.nextStopNumber }
    _modify { yield &contents.nextStopNumber }
  }
  package var unfinishedRun: UnfinishedRun? {
    get { contents.unfinishedRun }
    _modify { yield &contents.unfinishedRun }
  }
  package var search: Search? {
    get { contents.search }
    _modify { yield &contents.search }
  }
  /// - Throws: `ShellError` where there has been none.
  package func requireSearch() throws(ShellError) -> Search {
    guard let search else {
      throw ShellError(
        "there has been no search yet; 'search random lr=log(1e-4,1e-1)' makes one")
    }
    return search
  }
  package var previousSearch: Search? {
    get { contents.previousSearch }
    _modify { yield &contents.previousSearch }
  }
  package var recipe: RecipeProgress? {
    get { contents.recipe }
    _modify { yield &contents.recipe }
  }
}

/// One course of training with its name.
package struct Branch: Equatable {
  package var name: String
  package var place: Place
  package var timeline: Timeline
}

/// A rule that the user defined.
package struct OwnRule: Equatable {
  package var declaration: RuleDeclaration

  package var name: String { declaration.name }
  /// The text it was defined by.
  package var lines: [String] { declaration.definition }

  package static func == (a: OwnRule, b: OwnRule) -> Bool { a.name == b.name && a.lines == b.lines }
}

/// A condition that stops a run.
package struct Breakpoint: Equatable {
  package var number: Int
  package var condition: TypedFormula

  package init(number: Int, condition: TypedFormula) {
    (self.number, self.condition) = (number, condition)
  }
}

/// A quantity whose turning stops a run.
package struct Watch: Equatable {
  package enum Event: String, CaseIterable {
    case sign, rise, fall
  }

  package var number: Int
  package var quantity: TypedFormula
  package var event: Event

  package init(number: Int, quantity: TypedFormula, event: Event) {
    (self.number, self.quantity, self.event) = (number, quantity, event)
  }
}

/// An expression shown after every move through time.
package struct Display: Equatable {
  package var number: Int
  package var expression: TypedFormula
}

/// The rest of a run that something stopped.
package struct UnfinishedRun: Equatable {
  package var updates: Int
  package var condition: TypedFormula?
  package var asking: Workspace.Asking

  /// `700 epochs until loss < 1`, in a text that is read again.
  package var text: String {
    "\(updates)" + (asking == .afterEpochs ? " epochs" : "")
      + (condition.map { " until \($0.text)" } ?? "")
  }
}

extension UnfinishedRun {
  /// - Throws: `ShellError` for what is no such text, or a condition that cannot be read here.
  package init(text: String, in workspace: Workspace) throws(ShellError) {
    let parts = text.split(separator: " until ", maxSplits: 1).map(String.init)
    let words = (parts.first ?? "").split(separator: " ").map(String.init)
    guard let updates = words.first.flatMap({ Int($0) }), updates > 0 else {
      throw ShellError("the rest of a run cannot be read")
    }
    self.updates = updates
    condition = parts.count > 1 ? try workspace.expression(parts[1], column: nil) : nil
    asking = words.contains("epochs") ? .afterEpochs : .afterUpdates
  }
}
