import Console
import Engine
import Formula
import Session
import Shell
import Testing

/// Every equation that `explain` prints is worked out: what stands in the line with the numbers comes
/// to what stands in the line below.
@Suite struct EquationTests {
  /// A printed equation: its left and its right side as numbers.
  struct Equation {
    let text: String
    let left: Double
    let right: Double
    /// The largest number in it, for what rounding may do.
    let scale: Double
  }

  /// The equations in what was printed, each line on its own.
  static func equations(_ output: String) -> [Equation] {
    var found: [Equation] = []
    var last: (text: String, value: Double, scale: Double)?
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let sign = line.firstRange(of: "= "),
        let side = try? Parser.parse(String(line[sign.upperBound...])), side.variables.isEmpty,
        let value = try? side.evaluateScalar({ _ in nil })
      else {
        last = nil
        continue
      }
      let hasLabel = !line[..<sign.lowerBound].allSatisfy(\.isWhitespace)
      if let (text, left, scale) = last, !hasLabel {
        found.append(
          Equation(text: "\(text) = \(line)", left: left, right: value, scale: scale))
        last = nil
      } else {
        last = (String(line), value, numbers(in: side).map(\.magnitude).max() ?? 0)
      }
    }
    return found
  }

  private static func numbers(in expression: Expression) -> [Double] {
    switch expression {
    case .number(let value): [value]
    case .unary(_, let a): numbers(in: a)
    case .binary(_, let a, let b): numbers(in: a) + numbers(in: b)
    case .call(_, let parts), .vector(let parts): parts.flatMap(numbers)
    case .variable, .index: []
    }
  }

  /// Runs a program twice, shown to four digits and to all, and works its equations out.
  ///
  /// - Returns: how many there were.
  @discardableResult
  static func check(_ program: String, _ questions: [String], unicode: Bool) -> Int {
    var count = 0
    for digits in [4, 17] {
      let transcript = Transcript(traits: Traits(width: 1_000_000, unicode: unicode))
      let setup = transcript.run("set digits \(digits); \(program)")
      #expect(transcript.outcome == .done, "\(setup)")
      for question in questions {
        let output = transcript.run(question)
        #expect(transcript.outcome == .done, "\(program): \(question): \(output)")
        for equation in equations(output) {
          count += 1
          let error = (equation.left - equation.right).magnitude
          let bound =
            digits == 4
            ? 2.1e-3 * equation.right.magnitude
            : 1e-13 * max(equation.scale, equation.right.magnitude)
          #expect(error <= bound, "\(program): \(question): \(equation.text)")
        }
      }
    }
    return count
  }

  // MARK: Rules and schedules

  private static let tabled = [
    "gd lr=0.05", "momentum lr=0.02", "nesterov lr=0.02", "adagrad lr=0.5", "adagrad eps=1e-3",
    "rmsprop lr=0.05", "rmsprop eps=1e-3", "adam lr=0.1", "adam eps=0 beta2=0.99999",
    "adamw lr=0.1",
  ]
  static let rules =
    tabled
    + others(
      RuleDeclaration.builtIn.map(\.name), besides: ["gd", "mom", "nes", "adag", "rms", "adam"])

  /// Those of the registry that the tables do not name.
  private static func others(_ names: [String], besides known: [String]) -> [String] {
    names.filter { name in !known.contains { name.hasPrefix($0) } }
  }
  static let grounds = [
    "surface rosenbrock", "surface \"x^3*exp(-y) + sqrt(x^2 + 1) + max(y, 0)^2\" at=0.7,-0.4",
    "surface \"norm([x, y])\" at=3,4", "surface \"x^2\" at=2,5",
  ]
  static let schedules =
    [
      "constant", "step factor=0.5 milestones=1,2", "cosine T=5", "cosine T=2", "linear T=7",
      "linear T=3", "inverse_sqrt", "\"lr/(1 + 0.1*t)\"", "\"lr*cos(t*pi/10)\"",
    ]
    + others(LearningRateSchedule.names, besides: ["constant", "step", "cosine", "linear", "inv"])
  static let penalties = ["none", "l2=0.1", "l1=0.01", "l1=0.01 l2=0.1 biases=yes"]

  @Test(arguments: rules, ["lecture", "pytorch"])
  func everyRule(rule: String, convention: String) {
    var count = 0
    for (k, ground) in Self.grounds.enumerated() {
      let schedule = Self.schedules[(k * 2 + rule.count) % Self.schedules.count]
      let penalty = Self.penalties[(k + rule.count) % Self.penalties.count]
      for steps in [1, 2, 5] {
        count += Self.check(
          "\(ground); convention \(convention); optimizer \(rule); schedule \(schedule); "
            + "penalty \(penalty); step \(steps)",
          ["explain", "explain loss", "explain batch_loss", "explain penalty", "explain grad"],
          unicode: k.isMultiple(of: 2))
      }
    }
    #expect(count > 100)
  }

  @Test(arguments: schedules, ["", "per=step"])
  func everySchedule(schedule: String, per: String) {
    for steps in [1, 3, 4, 9] {
      Self.check(
        "data moons n=40 noise=0.2; network 2-3-1:sigmoid; batch 16; optimizer gd lr=0.1; "
          + "schedule \(schedule) \(schedule == "constant" ? "" : per); step \(steps)",
        ["explain eta"], unicode: steps > 3)
    }
  }

  @Test func rulesOfYourOwn() {
    let rules = [
      "define rule mine; param l2 = 0.5; param T = 3; slot v; v = l2*v - eta*g/T; delta = v; end",
      "define rule mine; slot s; s = max(abs(g), 0.9*s); w = exp(-t)*sign(g); "
        + "theta = theta - eta*g/sqrt(s^2 + 1e-8) - 0.01*w^3; end",
      "define rule mine; param rest = 0.25; slot m_bar; m_bar = rest*m_bar + (1 - rest)*g; "
        + "u = m_bar/(1 - rest^t); delta = -lr*u*cos(t*pi/10)*log(2); end",
    ]
    for rule in rules {
      let count = Self.check(
        "\(rule); surface rosenbrock; optimizer mine lr=0.001; penalty l2=0.3; "
          + "schedule cosine T=7; step 3", ["explain", "explain delta[1]"], unicode: true)
      #expect(count > 10)
    }
  }

  // MARK: Networks

  static let networks = [
    ("moons n=24 noise=0.2", "2-4:elu-3:leaky_relu-1:sigmoid loss=bce"),
    ("moons n=24 noise=0.2", "2-4:elu0.7-3:leaky_relu0.3-1:tanh loss=mse"),
    ("moons n=24 noise=0.2", "2-3:maxout3-4:relu-1:sigmoid loss=mse"),
    ("moons n=24 noise=0.2", "2-3:tanh-3:sigmoid-1:maxout2 loss=mse"),
    ("blobs n=24", "2-5:sigmoid-4:elu3-3:softmax loss=cross_entropy"),
    ("blobs n=24", "2-8:relu-9:tanh-3:softmax loss=mse"),
    ("blobs n=24", "2-4:linear-3:sigmoid loss=bce"),
    ("blobs n=24", "2-4:maxout2-3:maxout2 loss=mse"),
    ("moons n=24 noise=0.2", "2-4:gelu-3:softplus-1:softplus loss=mse"),
    ("sine n=24", "1-9:tanh-1 loss=mse"), ("sine n=24", "1-3:elu-2:leaky_relu-1:elu0.5 loss=mse"),
  ]
  static let dropouts = [
    "none", "drop=0.4", "inverted drop=0.3", "inverted keep=0.6 input=0.8", "drop=0.3 input=0.9",
    "inverted drop=0.5 per=batch",
  ]

  @Test(arguments: networks, dropouts)
  func everyLayer(network: (String, String), dropout: String) {
    let layers = network.1.split(separator: " ")[0].split(separator: "-").count - 1
    var questions = ["explain loss", "explain batch_loss", "explain penalty"]
    for layer in 1...layers {
      for kind in ["z", "a", "d"] {
        for place in ["0,0", "1,2", "2,4"] where layer < layers || place == "0,0" {
          // Units that a layer has not are told so.
          questions.append("explain \(kind)\(layer)[\(place)]")
        }
      }
      questions.append("explain g[W\(layer)[0,0]]")
      questions.append("explain g[b\(layer)[0]]")
      questions.append("explain W\(layer)[0,0]")
    }
    let size = network.1.count + dropout.count
    let penalty = Self.penalties[size % Self.penalties.count]
    let rule = Self.tabled[size % Self.tabled.count]
    var count = 0
    for init_ in ["", "init=normal(3)"] {
      count += Self.check(
        "data \(network.0); network \(network.1) \(init_); batch 5; dropout \(dropout); "
          + "penalty \(penalty); optimizer \(rule); seed \(size); step 2",
        questions.filter { Self.exists($0, in: network.1) }, unicode: init_.isEmpty)
    }
    #expect(count > 40)
  }

  /// Whether a layer has the unit that a question names.
  private static func exists(_ question: String, in network: String) -> Bool {
    guard let bracket = question.firstIndex(of: "["), question.contains(","),
      let kind = question.dropFirst("explain ".count).first, "zad".contains(kind),
      let number = Int(question[..<bracket].dropFirst("explain ".count + 1)),
      let row = Int(question[bracket...].dropFirst().prefix { $0 != "," })
    else { return true }
    let layer = network.split(separator: " ")[0].split(separator: "-")[number]
    return row < (Int(layer.prefix { $0.isNumber }) ?? 0)
  }

  // MARK: What has no quotient, what needs more digits

  @Test func whatHasNoQuotientIsSaid() {
    for rule in ["adagrad", "rmsprop", "adam eps=0"] {
      let transcript = Transcript()
      let output = transcript.run(
        "surface \"y^2\" at=3,1; optimizer \(rule); step 2; explain delta[0]")
      #expect(output.contains("0/0 is taken as 0, and nothing moves"), "\(output)")
      #expect(
        Self.check(
          "surface \"y^2\" at=3,1; optimizer \(rule); step 2", ["explain"], unicode: true) > 5)
    }
  }

  /// Four digits of 0.99996 would make 0 of 1 − 0.99996; settings stand as they were given.
  @Test func digitsThatCountAreShown() {
    let transcript = Transcript()
    let adam = transcript.run(
      "surface bowl; optimizer adam beta2=0.999999; step 3; explain v_hat[0]")
    #expect(adam.contains("(1 − 0.999999³)"), "\(adam)")
    let far = transcript.run(
      "surface bowl; optimizer adagrad; run 12345; explain sigma[0]")
    #expect(far.contains("/ 12345)"), "\(far)")
    let tanh = transcript.run(
      "data points x=1 y=0; network 1-1:tanh-1 theta=5.5,0,1,0; step; explain d1[0,0]")
    #expect(tanh.contains("0.99997") || tanh.contains("0.99996"), "\(tanh)")
  }

  /// In JSON the same, to the digits asked for.
  @Test func objectsHoldTheSameEquation() throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("set digits 17; surface rosenbrock; optimizer adam lr=0.1; step 3")
    let objects = try objects(transcript.run("explain"))
    let entries = try #require(objects.first?["explanations"] as? [[String: Any]])
    #expect(entries.count > 10)
    for entry in entries {
      let text = try #require(entry["numbers"] as? String)
      let value = try Parser.parse(text).evaluateScalar { _ in nil }
      let result = try #require(entry["value"] as? Double)
      #expect((value - result).magnitude <= 1e-13 * max(result.magnitude, 1), "\(text)")
    }
  }
}
