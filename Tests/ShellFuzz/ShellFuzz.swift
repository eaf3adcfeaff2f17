import TestSupport

/// Session after session of lines at random, typed at the program, until lines or seconds are used
/// up. Several of these may run side by side.
struct ShellFuzz {
  private let options: Options
  private let tally: Tally
  private let folder: TrialFolder
  private let situations = Situation.usual()

  private init(_ options: Options, _ tally: Tally) throws {
    self.options = options
    self.tally = tally
    folder = try TrialFolder()
  }

  /// - Returns: whether no fault was seen.
  static func run(_ options: Options) async throws -> Bool {
    say("seed=\(options.seed) program=\(options.program)")
    let tally = Tally(options)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<options.jobs {
        group.addTask {
          let fuzz = try ShellFuzz(options, tally)
          while let number = tally.nextSessions(1)?.first { fuzz.session(number) }
        }
      }
      try await group.waitForAll()
    }
    return tally.close()
  }

  private func session(_ number: Int) {
    let plan = Plan(seed: options.seed, number: number, situations: situations)
    let (surroundings, acts) = (plan.surroundings, plan.acts)
    var trial = trial(surroundings)
    let found = trial.run(acts, looks: plan.looks.contains)
    tally.add(trial.counts)
    guard let (fault, place) = found else { return }
    let verb = acts[place].text?.split(separator: " ").first.map(String.init) ?? "\(acts[place])"
    let signature = "\(fault.signature) in '\(verb.prefix(40))'"
    guard tally.isNew(signature) else { return }
    report(fault, signature, Array(acts[...place]), surroundings, session: number)
  }

  private func trial(_ surroundings: Surroundings) -> Trial {
    Trial(
      options.program, surroundings, folder, patience: options.patience, shows: options.shows,
      deadline: tally.deadline)
  }

  /// Seconds after all sessions in which faults are still gone through again.
  private static let reportTime = 120.0

  /// Goes through a fault once more and shows the fewest lines that lead to it. What does not show
  /// itself again, with every line given its time, was an accident of a busy machine, and the last
  /// lines before it are shown.
  private func report(
    _ fault: Fault, _ signature: String, _ acts: [Act], _ surroundings: Surroundings, session: Int
  ) {
    let patience = 2 * options.patience
    let deadline = tally.deadline + Self.reportTime
    func fails(_ acts: [Act]) -> Bool {
      guard now() < deadline else { return false }
      var trial = Trial(
        options.program, surroundings, folder, patience: patience, shows: false,
        deadline: deadline)
      guard let (again, place) = trial.run(acts, looks: { $0 == acts.count - 1 }) else {
        return false
      }
      return place == acts.count - 1 && again.signature == fault.signature
    }
    let isFirm = fails(acts) || fails(acts)
    let shortest = isFirm ? Shrinker(seconds: 60, stillFails: fails).shrink(acts) : acts
    tally.count(isFirm ? signature : Tally.onceOnly + signature)
    let place = "seed=\(options.seed) session=\(session)"
    say(
      fault.report(
        signature, isFirm: isFirm, in: surroundings, shortest, session: session,
        again: "PROGRAM \(place) show=1"))
  }
}
