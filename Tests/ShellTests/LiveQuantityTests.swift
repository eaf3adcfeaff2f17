import Console
import Session
import Shell
import Testing

/// The names that Tab offers are told without working anything out; they are those that have a value.
@Suite struct LiveQuantityTests {
  @Test(arguments: [
    "surface rosenbrock", "surface rosenbrock; optimizer adam lr=0.1; step 2",
    "surface bowl; optimizer nesterov; step", "surface bowl; optimizer rmsprop; step 3; back 3",
    "data moons n=40; network 2-3:relu-1:sigmoid",
    "data moons n=40 split=0.7,0.3; network 2-3:relu-1:sigmoid; dropout drop=0.5; step 2",
    "data sine n=20; network 1-3-1; optimizer adagrad; step; optimizer momentum",
    "data iris split=0.6,0.2,0.2; network 4-3:maxout2-3:softmax; optimizer nesterov; step; dropout drop=0.2",
    "define rule mine; slot v; v = 0.9*v + g; delta = -eta*v; end; surface bowl; optimizer mine; step",
  ])
  func theyHaveValues(setup: String) throws {
    let transcript = Transcript()
    transcript.run(setup)
    #expect(transcript.outcome == .done)
    let inspect = try CommandTable.standard.command(for: "inspect")
    let parameter = try #require(inspect.parameters.first)
    let offered = Set(transcript.session.suggestions(for: parameter)).subtracting(["masks"])
    #expect(offered.count > 5)
    let known = Set(transcript.session.quantityNames)
    #expect(offered.isSubset(of: known))
    for name in known {
      transcript.run("print \(name)")
      #expect((transcript.outcome == .done) == offered.contains(name), "\(name)")
    }
    // What can be printed can be asked about.
    for name in offered {
      transcript.run("help \(name)")
      #expect(transcript.outcome == .done, "help \(name)")
    }
  }
}
