import Disk
import LineEditor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Subcommand {
  static let jupyter = Subcommand(
    name: "jupyter", summary: "Tell Jupyter of the kernel 'descent'.",
    discussion: """
      The Python package that comes with the wheel does it: that of the environment which this \
      program is installed in, or of the python3 on the path.
      """,
    operands: Operands(usage: "install", help: "The one thing there is to do.", count: 1...1),
    options: [
      Option(names: ["--user"], help: "For this user; the default."),
      Option(names: ["--sys-prefix"], help: "In the Python's own environment."),
      Option(names: ["--prefix"], value: "folder", help: "Under this folder."),
    ]
  ) { words throws(UsageError) in
    guard words.operands == ["install"] else {
      throw UsageError("'jupyter' takes 'install', not '\(words.operands.joined(separator: " "))'")
    }
    var arguments = [python, "-c", starter]
    if words.has("--user") { arguments.append("--user") }
    if words.has("--sys-prefix") { arguments.append("--sys-prefix") }
    if let folder = try words.file(of: "--prefix") { arguments += ["--prefix", folder] }
    let pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    execvp(python, pointers)
    StandardStreams.complain("'\(python)' cannot be started: \(DiskError.reason(of: errno))")
    return .failure
  }

  /// The Python beside the program, where both are in one environment.
  private static var python: String {
    let name = CommandLine.arguments.first ?? ""
    var folders: [String] = []
    if name.contains("/") {
      folders = [Path.folder(of: name)]
    } else {
      let all = (Environment["PATH"] ?? "").split(separator: ":").map(String.init)
      folders = all.filter { access($0 + "/" + name, X_OK) == 0 }
    }
    let beside = folders.prefix(1).map { $0 + "/python3" }
    return beside.first { access($0, X_OK) == 0 } ?? "python3"
  }

  private static let starter = """
    import sys
    try:
        from descent.install import main
    except ImportError:
        sys.exit("descent: this Python has no package of descent: install the wheel that "
                 "Sources/python/build-wheel makes, with its file's name")
    sys.exit(main())
    """
}
