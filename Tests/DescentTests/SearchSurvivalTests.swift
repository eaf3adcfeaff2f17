import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Searches survive.
///
/// What a search keeps when it is killed, when the disk is full, and when it is interrupted.
@Suite(.serialized) struct SearchSurvivalTests {
  var program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private static let setup = "data moons n=40 split=0.7,0.3; network 2-4:relu-1:sigmoid; "

  private func search(trials: Int, study: String) -> String {
    Self.setup + "search random lr=log(1e-4,1) l2=log(1e-6,1e-1) trials=\(trials) epochs=1 "
      + "seed=5 study=\(study)"
  }

  /// The trials in a study's file by number, without their checksums; a torn line is none.
  private func trials(in name: String) throws -> [Int: String] {
    var found: [Int: String] = [:]
    let text = try program.home.read(name)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let words = line.split(separator: " ")
      guard words.count > 3, words[1] == "trial", let number = Int(words[2]) else { continue }
      #expect(found[number] == nil, "trial \(number) is there twice")
      found[number] = String(line.dropFirst(17))
    }
    return found
  }

  private func size(of name: String) -> Int {
    var status = stat()
    return stat(program.home.path + "/" + name, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Killed 50 times at random moments, it loses no finished trial.
  @Test func kills() throws {
    let count = 3_000
    var generator = SystemRandomNumberGenerator()
    var before: [Int: String] = [:]
    var reported = 0
    for kill in 0..<50 {
      let start = size(of: "s.study")
      let command =
        kill == 0 || start == 0
        ? search(trials: count, study: "s.study") : "search resume s.study"
      let output = program.home.path + "/out"
      let process = try program.start(["--json", "-c", command], output: output)
      // In the middle of its work: the file has grown by some trials, and a moment has passed.
      let goal = start + Int.random(in: 1...1_500, using: &generator)
      let patience = now() + 60
      while size(of: "s.study") < goal, now() < patience { usleep(300) }
      usleep(UInt32.random(in: 0...3_000, using: &generator))
      endAtOnce(process)
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      try #require(status & 0x7f == SIGKILL, "it came to its end before it was killed")
      let after = try trials(in: "s.study")
      // What was there is there, unchanged.
      for (number, line) in before { #expect(after[number] == line) }
      // And so is every trial that it had reported.
      for line in try program.home.read("out").split(separator: "\n") where line.hasSuffix("}") {
        guard let place = line.firstRange(of: "\"trial\":") else { continue }
        let digits = line[place.upperBound...].prefix { $0.isNumber }
        guard !line.contains("\"best\""), let number = Int(digits) else { continue }
        #expect(after[number] != nil, "trial \(number) was reported and is lost")
        reported += 1
      }
      before = after
    }
    #expect(reported > 50 && before.count > 50)
    #expect(before.count < count)
    // What goes on from there ends where an undisturbed search does.
    #expect(try program.run(["--json", "-c", "search resume s.study"]).status == 0)
    #expect(try program.run(["-c", search(trials: count, study: "whole.study")]).status == 0)
    let whole = try trials(in: "whole.study")
    #expect(whole.count == count)
    #expect(try trials(in: "s.study") == whole)
  }

  /// A full disk ends it in a sentence, and what was kept goes on.
  @Test func fullDisk() throws {
    // A limit on a file's size, in blocks of 512 bytes, stands for a full disk.
    let limited = try program.run(
      [
        "-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" -c \"$1\"", BuiltProgram.path(),
        search(trials: 400, study: "s.study"),
      ], input: [], path: "/bin/sh")
    #expect(limited.status == 1)
    #expect(limited.errors.contains("cannot write"), "\(limited.errors)")
    #expect(limited.errors.contains("search resume s.study"), "\(limited.errors)")
    let kept = try trials(in: "s.study")
    #expect(!kept.isEmpty && kept.count < 400)
    // No half of a trial is left behind.
    #expect(try program.home.read("s.study").hasSuffix("\n"))
    let resumed = try program.run(["-c", "search resume s.study"])
    #expect(resumed.status == 0 && !resumed.output.contains("torn"), "\(resumed.errors)")
    #expect(try program.run(["-c", search(trials: 400, study: "w.study")]).status == 0)
    #expect(try trials(in: "s.study") == trials(in: "w.study"))
  }

  @Test func interruptKeepsWhatIsDoneAndSaysHowToGoOn() throws {
    let terminal = try program.atTerminal()
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("data digits split=0.8,0.2")
    try terminal.enter("network 64-32:relu-10:softmax")
    try terminal.type(
      "search random lr=log(1e-3,1) trials=100000 epochs=2 study=a.study" + Key.enter)
    let patience = now() + 60
    while size(of: "a.study") < 2_000, now() < patience { usleep(1_000) }
    let begin = now()
    try terminal.type(Key.control("c"))
    let text = try terminal.wait(for: "goes on")
    // The promise is 50 ms; other programs on the machine may take their share.
    #expect(now() - begin < 0.5)
    #expect(text.contains("interrupted after") && text.contains("search resume a.study"))
    try terminal.wait(for: PseudoTerminal.prompt)
    try terminal.enter("search table top=1")
    #expect(try terminal.quit() == 0)
    #expect(try !trials(in: "a.study").isEmpty)
  }
}

private func endAtOnce(_ process: pid_t) { kill(process, SIGKILL) }
