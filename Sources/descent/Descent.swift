import ArgumentParser
import LineEditor

/// The program: who talks to whom is in `Program`; here is what can be written after its name.
@main
struct Descent: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "descent",
    abstract: "A debugger for gradient descent.",
    discussion: """
      Without arguments, opens the shell; type `help` there. What is piped into it runs as a script.
      """,
    version: version,
    subcommands: [
      Run.self, LessonCommand.self, CheckCommand.self, GradeCommand.self, HelpOnVerb.self,
    ])

  @Option(
    name: .customShort("c"),
    help: ArgumentHelp("Run these commands, separated by semicolons.", valueName: "commands"))
  var commands: String?

  @OptionGroup var form: OutputForm

  func run() throws {
    let program = Program(json: form.json)
    if let commands {
      throw program.run(.text(commands, name: "-c"))
    }
    if form.json || !Program.isAtTerminal {
      throw program.run(.standardInput)
    }
    throw program.converse()
  }
}

struct OutputForm: ParsableArguments {
  @Flag(help: "Print one JSON object a line instead of text.")
  var json = false
}

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a command file, or the descent blocks of a Markdown file.")

  @Argument(help: "The file; - is standard input.")
  var file: String

  @OptionGroup var form: OutputForm

  func run() throws {
    throw Program(json: form.json).run(file == "-" ? .standardInput : .file(file))
  }
}

struct HelpOnVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Show the shell's help, or a verb's.")

  @Argument(help: "A verb, a quantity or a topic.")
  var words: [String] = []

  func run() throws {
    throw Program(json: false).help(on: words)
  }
}
