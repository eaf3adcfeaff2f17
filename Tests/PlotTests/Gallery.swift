import Plot
import PlotGeometry

/// One figure of every kind, from data that any machine computes to the same picture.
enum Gallery {
  static let figures: [(name: String, figure: Figure)] = [
    ("surface-path", surfacePath),
    ("race-valley", raceValley),
    ("race-saddle", raceSaddle),
    ("loss-trend", lossTrend),
    ("loss-log", lossLog),
    ("schedules", schedules),
    ("activation", activation),
    ("weights", weights),
    ("small-matrix", smallMatrix),
    ("gradient-norms", gradientNorms),
    ("decision-boundary", decisionBoundary),
    ("predicted-true", predictedTrue),
    ("network-dropout", networkDropout),
    ("network-wide", networkWide),
    ("histogram", histogram),
    ("histogram-two", histogramTwo),
    ("bars-categories", barsCategories),
    ("arrows-step", arrowsStep),
    ("band", band),
    ("sweep-multiples", sweepMultiples),
    ("filled-surface", filledSurface),
  ]

  // MARK: Surfaces

  static func rosenbrock(_ x: Double, _ y: Double) -> Double {
    (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
  }

  static let rosenbrockGrid = SampledGrid(x: (-2, 2), y: (-1, 3), rosenbrock)

  /// A descent along the valley's floor.
  static var surfacePath: Figure {
    let t = (0...40).map { Double($0) / 40 }
    let x = t.map { -1.2 + 2.1 * $0 }
    let y = zip(t, x).map { $1 * $1 + 0.5 * (1 - $0) * (1 - $0) * ($0 * 20 < 1 ? -0.88 : 0.2) }
    return Figure(
      title: "Rosenbrock · adam lr 0.1 · t = 40",
      panels: [
        Panel(
          x: Axis("x"), y: Axis("y"),
          layers: [
            .contour(rosenbrockGrid, name: "f"), .path(x: x, y: y, name: "adam"),
            .minimum(x: 1, y: 1),
          ])
      ])
  }

  static var filledSurface: Figure {
    var figure = surfacePath
    figure.panels[0].layers[0] = .contour(rosenbrockGrid, isFilled: true, name: "f")
    return figure
  }

  /// Steps of a rule on f from a start, as plain as they can be.
  static func walk(
    _ steps: Int, from start: (Double, Double), rate: Double, momentum: Double,
    gradient: (Double, Double) -> (Double, Double)
  ) -> (x: [Double], y: [Double]) {
    var (x, y) = start
    var v = (0.0, 0.0)
    var path = (x: [x], y: [y])
    for _ in 0..<steps {
      let g = gradient(x, y)
      v = (momentum * v.0 - rate * g.0, momentum * v.1 - rate * g.1)
      (x, y) = (x + v.0, y + v.1)
      path.x.append(x)
      path.y.append(y)
    }
    return path
  }

  static let rules: [(name: String, rate: Double, momentum: Double)] = [
    ("gd", 0.02, 0), ("momentum", 0.005, 0.9), ("momentum 0.3", 0.06, 0.3),
    ("momentum 0.5", 0.1, 0.5), ("momentum 0.7", 0.12, 0.7),
  ]

  static var raceValley: Figure {
    let f = { (x: Double, y: Double) in 2 * x * x + 0.02 * (y * y - 4) * (y * y - 4) }
    let grid = SampledGrid(x: (-1.2, 1.2), y: (-1, 3.5), f)
    let paths = rules.map { rule -> Panel.Layer in
      let path = walk(120, from: (-0.8, 0.01), rate: rule.rate, momentum: rule.momentum) {
        (4 * $0, 0.08 * $1 * ($1 * $1 - 4))
      }
      return .path(x: path.x, y: path.y, name: rule.name)
    }
    return Figure(
      title: "Long valley: five rules, 120 steps",
      panels: [
        Panel(
          x: Axis("x"), y: Axis("y"),
          layers: [.contour(grid, name: "f")] + paths + [.minimum(x: 0, y: 2)])
      ])
  }

  static var raceSaddle: Figure {
    let grid = SampledGrid(x: (-1.5, 1.5), y: (-1, 1)) { $0 * $0 - $1 * $1 }
    let paths = rules.map { rule -> Panel.Layer in
      let path = walk(60, from: (-1, 0.001), rate: rule.rate, momentum: rule.momentum) {
        (2 * $0, -2 * $1)
      }
      return .path(x: path.x, y: path.y, name: rule.name)
    }
    return Figure(
      title: "Saddle x² − y²: five rules, 60 steps",
      panels: [
        Panel(
          x: Axis("x"), y: Axis("y"), layers: [.contour(grid, name: "f")] + paths,
          hasEqualAspect: true)
      ])
  }

  // MARK: Curves

  /// Numbers between 0 and 1 without a library: a linear congruence.
  static func noise(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
  }

  static var lossTrend: Figure {
    let t = (1...400).map(Double.init)
    let trend = t.map { 0.25 + 2 / (1 + $0 / 20) }
    let raw = zip(trend, noise(400)).map { $0 * (0.6 + 0.8 * $1) }
    let validation = t.map { 0.4 + 2 / (1 + $0 / 20) + $0 / 2000 }
    return Figure(
      title: "Loss of a small network",
      panels: [
        Panel(
          x: Axis("t"), y: Axis("L"),
          layers: [
            .points(x: t, y: raw, name: "one batch", isFaint: true, slot: 0),
            .line(x: t, y: trend, name: "moving average", slot: 0),
            .line(x: t, y: validation, name: "validation"), .vertical(180, name: "best"),
          ])
      ])
  }

  static var lossLog: Figure {
    let t = (0...200).map(Double.init)
    func curve(_ k: Double) -> [Double] { t.map { 24.2 / (1 + k * $0 * $0) } }
    return Figure(
      title: "Loss by rule",
      panels: [
        Panel(
          x: Axis("t"), y: Axis("L", scale: .log),
          layers: [
            .line(x: t, y: curve(0.01), name: "gd"), .line(x: t, y: curve(1), name: "momentum"),
            .line(x: t, y: curve(50), name: "adam"), .horizontal(1e-3, name: "target"),
          ])
      ])
  }

  static var schedules: Figure {
    let t = (0...100).map(Double.init)
    let curves: [(String, (Double) -> Double)] = [
      ("constant", { _ in 0.1 }),
      ("step", { $0 < 30 ? 0.1 : $0 < 60 ? 0.01 : 0.001 }),
      ("linear", { 0.1 * (1 - $0 / 100) }),
      ("inverse_sqrt", { 0.1 / max($0, 1).squareRoot() }),
    ]
    return Figure(
      title: "Learning-rate schedules",
      panels: curves.map { name, f in
        Panel(
          title: name, x: Axis("epoch"), y: Axis("η", from: 0, to: 0.11),
          layers: [.line(x: t, y: t.map(f))])
      })
  }

  static var activation: Figure {
    let x = (0...120).map { -3 + Double($0) / 20 }
    return Figure(
      title: "leaky_relu and its derivative",
      panels: [
        Panel(
          x: Axis("z"), y: Axis("a"),
          layers: [
            .horizontal(0), .vertical(0),
            .line(x: x, y: x.map { max(0.1 * $0, $0) }, name: "a = max(0.1 z, z)"),
            .line(x: x, y: x.map { $0 > 0 ? 1 : 0.1 }, name: "∂a/∂z"),
          ])
      ])
  }

  static var gradientNorms: Figure {
    let t = (0...60).map(Double.init)
    return Figure(
      title: "Gradient norm by layer (sigmoid)",
      panels: [
        Panel(
          x: Axis("t"), y: Axis("‖∂L/∂W‖", scale: .log),
          layers: (1...4).map { layer in
            let scale = [1e-7, 1e-5, 1e-3, 1e-1][layer - 1]
            return .line(x: t, y: t.map { scale / (1 + $0 / 30) }, name: "layer \(layer)")
          })
      ])
  }

  static var band: Figure {
    let t = (0...50).map(Double.init)
    let mean = t.map { 0.5 + 0.45 * $0 / (5 + $0) }
    return Figure(
      title: "Validation accuracy over 5 seeds (mean ± sd)",
      panels: [
        Panel(
          x: Axis("epoch"), y: Axis("accuracy", to: 1),
          layers: Panel.Layer.mean(
            x: t, mean: mean, deviation: t.map { 0.08 / (1 + $0 / 10) }, name: "dropout 0.5"))
      ])
  }

  static var sweepMultiples: Figure {
    let t = (0...30).map(Double.init)
    return Figure(
      title: "sweep lr",
      panels: [1e-3, 1e-2, 1e-1, 0.5, 1, 2].map { rate in
        let y = t.map { step in 10 * (0..<Int(step)).reduce(1.0) { p, _ in p * abs(1 - rate) } }
        return Panel(
          title: "lr \(rate)", x: Axis("t"), y: Axis("L", scale: .log, from: 1e-4, to: 100),
          layers: [.line(x: t, y: y)])
      })
  }

  // MARK: Areas

  static var weights: Figure {
    let values = noise(16 * 12, seed: 5).enumerated().map { i, u in
      (u - 0.5) * 2 + (i % 16 == i / 16 ? 1 : 0)
    }
    return Figure(
      title: "W⁽¹⁾",
      panels: [
        Panel(matrix: values, rows: 12, columns: 16, x: Axis("input"), y: Axis("unit"), name: "w")
      ])
  }

  static var smallMatrix: Figure {
    Figure(
      title: "Confusion",
      panels: [
        Panel(
          matrix: [48, 2, 0, 3, 41, 6, 0, 4, 46], rows: 3, columns: 3,
          x: Axis("predicted", categories: ["setosa", "versicolor", "virginica"]),
          y: Axis("true", categories: ["setosa", "versicolor", "virginica"]), name: "examples",
          colors: .sequential)
      ])
  }

  static var decisionBoundary: Figure {
    let grid = SampledGrid(x: (-2, 2), y: (-1.5, 1.5), columns: 80, rows: 60) { x, y in
      let z = 4 * (y - 0.6 * x * (x * x - 2))
      return z > 0 ? z / (1 + z) * 0.5 + 0.5 : 0.5 + z / (1 - z) * 0.5
    }
    let (u, v) = (noise(60, seed: 3), noise(60, seed: 4))
    let xs = u.map { 4 * $0 - 2 }
    let ys = v.map { 3 * $0 - 1.5 }
    let isUpper = zip(xs, ys).map { x, y in y > 0.6 * x * (x * x - 2) }
    func chosen(_ values: [Double], _ upper: Bool) -> [Double] {
      zip(values, isUpper).filter { $1 == upper }.map(\.0)
    }
    return Figure(
      title: "Decision boundary",
      panels: [
        Panel(
          x: Axis("x1"), y: Axis("x2"),
          layers: [
            .heatMap(grid, name: "P(class 1)", low: 0, high: 1),
            .contour(grid, levels: .values([0.5]), name: "boundary P"),
            .points(x: chosen(xs, false), y: chosen(ys, false), name: "class 0"),
            .points(x: chosen(xs, true), y: chosen(ys, true), name: "class 1"),
          ])
      ])
  }

  static var predictedTrue: Figure {
    let truth = noise(80, seed: 7).map { 10 + 70 * $0 }
    let predicted = zip(truth, noise(80, seed: 8)).map { $0 * 0.9 + 4 + 12 * ($1 - 0.5) }
    return Figure(
      title: "Concrete strength: predicted against true (R² 0.96)",
      panels: [
        Panel(
          x: Axis("true, MPa"), y: Axis("predicted, MPa"),
          layers: [
            .line(x: [0, 90], y: [0, 90], name: "perfect", slot: 6),
            .points(x: truth, y: predicted, name: "test examples"),
          ], hasEqualAspect: true)
      ])
  }

  static var histogram: Figure {
    let draws = noise(2000, seed: 9)
    let values = (0..<400).map { i -> Double in
      let five = draws[(5 * i)..<(5 * i + 5)]
      return five.reduce(0, +) / 5
    }
    return Figure(
      title: "Outputs of the 2^M subnetworks",
      panels: [
        Panel(
          x: Axis("output"), y: Axis("subnetworks"),
          layers: [
            .histogram(values, bins: 24, low: 0, high: 1), .vertical(0.5, name: "ensemble"),
          ])
      ])
  }

  static var histogramTwo: Figure {
    let u = noise(600, seed: 11)
    let l2 = zip(u, noise(600, seed: 12)).map { ($0 + $1 - 1) * 0.8 }
    let l1 = zip(u, noise(600, seed: 13)).map { a, b in b < 0.5 ? 0 : (a - 0.5) * 1.6 }
    return Figure(
      title: "Weights under two penalties",
      panels: [
        Panel(
          x: Axis("w"), y: Axis("count"),
          layers: [
            .histogram(l1, bins: 17, low: -0.8, high: 0.8, name: "L1"),
            .histogram(l2, bins: 17, low: -0.8, high: 0.8, name: "L2"),
          ])
      ])
  }

  static var barsCategories: Figure {
    Figure(
      title: "Steps to L < 1e-3",
      panels: [
        Panel(
          x: Axis(
            "rule", categories: ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]),
          y: Axis("steps"), layers: [.bars([940, 310, 280, 720, 150, 120])])
      ])
  }

  // MARK: Arrows and networks

  static var arrowsStep: Figure {
    let grid = SampledGrid(x: (-4, 4), y: (-2, 2)) { $0 * $0 + 4 * $1 * $1 }
    return Figure(
      title: "Momentum: v' = λ v − η ∇L",
      panels: [
        Panel(
          x: Axis("x"), y: Axis("y"),
          layers: [
            .contour(grid, levels: .linear(6), name: "f"),
            .arrow(from: (-3, 1), to: (-1.8, 1.4), name: "λ v"),
            .arrow(from: (-3, 1), to: (-1.5, -1), name: "−η ∇L"),
            .arrow(from: (-3, 1), to: (-0.3, -0.6), name: "step"),
            .text("θ", x: -3, y: 1), .minimum(x: 0, y: 0),
          ], hasEqualAspect: true)
      ])
  }

  static var networkDropout: Figure {
    Figure(
      title: "This step's network · t = 12",
      panels: [
        Panel(
          network: NetworkDiagram(layers: [
            .init("input", units: 2), .init("relu", mask: [1, 0, 1, 1, 0, 1, 1, 1]),
            .init("maxout2", mask: [1, 1, 0, 1, 0, 1]), .init("sigmoid", units: 1),
          ]))
      ])
  }

  static var networkWide: Figure {
    Figure(
      title: "784-128-10",
      panels: [
        Panel(
          network: NetworkDiagram(layers: [
            .init("input", units: 784), .init("relu", units: 128, dropped: [0, 3, 127]),
            .init("softmax", units: 10),
          ]))
      ])
  }
}
