import Console

extension Session {
  /// The candidates for the word that ends at `cursorUTF8`: verbs, keys, values, quantities, files.
  package func completions(line: String, cursorUTF8: Int) -> Completions {
    guard workspace.definition == nil else {
      let cursor = min(max(0, cursorUTF8), line.utf8.count)
      return Completions(replacing: cursor..<cursor, candidates: [])
    }
    return Completer(workspace).completions(line: line, cursorUTF8: cursorUTF8)
  }
}
