import Disk

/// What a path in a command's arguments is for. All verbs find their files here.
package enum PathUse: Equatable {
  /// It is read: looked for beside the file that names it, then in the working folder.
  case read
  /// It is written.
  case written
}

extension Arguments {
  /// Replaces the paths.
  ///
  /// - Parameter change: the path that is meant; nil leaves it as it is.
  /// - Returns: the new paths by their columns in the line.
  package mutating func replacePaths(
    by change: (String, PathUse) throws(ShellError) -> String?
  ) throws(ShellError) -> [Int: String] {
    var changed: [Int: String] = [:]
    for name in givenNames {
      for i in (values[name] ?? []).indices {
        guard let value = values[name]?[i], let use = value.path,
          let path = try change(value.text, use), path != value.text
        else { continue }
        values[name]?[i].text = path
        changed[value.column] = path
      }
    }
    return changed
  }
}

extension Statement {
  /// The statement with other words as values, by the columns where those begin; the rest as it was
  /// written.
  package func replacingWords(_ words: [Int: String]) -> Statement {
    guard !words.isEmpty else { return self }
    var result = self
    var text = ""
    for i in tokens.indices {
      let token = tokens[i]
      let isLast = i + 1 == tokens.count
      result.tokens[i].offset = text.unicodeScalars.count
      if let word = words[token.key == nil ? token.column : token.valueColumn] {
        let key = token.key.map { $0 + "=" } ?? ""
        text += key + LineSyntax.word(for: word)
        result.tokens[i].value = word
        result.tokens[i].text = key + word
      } else {
        text += isLast ? self.text(from: token) : self.text(from: token, upTo: tokens[i + 1])
      }
      if !isLast { text += " " }
    }
    result.text = text
    return result
  }
}

extension CommandContext {
  /// The folder of the file that the current command comes from; nil for what is typed.
  package var folder: String? { files.last.map(Path.folder) }

  /// Takes the paths in arguments as they are meant: a home folder in the place of `~`, and what is
  /// read looked for beside the file that the statement comes from, then in the working folder.
  ///
  /// - Returns: the statement, with the paths that were found beside a file.
  /// - Throws: `ShellError` where a `~` leads nowhere.
  package func locatePaths(
    in arguments: inout Arguments, of statement: Statement
  ) throws(ShellError) -> Statement {
    _ = try arguments.replacePaths { text, _ throws(ShellError) in
      try fromDisk { () throws(DiskError) in try Path.expandingHome(text) }
    }
    // What a lesson's own commands read is looked up, and held to its folders, by the sandbox.
    guard !findsOwnPaths, let folder else { return statement }
    let found = try arguments.replacePaths { text, use throws(ShellError) in
      let beside = Path.path(text, in: folder)
      return use == .read && Path.exists(beside) ? beside : nil
    }
    return statement.replacingWords(found)
  }

  /// A line of commands with the paths that they read changed; nil leaves a path as it is.
  package func line(with change: (String) -> String?, in line: String) -> String {
    guard let statements = try? LineSyntax.statements(of: line, longest: .max) else { return line }
    let changed = statements.map { statement -> Statement in
      guard let verb = statement.tokens.first,
        let command = try? table.command(for: verb.text),
        var arguments = try? ArgumentReader.read(statement, as: command, in: self),
        let words = try? arguments.replacePaths(by: { text, use throws(ShellError) in
          use == .read ? change(text) : nil
        })
      else { return statement }
      return statement.replacingWords(words)
    }
    return changed == statements ? line : changed.map(\.text).joined(separator: "; ")
  }

  /// A line with the paths from the working folder as seen from another one: what is kept there
  /// leads to its files wherever all of them are moved. A whole path stays where it leads out of
  /// that folder.
  package func line(_ line: String, seenFrom folder: String) -> String {
    let change = { (path: String) -> String? in
      guard var seen = Path.relative(path, to: folder) else { return nil }
      if path.hasPrefix("/"), seen.hasPrefix("../") { return nil }
      // A name alone could be taken for a data set, or for a home folder.
      if seen.hasPrefix("~") || (path.contains("/") && !seen.contains("/")) { seen = "./" + seen }
      return seen
    }
    return self.line(with: change, in: line)
  }

  /// A line of a study, whose files may have been moved along with it: one that is not where it was
  /// is looked for beside the study, in the folders that it lay in, and then in the working folder.
  package func line(_ line: String, movedWith study: String) -> String {
    let change = { (path: String) -> String? in
      guard path.hasPrefix("/"), !Path.exists(path) else { return nil }
      let parts = path.split(separator: "/")
      for k in parts.indices.dropFirst() {
        let rest = parts[k...].joined(separator: "/")
        if let found = [Path.path(rest, in: Path.folder(of: study)), rest].first(where: Path.exists)
        {
          return Path.resolved(found) ?? found
        }
      }
      return nil
    }
    return self.line(with: change, in: line)
  }

  /// A line with the paths as seen from the working folder, where its files lie in the folder that it
  /// was kept in.
  package func line(_ line: String, foundFrom folder: String) -> String {
    let change = { (path: String) -> String? in
      let beside = Path.path(path, in: folder)
      return Path.exists(beside) ? beside : nil
    }
    return self.line(with: change, in: line)
  }
}

extension Parameter.Kind {
  /// What a value is as a path; nil where it is none.
  package var path: PathUse? {
    switch self {
    case .path: .read
    case .output: .written
    default: nil
    }
  }
}
