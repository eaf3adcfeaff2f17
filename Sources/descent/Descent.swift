import Console
import Formula
import LineEditor
import Session
import Shell
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The program: who talks to whom is in `Program`; here is what can be written after its name.
@main
enum Descent {
  static func main() {
    // A file that may not grow further is an error like a full disk, and not the program's end.
    signal(SIGXFSZ, SIG_IGN)
    if let word = undecodable {
      StandardStreams.writeError(
        "descent: '\(word)' is not UTF-8 text, so it cannot be read or named here; rename the file\n"
      )
      exit(ExitCode.usage.rawValue)
    }
    exit(run(Array(ProgramWords.all.dropFirst())).rawValue)
  }

  /// The first argument that is not UTF-8 text; it would be taken for another file's name.
  private static var undecodable: String? {
    for i in 0..<Int(CommandLine.argc) {
      guard let word = CommandLine.unsafeArgv[i] else { continue }
      if String(validatingCString: word) == nil { return String(cString: word) }
    }
    return nil
  }

  private static let program = Subcommand(
    name: "",
    summary: "A debugger for gradient descent.",
    discussion: """
      Without arguments, opens the shell; type 'help' there. What is piped into it runs as a script.
      """,
    options: [
      .init(
        names: ["-c"], value: "commands", help: "Run these commands, separated by semicolons."),
      .json,
    ]
  ) { words throws(UsageError) in
    let program = Program(json: words.has("--json"))
    if let commands = words.value(of: "-c") { return program.run(.text(commands, name: "-c")) }
    if words.has("--json") || !Program.isAtTerminal { return program.run(.standardInput) }
    return program.converse()
  }

  private static let subcommands: [Subcommand] = [
    .script, .lesson, .check, .grade, .roster, .report, .site, .assign, .serve, .dap, .jupyter,
    .view,
    .verbs,
  ]

  /// Carries out a command line.
  private static func run(_ words: [String]) -> ExitCode {
    let help = ProgramHelp(program: program, subcommands: subcommands)
    var words = words[...]
    // Options of the program may come before the subcommand: `descent --json run FILE`.
    let flags = words.prefix { Subcommand.Option.json.names.contains($0) }
    let name = words.dropFirst(flags.count).first ?? ""
    let subcommand = subcommands.first { $0.name == name } ?? program
    if subcommand.name == name { words = flags + words.dropFirst(flags.count + 1) }
    let options = words.prefix { $0 != "--" }
    if options.contains("--version"), subcommand.name.isEmpty {
      StandardStreams.write(Session.programVersion + "\n")
      return .success
    }
    if options.contains("--help") || options.contains("-h") {
      StandardStreams.write(help.text(of: subcommand))
      return .success
    }
    do throws(UsageError) {
      if subcommand.name.isEmpty, !name.isEmpty, !name.hasPrefix("-") {
        throw UsageError(
          "unknown subcommand '\(name)'"
            + Spelling.suggestion(for: name, in: subcommands.map(\.name)))
      }
      return try subcommand.run(Words(words, of: subcommand))
    } catch {
      let more = (["descent", subcommand.name].filter { !$0.isEmpty } + ["--help"])
        .joined(separator: " ")
      StandardStreams.writeError(
        "descent: \(error.message)\n\(help.usage(of: subcommand))\n'\(more)' tells more.\n")
      return subcommand.usageStatus
    }
  }
}

extension Subcommand {
  fileprivate static let script = Subcommand(
    name: "run", summary: "Run a command file, or the descent blocks of a Markdown file.",
    discussion: "Files that it reads are looked for beside it, then in the working folder.",
    operands: Operands(usage: "<file>", help: "The file; - is standard input.", count: 1...1),
    options: [.json]
  ) { words throws(UsageError) in
    let file = try words.files.first ?? "-"
    return Program(json: words.has("--json")).run(file == "-" ? .standardInput : .file(file))
  }

  fileprivate static let view = Subcommand(
    name: "view", summary: "Open the shell, and a page in the browser that follows it."
  ) { _ throws(UsageError) in
    guard Program.isAtTerminal else {
      StandardStreams.complain("a page follows the shell, which needs a terminal")
      return .failure
    }
    return Program(json: false).converse(opening: "view")
  }

  fileprivate static let verbs = Subcommand(
    name: "help", summary: "Show the shell's help, or a verb's.",
    operands: Operands(
      usage: "[<word>...]", help: "A verb, a quantity or a topic.", count: 0...Operands.many)
  ) { words throws(UsageError) in
    Program(json: false).help(on: words.operands)
  }
}
