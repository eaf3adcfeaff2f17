/// Why the program stands still, or has ended.
enum Halt: Equatable {
  case entry
  case step
  case pause
  /// A breakpoint on a line, on a condition or a verb, or on data.
  case breakpoint(Kind, numbers: [Int], String)
  /// A number that is not finite, or a command that failed.
  case exception(Exception, String)
  /// There is nothing earlier.
  case start
  /// The last command is done, and the client wants to look around.
  case end
  /// The program is over.
  case over(status: Int)

  enum Kind: String {
    case line = "breakpoint"
    case function = "function breakpoint"
    case data = "data breakpoint"
  }

  enum Exception: String, CaseIterable {
    case nonFinite = "nonfinite"
    case failure = "error"

    var label: String {
      switch self {
      case .nonFinite: "NaN or infinity appears"
      case .failure: "A command fails"
      }
    }
  }
}
