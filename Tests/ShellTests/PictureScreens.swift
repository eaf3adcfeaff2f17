import Console
import Session
import Shell

extension ScreenTests {
  /// Races and sweeps, at 80 and at 60 columns.
  static let pictures = [
    Screen(
      name: "race", lines: ["surface ravine", "race gd momentum adagrad rmsprop adam lr=0.05"]),
    Screen(name: "race-valley", lines: ["race valley"]),
    Screen(name: "race-saddle", lines: ["race saddle"]),
    Screen(name: "race-valley-narrow", lines: ["race valley"], traits: narrow),
    Screen(name: "race-saddle-narrow", lines: ["race saddle"], traits: narrow),
    Screen(
      name: "race-presets-narrow-ascii", lines: ["race valley", "race saddle"],
      traits: Traits(width: 60, unicode: false)),
    Screen(
      name: "sweep-narrow-ascii",
      lines: [
        "surface ravine; sweep lr 0.01 0.1 0.4 0.51 steps=60", "sweep lr log(1e-3,1,9)",
        "data moons n=60; network 2-4:tanh-1:sigmoid; sweep l2 0 0.01 0.1 steps=30",
      ], traits: Traits(width: 60, unicode: false)),
    Screen(
      name: "race-narrow-ascii",
      lines: ["surface ravine", "race gd momentum adagrad rmsprop adam lr=0.05"],
      traits: Traits(width: 60, unicode: false)),
    Screen(
      name: "race-network",
      lines: ["data moons n=60", "network 2-4:tanh-1:sigmoid; race gd adam lr=0.05"]),
    Screen(name: "sweep", lines: ["surface ravine", "sweep lr 0.01 0.1 0.4 0.51 steps=60"]),
    Screen(
      name: "sweep-narrow", lines: ["surface ravine", "sweep lr log(1e-3,1,9)"], traits: narrow),
    Screen(
      name: "animate",
      lines: ["surface ravine; optimizer momentum lr=0.05; run 40", "animate surface"]),
  ]
}
