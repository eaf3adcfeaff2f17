enum Spelling {
  static func candidates(for word: String, in names: [String]) -> [String] {
    names.filter { $0.first == word.first && abs($0.count - word.count) < 3 }
  }
}
func asciiName(_ name: String) -> String { name }
extension Workspace {
  func number(_ text: String, column: Int) throws(ShellError) -> Double {
    guard let v = Double(text) else { throw ShellError("'\(text)' is no number", column: column) }
    return v
  }
  func numbers(_ text: String, column: Int) throws(ShellError) -> [Double] {
    var out: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      out.append(try number(String(part), column: column))
    }
    return out
  }
  var quantityNames: [String] { [] }
}
enum Quantities {
  struct Entry { var name, symbol, shape, meaning: String }
  static let all: [Entry] = []
  static func named(_ name: String) -> Entry? { all.first { $0.name == name } }
}
extension CommandTable {
  /// The verbs of the program.
  public static let standard = CommandTable([
    .help, .history, .set, .source, .quit,
  ])
}
extension Session {
  /// What stands before the place where one types, ending with a blank.
  public var prompt: String { workspace.definition == nil ? "descent> " : "... " }
}
