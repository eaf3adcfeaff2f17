import Console
import Disk
import Wording

/// What `journal restore` asks the session to take up.
package struct JournalRequest {
  /// Its place in the list of those that are left, from 1.
  package var number: Int
}

extension Verbs {
  private static let action = Argument<String?>(
    "action", as: .positional, .choice(["restore", "forget"]), "what to do")
  private static let which = Argument<Int?>(
    "n", as: .positional, 1...JournalShelf.most,
    "which of the sessions that are left; the latest if not given, all for 'forget'")
  private static let last = Argument<Int>(
    "last", 1...100_000, default: 10, "how many lines to show")

  package static let journal = Command(
    "journal", .keep, "shows this session's lines, or takes up a session that a crash ended",
    discussion: """
      The shell writes each line that you type to a file of your own before it shows the result. \
      'quit' and ^D remove the file. Where a session comes to another end, by a crash, a closed window \
      or an empty battery, the next start says so, and 'journal restore' does its commands again: \
      the state is the same to the last bit. It takes the place of the present session; 'undo' brings \
      that back. A command that was under way is named and left out; files are not written again, \
      and a lesson goes on where its progress is. 'journal' lists the last lines of this session and \
      the sessions that are left; 'journal restore 2' takes the second of them, 'journal forget' \
      removes them all. A journal holds \(SessionJournal.limit >> 20) MB; one that is full says so and \
      takes no more.
      """,
    parameters: [action, which, last],
    examples: ["surface bowl; step 2; journal"], effect: .talks
  ) { workspace, arguments throws(ShellError) in
    switch arguments[action] {
    case "restore":
      workspace.request = JournalRequest(number: arguments[which] ?? 1)
      return []
    case "forget":
      return [try workspace.forgetJournals(arguments[which])]
    default:
      return [workspace.journalReport(last: arguments[last])]
    }
  }
}

extension Workspace {
  package static let noStateFolder = ShellError(
    "no journals are kept: there is no folder for them; HOME is not set")

  package static func nothingLeft(_ count: Int, asked number: Int) -> ShellError {
    ShellError(
      count == 0
        ? "no session is left to take up: each was closed by 'quit' or ^D"
        : "there is no session \(number) left; 'journal' lists \(count == 1 ? "the one" : "the \(count)")"
    )
  }

  // MARK: The list

  fileprivate func journalReport(last: Int) -> Report {
    let journal = host.journal
    let lines = journal?.contents.lines ?? []
    let (left, unreadable) = host.journalShelf?.left() ?? ([], [])
    var report = Report(json: [
      "file": journal?.path.map(JSON.string) ?? .null, "lines": .strings(lines.suffix(last)),
      "count": .integer(lines.count), "left": .array(left.map { .object($0.json) }),
      "unreadable": .strings(unreadable),
    ])
    if journal == nil {
      report.line("This session keeps no journal; the interactive shell does.")
    } else if lines.isEmpty {
      report.line("Nothing is in this session's journal yet.")
    } else {
      report.paragraph(
        StyledText("\(counted(lines.count, "line")) ", .strong)
          + StyledText("of this session, in \(journal?.path ?? "")", .faint), indent: 2)
      let first = max(0, lines.count - last)
      report.table(
        Table(
          [Table.Column(""), Table.Column("", .leading)],
          rows: lines[first...].enumerated().map { i, line in
            [StyledText("\(first + i + 1)", .faint), StyledText(line)]
          }, wrapsLastColumn: true))
    }
    if !left.isEmpty {
      report.line("")
      report.line(StyledText("Left by sessions that were not closed", .strong))
      var table = Table(
        [
          Table.Column(""), Table.Column("", .leading), Table.Column(""),
          Table.Column("", .leading),
        ], wrapsLastColumn: true)
      for (i, session) in left.enumerated() {
        let lines = session.contents.lines
        table.rows.append([
          StyledText("\(i + 1)", .faint), StyledText(WallClock.text(of: session.time)),
          StyledText(counted(lines.count, "line")),
          StyledText(
            session.contents.lesson ?? lines.last.map { shortened($0) } ?? "", .faint),
        ])
      }
      report.table(table)
      report.paragraph(
        StyledText(
          "'journal restore' takes up the first, 'journal forget' removes \(left.count == 1 ? "it" : "all").",
          .faint))
    }
    for sentence in unreadable { report.paragraph(StyledText(sentence, .warning)) }
    return report
  }

  fileprivate func forgetJournals(_ number: Int?) throws(ShellError) -> Report {
    guard let shelf = host.journalShelf else { throw Self.noStateFolder }
    let left = shelf.left().journals
    let chosen = number.map { Array(left.dropFirst($0 - 1).prefix(1)) } ?? left
    guard !chosen.isEmpty else { throw Self.nothingLeft(left.count, asked: number ?? 1) }
    for session in chosen { try shelf.hold(session).remove() }
    var report = Report(json: ["forgotten": .integer(chosen.count)])
    report.line("\(counted(chosen.count, "session")) forgotten")
    return report
  }

  // MARK: The offer, and what was taken up

  /// The last session came to an end without being closed.
  package func offer(_ left: JournalShelf.Left, others: Int) -> Report {
    let count = left.contents.lines.count
    var json = left.json
    json["others"] = .integer(others)
    var report = Report(json: json)
    var text = "The session of \(WallClock.text(of: left.time)) came to an end without 'quit'"
    if let lesson = left.contents.lesson { text += ", in '\(lesson)'" }
    if count > 0 { text += ", after \(counted(count, "line"))" }
    var way = " takes it up"
    if others > 0 { way += ", 'journal' lists it and \(counted(others, "other"))" }
    report.paragraph(
      StyledText(text + "; ", .warning) + StyledText("'journal restore'", .command)
        + StyledText(way + ".", .warning))
    report.line("")
    return report
  }

  package func report(on restoration: Restoration, from left: JournalShelf.Left) -> Report {
    var report = branch == nil ? Report() : statusReport
    let lines = JournalContents.lines(of: restoration.entries).count
    report.json["restored"] = .integer(lines)
    report.json["under_way"] = left.contents.underWay.map(JSON.string) ?? .null
    var head = Report()
    head.line(
      StyledText(
        "\(counted(lines, "line")) of \(WallClock.text(of: left.time)) done again", .strong))
    report.blocks.insert(contentsOf: head.blocks, at: 0)
    var remarks = left.contents.remarks
    if let statement = left.contents.underWay {
      remarks.append(
        "'\(shortened(statement))' was under way when that session ended, and is left out.")
    }
    if let statement = restoration.difference {
      remarks.append(
        "From '\(shortened(statement))' on the numbers are not those of the time: a file that was "
          + "read, or the program, has changed since.")
    }
    if let log = restoration.log {
      remarks.append("Nothing is logged now; '\(shortened(log))' goes on, in a run of its own.")
    }
    if restoration.failure != nil {
      remarks.append("The session is where it was before that command; its journal is kept.")
    }
    for remark in remarks { report.paragraph(StyledText(remark, .warning)) }
    if !remarks.isEmpty { report.json["remarks"] = .strings(remarks) }
    return report
  }
}

extension JournalShelf.Left {
  fileprivate var json: JSON.Object {
    [
      "time": .integer(time), "lines": .integer(contents.lines.count),
      "last": contents.lines.last.map(JSON.string) ?? .null,
      "under_way": contents.underWay.map(JSON.string) ?? .null,
      "lesson": contents.lesson.map(JSON.string) ?? .null,
    ]
  }
}
