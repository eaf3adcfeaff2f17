import Classroom
import Console
import Disk
import Lessons
import Wording

extension LessonTools {
  /// Matches names with a class list.
  ///
  /// - Parameter words: receipts, folders of them, and names; none shows the list.
  /// - Returns: status 0 where all are matched, 1 where one is not, 2 where the list cannot be read.
  package static func match(_ words: [String], with path: String) -> Result {
    let roster: Roster
    do { roster = try self.roster(at: path) } catch {
      return Result(text: error.message + "\n", status: 2)
    }
    var text = ""
    var status: Int32 = 0
    func complain(_ sentence: String) {
      text += sentence + "\n"
      status = 1
    }
    var table = Table([
      Table.Column(words.isEmpty ? "name" : "typed", .leading), Table.Column("id", .leading),
      Table.Column(words.isEmpty ? "" : "name", .leading),
    ])
    var sentences: [String] = []
    if words.isEmpty {
      table.rows = roster.students.map { [StyledText($0.name), StyledText($0.identifier)] }
    } else {
      var present: Set<Int> = []
      for (name, source) in names(of: words, &sentences) {
        let match = roster.match(name)
        guard case .one(let student) = match else {
          sentences.append(Gradebook.sentence(onName: name, in: source, match))
          continue
        }
        present.insert(student.row)
        table.rows.append([
          StyledText(name), StyledText(student.identifier), StyledText(student.name),
        ])
      }
      let absent = roster.students.filter { !present.contains($0.row) }.map(\.name)
      if !absent.isEmpty { text += "not among them: \(absent.joined(separator: ", "))\n" }
    }
    let lines = table.rows.isEmpty ? [] : table.lines(width: 200).map(\.plain)
    text = lines.map { $0 + "\n" }.joined() + text
    for sentence in sentences { complain(sentence) }
    for group in roster.ambiguous {
      let ids = group.map(\.identifier).joined(separator: ", ")
      complain(
        "\(group.count) students are called '\(group[0].name)' (\(ids)); let them give their IDs as names"
      )
    }
    let unknown = roster.students.filter(\.identifier.isEmpty).map(\.name)
    if !unknown.isEmpty { complain("without an ID: \(unknown.joined(separator: ", "))") }
    return Result(text: text, status: status)
  }

  /// The names that receipts carry, and names as they stand, each with its file.
  private static func names(
    of words: [String], _ sentences: inout [String]
  ) -> [(name: String, source: String)] {
    var names: [(name: String, source: String)] = []
    for word in words {
      guard Path.exists(word) else {
        names.append((word, ""))
        continue
      }
      let entries = Disk.entries(of: word).filter { !$0.hasSuffix("/") }
      let paths = entries.isEmpty ? [word] : entries.map { Path.path($0, in: word) }
      for path in paths {
        do throws(LaboratoryError) {
          var isTouched = false
          let receipt = try Receipt(text: file(at: path).contents.get(), isTouched: &isTouched)
          names.append((receipt.student.id, path))
        } catch { sentences.append("\(path): \(error.message)") }
      }
    }
    return names
  }
}
