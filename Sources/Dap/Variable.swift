/// One line of a client's tree.
struct Variable {
  var name: String
  var value: String
  /// Its symbol and meaning.
  var type: String?
  /// An expression that the shell knows.
  var expression: String?
  /// What it opens.
  var node: Node?
  /// How many numbered lines it opens to.
  var indexed: Int?
  /// The command that gives it another value; nil where it cannot have one.
  var set: ((String) -> String)?
}
