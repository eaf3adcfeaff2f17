/// One session to be tried: what surrounds it, what is done, and where the state is looked at first.
struct Plan {
  var surroundings: Surroundings
  var acts: [Act]
  var looks: Set<Int>

  /// The session of a number among those of a seed.
  init(seed: UInt64, number: Int, situations: [Situation]) {
    var chance = Chance(seed: seed, number: number)
    surroundings = Surroundings(&chance)
    let situation = chance.one(of: situations, else: Situation([]))
    acts = chance.happens(0.9) ? situation.setUp.map { .line($0) } : []
    looks = Set((0..<400).filter { _ in chance.happens(0.3) })
    var writer = LineWriter(chance: chance)
    for _ in 0..<200 {
      let other = chance.one(of: situations, else: situation)
      acts.append(writer.act(in: chance.happens(0.7) ? situation : other))
    }
  }

  init(_ surroundings: Surroundings, _ acts: [Act], looks: Set<Int>) {
    self.surroundings = surroundings
    self.acts = acts
    self.looks = looks
  }
}

extension Surroundings {
  fileprivate init(_ chance: inout Chance) {
    keepsErrorsApart = chance.happens(0.7)
    editsAsVi = chance.happens(0.05)
    variables["TERM"] = chance.one(
      of: [
        "xterm-256color", "xterm-256color", "xterm-256color", "xterm", "dumb", "linux", "vt100",
      ],
      else: "xterm")
    variables["LANG"] = chance.happens(0.8) ? "C.UTF-8" : "C"
    if chance.happens(0.3) { variables["COLORTERM"] = "truecolor" }
    if chance.happens(0.1) { variables["NO_COLOR"] = "1" }
    rows = 60
    if chance.happens(0.5) {
      let sizes = [0, 1, 2, 7, 20, 30, 40, 60, 80, 133, 400, 5_000, 65_535]
      columns = chance.one(of: sizes, else: 80)
      rows = chance.one(of: sizes, else: 24)
    }
  }
}
