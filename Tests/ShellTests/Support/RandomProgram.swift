/// Random sessions: lines that set up, change every kind of setting, branch, go through time and
/// take back. Some of them are refused where they stand, which is part of it.
struct RandomProgram {
  private var random: SystemlessGenerator
  /// Whether networks are trained; surfaces otherwise.
  private let isNetwork: Bool
  private var branches = 0
  private var definitions = 0

  init(seed: Int) {
    random = SystemlessGenerator(state: UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9 &+ 12345)
    for _ in 0..<4 { _ = random.next() }
    isNetwork = seed % 5 < 3
  }

  private mutating func any(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func one(_ choices: [String]) -> String {
    choices[any(0...(choices.count - 1))]
  }

  /// A number with digits that matter.
  private mutating func number(_ low: Double, _ high: Double) -> String {
    let value = Double.random(in: low..<high, using: &random)
    return any(0...3) == 0 ? "\(Int(value * 8) + 1)/7" : "\(value)"
  }

  // MARK: Setting up

  /// Lines to begin with.
  mutating func beginning() -> [String] {
    var lines = any(0...2) == 0 ? [definition()] : []
    if any(0...3) == 0 { lines.append(setting()) }
    if any(0...3) == 0 { lines.append("data moons n=\(any(10...30))") }
    lines += isNetwork ? [data(), network()] : [surface()]
    return lines
  }

  private mutating func data() -> String {
    let split = one(["", " split=0.7,0.3", " split=0.6,0.2,0.2 seed=\(any(0...9))"])
    return one([
      "data moons n=\(any(20...40)) noise=0.1*\(any(1...3))\(split)",
      "data circles n=\(any(20...40))\(split) standardize=yes",
      "data moons n=40 noise=1/7\(split) standardize=yes take=\(any(10...20))",
      "data xor n=\(any(16...32))\(split)",
    ])
  }

  private mutating func network() -> String {
    let layers = one([
      "2-3:tanh-1:sigmoid", "2-4:relu-3:elu0.5-1:sigmoid", "2-3:maxout2-1:sigmoid",
      "2-3:leaky_relu0.00001-1:sigmoid", "2-2:sigmoid-2:tanh-1:sigmoid",
    ])
    let given = one(["", "", " init=xavier", " init=normal(0.3)", " init=he"])
    if any(0...5) == 0 {
      return "network 2-1:sigmoid theta=1/3,-\(number(0, 1)),\(number(0, 1))"
    }
    return "network \(layers)\(given)"
  }

  private mutating func surface() -> String {
    one([
      "surface rosenbrock", "surface bowl at=\(number(-2, 2)),\(number(-2, 2))", "surface ravine",
      "surface \"-(x*y) + x^4/3 + exp(y/5) + y^2\" at=pi/3,-sqrt(2)",
      "surface \"(x^2 + y - 11)^2 + (x + y^2 - 7)^2\"",
      "surface line data=auto_mpg x=weight_lb y=mpg standardize=yes",
    ])
  }

  // MARK: Settings

  private mutating func definition() -> String {
    definitions += 1
    let name = one(["mine", "other"])
    return "define rule \(name); "
      + one([
        "slot v; v = v + g; delta = -\(any(1...3))*eta*v",
        "param k = 0.\(any(1...9)); slot v; v = k*v - eta*g; delta = v",
        "slot u; slot v; u = 0.9*u + 0.1*g; v = v + u; delta = -eta*u - 1e-3*eta*v/t",
        "theta = theta - eta*g/(1 + 0.\(any(1...9))*t)",
      ]) + "; end"
  }

  private mutating func optimizer() -> String {
    let lr = number(1e-4, isNetwork ? 0.4 : 0.005)
    return one([
      "optimizer gd lr=\(lr)", "optimizer momentum lr=\(lr) lambda=0.\(any(1...9))",
      "optimizer nesterov lr=\(lr)", "optimizer adagrad lr=\(lr)", "optimizer rmsprop lr=\(lr)",
      "optimizer adam lr=\(lr)", "optimizer adamw lr=\(lr) decay=0.1", "optimizer mine lr=\(lr)",
      "optimizer other lr=\(lr)", "optimizer lr=eta/2", "optimizer lr=\(lr)", "optimizer gd",
      "optimizer adam lr=0.01", "optimizer momentum lr=0.001", "optimizer mine",
      "optimizer mine k=0.5",
    ])
  }

  private mutating func stopping() -> String {
    one([
      "stop patience=\(any(1...4)) min_delta=1e-4", "stop none", "stop patience=3 restore=no",
      "stop monitor=loss patience=\(any(2...5))", "stop monitor=val_loss patience=2",
      "stop monitor=val_accuracy patience=3", "stop patience=3",
    ])
  }

  private mutating func setting() -> String {
    switch any(0...9) {
    case 0, 1, 2: return optimizer()
    case 3: return one(["convention pytorch", "convention lecture"])
    case 4:
      return one([
        "schedule cosine T=\(any(2...30))",
        "schedule step factor=0.\(any(1...9)) milestones=2,\(any(3...9))",
        "schedule linear T=40 per=step", "schedule inverse_sqrt per=step", "schedule constant",
        "schedule \"-(-lr*0.9^t)\"", "schedule \"lr/(1 + 0.1*t)\" per=step",
      ])
    case 5:
      return one([
        "penalty l2=\(number(0, 0.1))", "penalty l1=1/300 biases=yes", "penalty none",
        "penalty biases=yes",
      ])
    case 6: return stopping()
    case 7: return one(["batch all", "batch \(any(1...20))", "batch 32"])
    case 8:
      return one([
        "dropout drop=0.\(any(1...7))",
        "dropout inverted keep=\(any(4...9))/10 input=0.\(any(1...5))",
        "dropout drop=0.5 per=batch layers=1", "dropout none",
      ])
    default: return any(0...3) == 0 ? "seed \(any(0...5))" : optimizer()
    }
  }

  // MARK: Going on

  private mutating func move() -> String {
    switch any(0...12) {
    case 0, 1, 2: return "step \(any(1...3))"
    case 3, 4: return "run \(any(1...30))"
    case 5: return isNetwork ? "run \(any(1...2)) epochs" : "run \(any(5...60))"
    case 6: return "run 40 until t >= \(any(1...50))"
    case 7: return "run 30 until loss < 0.\(any(1...6))"
    case 8, 9: return "back \(any(1...8))"
    case 10: return "goto \(any(0...40))"
    case 11: return one(["continue", "continue \(any(1...9))"])
    default: return any(0...2) == 0 ? "reset" : "step"
    }
  }

  private mutating func accompaniment() -> String {
    one([
      "break when loss < 0.\(any(1...9))", "break when t == \(any(5...30))",
      "break when norm(v) > \(any(1...5))", "break clear \(any(1...3))", "break clear",
      "watch g[0]", "watch loss for=rise", "watch clear", "watch clear \(any(1...3))",
      "display loss", "display norm(g) eta", "display \"theta[0] - 1\"", "display clear",
      "break when norm(m_hat) < 0.01",
    ])
  }

  private mutating func branching() -> String {
    if any(0...2) == 0, branches < 4 {
      branches += 1
      return "fork b\(branches)"
    }
    return "switch " + one(["main", "b1", "b2", "b3"])
  }

  /// One line more.
  mutating func next() -> String {
    switch any(0...39) {
    case 0...11: return setting()
    case 12...26: return move()
    case 27...29: return accompaniment()
    case 30...32: return branching()
    case 33: return "undo"
    case 34: return definition() + (any(0...1) == 0 ? "; optimizer mine" : "")
    case 35:
      // Left and taken again at once.
      return one([
        "optimizer gd; optimizer adam lr=0.01", "stop none; stop patience=3",
        "convention pytorch; convention lecture", "optimizer lr=0.02; optimizer lr=0.01",
        "penalty l2=0.5; penalty none", "undo; undo",
      ])
    case 36: return isNetwork ? data() : one(["data moons n=20", surface()])
    case 37:
      guard any(0...2) == 0 else { return move() }
      return isNetwork ? one([network(), "surface from network plane=random"]) : surface()
    case 38:
      guard any(0...2) == 0 else { return move() }
      let space = "lr=log(1e-3,0.1) trials=3 seed=\(any(0...9))"
      return one([
        "search random \(space) " + (isNetwork ? "epochs=1" : "steps=5"), "search use",
        "search use 1", "surface from network",
        "search grid \"x^2 - (x*y)\" x=linear(-1,1) y=linear(0,1) trials=4",
      ])
    default:
      return isNetwork
        ? one(["forward; backward", "recipe 1", "surface from network plane=gradient"]) : move()
    }
  }
}
