import Console

/// A command of a session as its journal has it: what takes to the same state again.
package struct JournalEntry: Equatable {
  /// What a command did, as far as going through it again is concerned.
  package enum Kind: String {
    /// It changed the session.
    case done
    /// It only showed or wrote something.
    case seen
    /// ^C at the prompt dropped a rule that was half typed.
    case dropped
  }

  /// The command as typed.
  package var statement: String
  /// Whether it stood behind another one on its line.
  package var continuesLine = false
  /// The folder that its paths are looked up from.
  package var folder = "."
  package var kind = Kind.done
  /// What the lines of a file did, for `source` and `load`: the file may be another one by now.
  package var steps: [JournalStep] = []
  /// What tells the state after it from others; empty where it changed nothing.
  package var mark = ""
}

/// A part of what a command did.
package enum JournalStep: Equatable {
  /// The session started over, as after `load`.
  case fresh
  /// A line that ran as if it were typed.
  case line(String)
  /// A line of a saved session.
  case saved(String)
  /// The study that the search of the next line is kept in: its trials need not be made again.
  case study(String)
  /// ^C ended the run before its time.
  case stop(RunStop)
}

/// Where ^C ended a run, and what was left of it.
package struct RunStop: Equatable {
  package var t: Int
  /// What `continue` would do, as ``UnfinishedRun/text`` has it.
  package var rest: String?
}

/// A line of a journal's file.
package enum JournalRecord: Equatable {
  /// The folder that paths are looked up from, from here on.
  case folder(String)
  /// A command begins; `continuesLine` where it follows another one.
  case begin(String, continuesLine: Bool)
  case step(JournalStep)
  /// The command begun last is over.
  case end(JournalEntry.Kind, mark: String)
  /// The command begun last has changed nothing and shown nothing but its error.
  case failed
  /// A lesson is opened by this line; its progress has a file of its own.
  case lesson(String)
  case left
  /// What went before was another session.
  case restart
  /// The journal has reached its greatest size.
  case full
}

extension JournalRecord {
  /// A key and a value; line ends within a value are written as `\n`.
  package var text: String {
    switch self {
    case .folder(let path): Self.line("folder", path)
    case .begin(let statement, let continuesLine):
      Self.line(continuesLine ? "also" : "do", statement)
    case .step(.fresh): "fresh"
    case .step(.line(let text)): Self.line("line", text)
    case .step(.saved(let text)): Self.line("saved", text)
    case .step(.stop(let stop)):
      Self.line("stop", "\(stop.t)" + (stop.rest.map { " " + $0 } ?? ""))
    case .step(.study(let path)): Self.line("study", path)
    case .end(let kind, let mark): mark.isEmpty ? kind.rawValue : Self.line(kind.rawValue, mark)
    case .failed: "failed"
    case .lesson(let line): Self.line("lesson", line)
    case .left: "left"
    case .restart: "restart"
    case .full: "full"
    }
  }

  private static func line(_ key: String, _ value: String) -> String {
    var text = key + " "
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// Nil for a line that means nothing here.
  package init?(text: String) {
    let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count > 1 ? Self.value(parts[1]) : ""
    switch parts[0] {
    case "folder": self = .folder(value)
    case "do", "also": self = .begin(value, continuesLine: parts[0] == "also")
    case "fresh": self = .step(.fresh)
    case "line": self = .step(.line(value))
    case "saved": self = .step(.saved(value))
    case "stop":
      let words = value.split(separator: " ", maxSplits: 1).map(String.init)
      guard let t = words.first.flatMap({ Int($0) }), t >= 0 else { return nil }
      self = .step(.stop(RunStop(t: t, rest: words.count > 1 ? words[1] : nil)))
    case "study": self = .step(.study(value))
    case "done", "seen", "dropped":
      guard let kind = JournalEntry.Kind(rawValue: String(parts[0])) else { return nil }
      self = .end(kind, mark: value)
    case "failed": self = .failed
    case "lesson": self = .lesson(value)
    case "left": self = .left
    case "restart": self = .restart
    case "full": self = .full
    default: return nil
    }
  }

  private static func value(_ text: Substring) -> String {
    var value = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        value.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        value.append(scalar)
      }
    }
    return String(value)
  }
}

extension JournalEntry {
  /// The entry as a journal's lines.
  package var records: [JournalRecord] {
    [.begin(statement, continuesLine: continuesLine)] + steps.map(JournalRecord.step)
      + [.end(kind, mark: mark)]
  }
}
