import Console
import Session
import Shell

extension ScreenTests {
  private static let moons = "data moons n=120 noise=0.1 split=0.7,0.3; network 2-16:relu-1:sigmoid"
  private static let concrete =
    "data concrete split=0.7,0.15,0.15 standardize=yes standardize_target=yes; network 8-8-1"

  /// The seven steps and the judgement of curves, at both widths.
  static let recipes = [
    Screen(
      name: "recipe",
      lines: [
        moons, "optimizer adam lr=0.03", "recipe", "recipe all epochs=20", "recipe 7", "recipe",
      ]),
    Screen(
      name: "recipe-gates-narrow-ascii",
      lines: [
        concrete, "optimizer gd lr=1e3", "recipe next; recipe next; recipe next",
        concrete + " init=zero", "recipe 1; recipe 2", "data concrete split=0.7,0.3; recipe 1",
      ], traits: Traits(width: 60, unicode: false)),
    Screen(
      name: "diagnose-curves",
      lines: [
        concrete, "diagnose", "optimizer gd lr=1e-4; run 10 epochs", "diagnose",
        "optimizer gd lr=2; reset; run 10 epochs", "diagnose",
        "data concrete split=0.1,0.9 standardize=yes standardize_target=yes",
        "optimizer adam lr=0.02; run 300 epochs", "diagnose",
      ]),
    Screen(
      name: "diagnose-curves-narrow",
      lines: ["data iris split=0.7,0.3 standardize=yes; network 4-8-3; run 200", "diagnose"],
      traits: narrow),
  ]
}
