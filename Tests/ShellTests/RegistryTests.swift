import Console
import Engine
import Formula
import Foundation
import Landscapes
import Session
import Shell
import TestSupport
import Testing
import Timelines

/// What the shell does with a rule, a schedule or an activation follows from its declaration: each of
/// the registry's is saved, undone, explained, inspected, answered, exported, raced and searched.
@Suite struct RegistryTests {
  private func help(_ verb: String) -> String {
    Transcript(traits: Traits(width: 10_000)).run("help \(verb)")
  }
  private func json() -> Transcript { Transcript(traits: Traits(json: true)) }

  /// What can be seen of a moment, to the last bit.
  private func sight(_ transcript: Transcript) -> String { transcript.run("inspect; status") }

  /// Runs lines of which none may fail.
  @discardableResult
  private func run(
    _ transcript: Transcript, _ line: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) -> String {
    let output = transcript.run(line)
    #expect(transcript.outcome == .done, "\(line): \(output)", sourceLocation: sourceLocation)
    return output
  }

  /// Saved and loaded, gone back and forth, undone and copied, a state is what it was.
  private func expectKept(_ program: String) throws {
    let transcript = json()
    run(transcript, program + "; run 9")
    let seen = sight(transcript)
    run(transcript, "back 5; step 5")
    #expect(sight(transcript) == seen, "\(program): back and forth")
    let t = try #require(scalar(run(transcript, "print t")))
    run(transcript, "goto 0; goto \(t)")
    #expect(sight(transcript) == seen, "\(program): goto")
    run(transcript, "step 3; undo")
    #expect(sight(transcript) == seen, "\(program): undo")
    let folder = try TemporaryFolder()
    let file = folder.path + "/state"
    run(transcript, "save \(file)")
    let other = json()
    run(other, "load \(file)")
    #expect(sight(other) == seen, "\(program): load")
    run(transcript, "step 4")
    run(other, "step 4")
    #expect(sight(other) == sight(transcript), "\(program): gone on with")
  }

  // MARK: Rules

  static let rules = RuleDeclaration.builtIn
  static let conventions = Convention.allCases.map(\.rawValue)

  @Test(arguments: rules.map(\.name), conventions)
  func everyRuleIsKept(rule: String, convention: String) throws {
    try expectKept("surface rosenbrock; convention \(convention); optimizer \(rule) lr=0.001")
  }

  /// What a rule declares is what it works out, and each of it has a place in every look.
  @Test(arguments: rules.map(\.name), conventions)
  func everyQuantityIsSeen(rule: String, convention: String) throws {
    let declaration = try #require(Self.rules.first { $0.name == rule })
    let transcript = json()
    run(
      transcript, "surface bowl; convention \(convention); optimizer \(rule) lr=0.01; run 20")
    let step = run(transcript, "step")
    let trace = run(transcript, "trace last=2")
    var worked = 0
    for quantity in declaration.declaredQuantities {
      // Some belong to one convention alone.
      guard step.contains("\"\(quantity.name)\":") else { continue }
      worked += 1
      #expect(trace.contains("\"\(quantity.name)\":"), "\(quantity.name) is not traced")
      let isShared = declaration.sharedQuantities.contains(quantity)
      let place = isShared ? quantity.name : quantity.name + "[0]"
      let explained = run(transcript, "explain \(place)")
      #expect(explained.contains("\"formula\""), "\(quantity.name) is not explained")
      let value = try #require(scalar(run(transcript, "print \(place)")))
      let right = run(transcript, "answer \(place) \(value)")
      #expect(right.contains("\"right\":true"), "\(quantity.name): \(right)")
      #expect(run(transcript, "inspect \(quantity.name)").contains("\"meaning\":"))
      #expect(run(transcript, "help \(quantity.name)").contains(quantity.name))
      run(transcript, "plot \(quantity.name) last=5")
      run(transcript, "watch \(place)")
    }
    #expect(worked >= declaration.slots.count)
    for name in declaration.namesBeforeUpdate { run(transcript, "print \(name)") }
    run(transcript, "goto 0")
    for name in declaration.sharedQuantities.map(\.name)
    where declaration.sharedPlace(of: name) != nil {
      #expect(scalar(run(transcript, "print \(name)")) != nil)
    }
  }

  private func scalar(_ output: String) -> String? {
    guard let start = output.range(of: "\"value\":") else { return nil }
    let text = output[start.upperBound...].prefix { $0 != "," && $0 != "}" }
    return Double(String(text)) == nil ? nil : String(text)
  }

  /// A misconception's formula is worked out from what the update knows; a misspelt name in it would
  /// make it silent.
  @Test(arguments: rules.map(\.name))
  func everyMisconceptionIsNamed(rule: String) throws {
    let declaration = try #require(Self.rules.first { $0.name == rule })
    let known = Set(
      ["g", "t", "eta", "theta", "theta_prev", "delta", "g_prev", "g_first", "sum_abs", "grad"]
        + declaration.hyperparameters.map(\.name) + declaration.quantities
        + declaration.namesBeforeUpdate)
    for misconception in declaration.misconceptions {
      let names = try Parser.parse(misconception.formula).variables
      #expect(known.isSuperset(of: names), "\(misconception.formula)")
    }
    let surface = try #require(CataloguedSurface.named("rosenbrock")).surface()
    let optimizer = try Optimizer(declaration, settings: ["lr": 0.05])
    var timeline = Timeline(Experiment(objective: surface, optimizer: optimizer))
    timeline.advance(by: 8)
    let record = try #require(timeline.record)
    var named = 0
    for misconception in declaration.misconceptions {
      let value = try? Parser.parse(misconception.formula).evaluateScalar { name in
        record.values(of: name)?[0] ?? record.number(of: name) ?? optimizer.settings[name]
          ?? (name == "t" ? 8 : nil)
      }
      guard let value, value.isFinite,
        let check = timeline.check(answer: value, for: misconception.quantity, component: 0)
      else { continue }
      if check.mistakes.contains(where: { $0.says == misconception.says }) { named += 1 }
    }
    #expect(named >= 5, "\(rule): \(named)")
  }

  @Test(arguments: rules.map(\.name))
  func everyRuleIsRacedSweptSearchedAndExported(rule: String) throws {
    let declaration = try #require(Self.rules.first { $0.name == rule })
    let transcript = json()
    run(transcript, "surface bowl; optimizer \(rule) lr=0.01")
    let rival = rule == "gd" ? "momentum" : "gd"
    #expect(run(transcript, "race \(rival) \(rule) steps=5").contains("\"\(rule)\""))
    for setting in declaration.hyperparameters {
      let value = setting.defaultValue == 0 ? 0.01 : setting.defaultValue
      run(transcript, "optimizer \(rule) \(setting.name)=\(value)")
      #expect(run(transcript, "help \(setting.name)").contains(setting.name))
      let wanted = "\(value / 2),\(value)"
      #expect(run(transcript, "sweep \(setting.name) \(wanted) steps=3").contains(setting.name))
      run(transcript, "search grid \(setting.name)=\(wanted) steps=3")
    }
    run(transcript, "optimizer \(rule) lr=0.01; run 20")
    let step = run(transcript, "step")
    let folder = try TemporaryFolder()
    run(transcript, "export tensorboard \(folder.path)/runs")
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
    var bytes = Data()
    for case let name as String in files where name.contains("tfevents") {
      bytes += try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
    }
    for quantity in declaration.sharedQuantities where step.contains("\"\(quantity.name)\":") {
      #expect(bytes.range(of: Data(quantity.name.utf8)) != nil, "\(quantity.name)")
    }
  }

  /// A receipt, a study and a fork go by a state's text.
  @Test(arguments: rules.map(\.name))
  func everyRuleIsForkedAndSearched(rule: String) throws {
    try expectKept(
      "surface bowl; optimizer \(rule) lr=0.01; run 3; fork b; optimizer lr=0.02; step 2")
    let folder = try TemporaryFolder()
    let study = folder.path + "/study"
    let transcript = json()
    run(transcript, "surface bowl; optimizer \(rule)")
    run(transcript, "search random lr=log(1e-3,1e-1) trials=3 steps=4 study=\(study)")
    run(transcript, "search use")
    run(transcript, "search resume \(study)")
  }

  // MARK: Schedules

  @Test(arguments: LearningRateSchedule.names)
  func everySchedule(name: String) throws {
    let shape = try #require(LearningRateSchedule.shape(named: name))
    try expectKept("surface rosenbrock; optimizer adam lr=0.01; schedule \(name)")
    try expectKept("data moons n=20; network 2-3-1; batch 5; schedule \(name)")
    let transcript = json()
    run(transcript, "surface bowl; optimizer gd lr=0.01; schedule \(name); run 4")
    #expect(run(transcript, "explain eta").contains("\"formula\""))
    #expect(run(transcript, "plot schedule \(name)").contains(name))
    #expect(run(transcript, "plot schedule all").contains(name))
    let rival = name == "constant" ? "cosine" : "constant"
    run(transcript, "search grid schedule=\(name),\(rival) steps=3")
    if name != "constant" { #expect(help("schedule").contains("\(name): ")) }
    for parameter in shape.parameters {
      let value = parameter.text(parameter.defaultValue) { "\($0)" }
      let set = run(transcript, "schedule \(name) \(parameter.name)=\(value)")
      #expect(set.contains("\"\(parameter.name)\":"))
      transcript.run("schedule \(name) \(parameter.name)=-1")
      #expect(transcript.outcome == .failed, "\(parameter.name)=-1")
    }
    for word in shape.fieldWords.split(separator: " ") {
      #expect(transcript.run("schedule \(word)").contains("'\(name)'"), "\(word)")
    }
  }

  // MARK: Activations

  @Test(arguments: Activation.curves + ["maxout2", "linear"])
  func everyActivation(name: String) throws {
    let program =
      "data moons n=30; network 2-3:\(name)-2:\(name)-1:sigmoid; batch 7; optimizer adam lr=0.01"
    try expectKept(program)
    let transcript = json()
    run(transcript, program + "; run 3")
    for entry in ["z1[0,2]", "a1[0,2]", "d1[0,2]", "a2[1,3]"] {
      let value = try #require(scalar(run(transcript, "print \(entry)")))
      let explained = run(transcript, "explain \(entry)")
      #expect(explained.contains("\"formula\""))
      #expect(run(transcript, "answer \(entry) \(value)").contains("\"right\":true"))
    }
    run(transcript, "gradcheck; units; units 2; gradients; plot units")
    let isCurve = Activation.curves.contains(name)
    if isCurve { run(transcript, "gradients activation=\(name)") }
    let rival = name == "relu" ? "tanh" : "relu"
    run(transcript, "search grid activation=\(name),\(rival) steps=2")
    #expect(help("network").contains(name))
    if isCurve {
      #expect(run(transcript, "plot activation \(name)").contains("\"\(name)\""))
    }
  }
}
