import CLineEditor

/// The words that the program was started with, its own name first.
public enum ProgramWords {
  public static var all: [String] {
    let found = CommandLine.arguments
    let count = dl_argument_count()
    guard found.count < Int(count) else { return found }
    return (0..<count).compactMap { index in dl_argument(index).map { String(cString: $0) } }
  }
}
