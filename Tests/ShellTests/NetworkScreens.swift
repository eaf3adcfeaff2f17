import Console
import Session
import Shell

extension ScreenTests {
  /// A small net with every kind of layer, and one that trains for a while.
  private static let small = [
    "data moons n=40 noise=0.2 split=0.7,0.3", "network 2-4:relu-3:maxout2-1:sigmoid loss=bce",
    "dropout drop=0.25; penalty l2=1e-3; batch 4; seed 7",
  ]
  private static let trained = [
    "data moons n=80 noise=0.2 split=0.6,0.2,0.2",
    "network 2-6:relu-4:maxout2-1:sigmoid; optimizer adam lr=0.02; run 100",
  ]

  /// Each verb of networks with the lines before it, shown at 80 columns and at 60 in ASCII.
  private static let networkVerbs: [(name: String, lines: [String])] = [
    ("data", ["data", "data moons n=40 noise=0.2 split=0.7,0.3", "data concrete", "data digits"]),
    ("network", small + ["network", "status"]),
    ("forward", small + ["forward"]),
    ("backward", small + ["backward", "update"]),
    ("dropout", small + ["step", "dropout", "masks", "masks 2", "dropout inverted keep=0.5"]),
    ("gradients", trained + ["gradients", "gradients activation=sigmoid,relu"]),
    ("units", trained + ["units", "units 2"]),
    ("maxout", trained + ["maxout", "maxout x=0.5,0.25", "maxout relu"]),
    ("subnets", trained + ["dropout drop=0.5", "subnets list=4", "subnets x=0.5,0.25"]),
    ("diagnose", trained + ["diagnose"]),
    (
      "network-explain",
      small + [
        "step 2", "explain z1[0,3]", "explain a2[0,1]", "explain d1[0,3]", "explain g[W2[0,1]]",
        "explain g[b1[2]]", "explain g[W1[0,0]]", "explain W2[0,1]", "answer g[W2[0,1]] 1",
        "answer d1[1,0] 1",
      ]
    ),
    ("network-step", small + ["step", "run 2 epochs", "back", "print val_loss"]),
  ]

  static let networks =
    networkVerbs.map { Screen(name: $0.name, lines: $0.lines) }
    + networkVerbs.map {
      Screen(
        name: $0.name + "-narrow-ascii", lines: $0.lines, traits: Traits(width: 60, unicode: false))
    }
}
