import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Prints a line at once, into a file too.
func say(_ line: String) {
  print(line)
  fflush(nil)
}

/// Session after session of lines at random, until lines or seconds are used up.
struct ShellFuzz {
  private let options: Options
  private let folder: TrialFolder
  private let situations = Situation.usual()
  private var counts = Counts()
  /// How often each fault was seen.
  private var faults: [String: Int] = [:]
  private var reported: Set<String> = []
  private let started = now()

  init(_ options: Options) throws {
    self.options = options
    folder = try TrialFolder()
  }

  /// - Returns: whether no fault was seen.
  mutating func run() -> Bool {
    say("seed=\(options.seed) program=\(options.program)")
    var number = options.session ?? 0
    var told = now()
    while counts.lines < options.lines, now() - started < options.seconds {
      session(number)
      number += 1
      if options.session != nil { break }
      if now() - told > 30 {
        told = now()
        say(summary)
      }
    }
    say(summary)
    for (signature, count) in faults.sorted(by: { $0.value > $1.value }) {
      say("\(count) x \(signature)")
    }
    return faults.isEmpty
  }

  private var summary: String {
    let seconds = now() - started
    return "seed=\(options.seed): \(counts.lines) lines in \(counts.sessions) sessions, "
      + "\(counts.errors) with an error (\(counts.compared) states compared), "
      + "\(counts.interrupts) interrupted, \(counts.slow) slow, \(counts.leavings) left, "
      + "\(faults.values.reduce(0, +)) faults, "
      + "\((Double(counts.lines) / seconds).rounded()) lines/s in \(seconds.rounded()) s"
  }

  private mutating func session(_ number: Int) {
    let plan = Plan(seed: options.seed, number: number, situations: situations)
    let (surroundings, acts) = (plan.surroundings, plan.acts)
    var trial = trial(surroundings)
    let found = trial.run(acts, looks: plan.looks.contains)
    counts.add(trial.counts)
    guard let (fault, place) = found else { return }
    let verb = acts[place].text?.split(separator: " ").first.map(String.init) ?? "\(acts[place])"
    let signature = "\(fault.signature) in '\(verb.prefix(40))'"
    guard reported.insert(signature).inserted, reported.count <= 40 else {
      faults[signature, default: 0] += 1
      return
    }
    report(fault, signature, Array(acts[...place]), surroundings, session: number)
  }

  private func trial(_ surroundings: Surroundings) -> Trial {
    Trial(options.program, surroundings, folder, patience: (options.patience, 4 * options.patience))
  }

  /// Goes through a fault once more and shows the fewest lines that lead to it. What does not show
  /// itself again, with every line given its time, was an accident of a busy machine.
  private mutating func report(
    _ fault: Fault, _ signature: String, _ acts: [Act], _ surroundings: Surroundings, session: Int
  ) {
    let fuzz = self
    func fails(_ acts: [Act]) -> Bool {
      var trial = fuzz.trial(surroundings)
      guard let (again, place) = trial.run(acts, looks: { $0 == acts.count - 1 }) else {
        return false
      }
      return place == acts.count - 1 && again.signature == fault.signature
    }
    let isFirm = fails(acts) || fails(acts)
    let shortest = isFirm ? Shrinker(seconds: 60, stillFails: fails).shrink(acts) : acts
    faults[isFirm ? signature : "(not again) " + signature, default: 0] += 1
    say("--- \(signature), session=\(session)\(isFirm ? "" : ", not again")")
    say("  \(surroundings)")
    for act in shortest.suffix(isFirm ? 60 : 12) { say("  \(act)") }
    say("  \(fault.words)")
  }
}
