import Console
import Session
import Shell

extension ScreenTests {
  /// Every picture that `plot` draws by name, at 80 and at 60 columns, the narrow ones in ASCII too.
  static let plots: [Screen] = plotted.flatMap { name, lines in
    [
      Screen(name: "plot-\(name)", lines: lines, shown: "plot"),
      Screen(name: "plot-\(name)-narrow", lines: lines, traits: narrow, shown: "plot"),
      Screen(
        name: "plot-\(name)-narrow-ascii", lines: lines, traits: Traits(width: 60, unicode: false),
        shown: "plot"),
    ]
  }

  private static let moons =
    "data moons n=120 noise=0.2 split=0.7,0.3 ; network 2-6:tanh-4:maxout2-1:sigmoid ; "
    + "dropout drop=0.3 per=batch layers=1 ; optimizer adam lr=0.02 ; batch 12 ; seed 7 ; run 120"

  private static let plotted: [(name: String, lines: [String])] = [
    (
      "surface-paths",
      [
        "surface ravine; optimizer momentum lr=0.05; run 40", "plot surface",
        "surface rosenbrock; optimizer adam lr=0.1; run 100; fork slow; goto 0; optimizer gd lr=0.001",
        "run 100", "plot surface x=-2,2 y=-1,2",
      ]
    ),
    ("surface-plane", [moons, "plot surface plane=W1[0,0],W2[0,0]", "plot surface plane=path"]),
    (
      "quantity",
      [
        "surface rosenbrock; optimizer adam lr=0.1; run 80", "plot m_hat v_hat last=50 log=no",
        "plot norm(grad)", "plot loss log=yes", moons, "plot W1[0,0] W1[0,1]", "plot loss val_loss",
      ]
    ),
    (
      "race",
      [
        "race valley", "plot race", "race saddle", "plot race", "surface ravine",
        "race gd momentum adagrad rmsprop adam lr=0.05", "plot race", moons,
        "race gd adam steps=60", "plot race",
      ]
    ),
    ("list", ["plot", "surface bowl", "plot", moons, "plot"]),
    (
      "step",
      [
        "surface ravine; optimizer gd lr=0.2; step", "plot step",
        "optimizer momentum lr=0.05; step 4", "plot step",
        "optimizer nesterov lr=0.05; step 3", "plot step",
        "surface rosenbrock; optimizer adam lr=0.1; step 9", "plot step",
        "optimizer rmsprop lr=0.02; step 3", "plot step", "optimizer adagrad lr=0.5; step",
        "plot step",
      ]
    ),
    ("loss", [moons, "plot loss", "plot loss smooth=30 last=60"]),
    ("schedule-all", ["surface bowl; schedule cosine T=80", "plot schedule all"]),
    ("activation", ["plot activation", "plot activation relu", "plot activation elu tanh x=-2,2"]),
    ("weights", [moons, "plot weights W1", "plot weights", "plot gradients W1 W2"]),
    (
      "weights-images",
      [
        "data digits; network 64-4:relu-10:softmax; optimizer adam lr=0.01; batch 64; run 60",
        "plot weights W1", "data digits; network 64-2:maxout2-10:softmax; step",
        "plot gradients W1",
      ]
    ),
    ("norms", [moons, "plot norms"]),
    (
      "distribution",
      [
        moons, "plot distribution W1",
        "fork lasso; penalty l1=0.02; run 200; switch main; fork ridge; penalty l2=0.2; run 200",
        "plot distribution",
      ]
    ),
    (
      "network",
      [
        moons + "; dropout drop=0.5; step", "plot network", "plot network 2",
        "data digits; network 64-128-10:softmax", "plot network",
      ]
    ),
    ("subnets", [moons, "plot subnets", "plot subnets at=0.5,-0.2"]),
    ("units", [moons, "plot units", "data sine n=60; network 1-5:relu-1; run 40", "plot units"]),
    ("maxout", [moons, "plot maxout", "plot maxout 2 3 features=x2 at=0.5,0"]),
    (
      "boundary",
      [
        moons, "plot boundary",
        "data iris split=0.7,0.3 standardize=yes; network 4-8:tanh-3:softmax; run 150",
        "plot boundary features=petal_length_cm,petal_width_cm",
      ]
    ),
    (
      "fit",
      [
        "data sine n=80 noise=0.1; network 1-12:tanh-1; optimizer adam lr=0.02; run 400",
        "plot fit",
        "data concrete standardize=yes standardize_target=yes; network 8-12:tanh-1; run 300",
        "plot fit features=cement,age", "plot fit features=age",
      ]
    ),
    (
      "predicted",
      [
        "data concrete split=0.7,0.3 standardize=yes standardize_target=yes",
        "network 8-12:tanh-1; optimizer adam lr=0.01; run 300", "plot predicted",
        "plot predicted training",
      ]
    ),
    (
      "confusion",
      [
        "data iris split=0.6,0.4 standardize=yes; network 4-6:tanh-3:softmax; run 60",
        "plot confusion", "plot confusion training",
      ]
    ),
    (
      "search",
      [
        "data moons n=80 noise=0.2 split=0.7,0.3; network 2-6:relu-1:sigmoid",
        "search random lr=log(1e-3,10) l2=log(1e-5,1e-1) batch=8,16 trials=12 epochs=3",
        "plot search", "plot search points", "plot search pairs", "plot search importance",
        "plot search curves 3", "plot search progress",
        "search grid lr=0.01,0.1,1 optimizer=gd,adam epochs=3", "plot search",
        "plot search parallel",
      ]
    ),
    (
      "search-model",
      [
        "search bayes \"(x-1)^2 + sin(5*x)\" x=linear(-3,3) trials=9", "plot search",
        "search bayes \"(x-1)^2 + (y+1)^2\" x=linear(-3,3) y=linear(-2,2) trials=9",
        "plot search", "plot search progress",
      ]
    ),
    (
      "describe",
      [
        "surface ravine; optimizer momentum lr=0.05; run 30", "plot surface describe",
        "plot loss describe", "plot step describe", "race valley", "plot describe", moons,
        "plot boundary describe", "plot weights W1 describe", "plot network describe",
      ]
    ),
  ]
}
