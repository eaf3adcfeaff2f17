import Console
import Engine
import Formula
import Session
import Timelines

/// A breakpoint of the client.
struct Stopper {
  enum Place: Equatable {
    /// A line of the program.
    case line(Int)
    /// A command with that verb.
    case verb(String)
    /// An expression, asked after each update.
    case condition(TypedFormula)
    /// A quantity that turns, after each update.
    case turn(TypedFormula, Watch.Event)
  }

  var number: Int
  var kind: Halt.Kind
  var place: Place
  /// What has to hold besides.
  var condition: TypedFormula?
  var hitCondition: HitCondition?
  /// What is said in place of stopping.
  var logMessage: String?

  /// Whether a line's breakpoint is asked after each update of the line too: not where it stops each
  /// time that the line is reached.
  var asksEachUpdate: Bool { condition != nil || hitCondition != nil || logMessage != nil }

  /// Whether its condition holds; one that has no value here does not.
  func holds(at moment: Moment?) -> Bool {
    guard let condition else { return true }
    return (try? condition.value(at: moment).condition()) ?? false
  }
}

extension RunObserver {
  /// Takes over what is asked after the updates of a line.
  func take(_ stoppers: [Stopper], line: Int?) {
    breakpoints = []
    watches = []
    for stopper in stoppers {
      switch stopper.place {
      case .condition(let formula):
        breakpoints.append(Breakpoint(number: stopper.number, condition: formula))
      case .turn(let formula, let event):
        watches.append(Watch(number: stopper.number, quantity: formula, event: event))
      case .line(let number):
        guard number == line, stopper.asksEachUpdate else { continue }
        breakpoints.append(
          Breakpoint(number: stopper.number, condition: stopper.condition ?? Self.always))
      case .verb: continue
      }
    }
  }

  /// A condition that always holds.
  private static let always = TypedFormula(text: "1", expression: .number(1))
}
