import Wording

/// The help of the command line, made from the declarations.
struct ProgramHelp {
  let program: Subcommand
  let subcommands: [Subcommand]
  private static let width = 80

  /// `Usage: descent check <file>... [--seeds <n>]`.
  func usage(of subcommand: Subcommand) -> String {
    var words = ["Usage: descent"]
    if !subcommand.name.isEmpty { words.append(subcommand.name) }
    words += subcommand.options.map { "[\($0.usage)]" }
    if let operands = subcommand.operands { words.append(operands.usage) }
    if subcommand.name.isEmpty { words.append("<subcommand>") }
    return words.joined(separator: " ")
  }

  func text(of subcommand: Subcommand) -> String {
    let isProgram = subcommand.name.isEmpty
    var text = subcommand.summary + "\n"
    if !subcommand.discussion.isEmpty { text += "\n" + wrapped(subcommand.discussion, indent: 0) }
    text += "\n" + usage(of: subcommand) + "\n"
    if let operands = subcommand.operands {
      text += section("Arguments", [(operands.usage, operands.help)])
    }
    var options = subcommand.options.map { option in
      let others = option.names.dropFirst()
      return (
        option.usage,
        option.help + (others.isEmpty ? "" : " Also \(others.joined(separator: ", ")).")
      )
    }
    if isProgram { options.append(("--version", "Show the version.")) }
    options.append(("-h, --help", "Show this help."))
    text += section("Options", options)
    guard isProgram else { return text }
    text += section("Subcommands", subcommands.map { ($0.name, $0.summary) })
    return text + "\n  'descent help' shows the shell's verbs, 'descent SUBCOMMAND --help' more.\n"
  }

  private func section(_ title: String, _ rows: [(String, String)]) -> String {
    let column = min(26, (rows.map(\.0.count).max() ?? 0) + 4)
    var text = "\n\(title):\n"
    for (name, help) in rows {
      var line = "  " + name
      if line.count > column - 2 {
        text += line + "\n"
        line = ""
      }
      line += String(repeating: " ", count: column - line.count)
      text += line + String(wrapped(help, indent: column).dropFirst(column))
    }
    return text
  }

  /// Prose in lines of the width, every line after `indent` blanks.
  private func wrapped(_ text: String, indent: Int) -> String {
    let blanks = String(repeating: " ", count: indent)
    var lines = ""
    var line = blanks
    for word in text.split(separator: " ") {
      if line.count > indent, line.count + 1 + word.count > Self.width {
        lines += line + "\n"
        line = blanks
      }
      if line.count > indent { line += " " }
      line += word
    }
    return lines + line + "\n"
  }
}
