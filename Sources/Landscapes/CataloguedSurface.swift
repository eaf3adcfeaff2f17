import Engine
import Formula

/// The named error surfaces, each with what it is famous for and the rates that show it.
///
/// Where no published start or rate exists, those here were found by running the rules; `Rate.shows`
/// says what was seen.
public struct CataloguedSurface: Sendable {
  /// A rate for a rule and what one sees with it.
  public struct Rate: Sendable, Hashable {
    public let rule: String
    public let lr: Double
    public let shows: String
  }
  /// A point worth marking.
  public struct Point: Sendable, Hashable {
    public let x: Double
    public let y: Double
    public let value: Double

    public init(x: Double, y: Double, value: Double) {
      (self.x, self.y, self.value) = (x, y, value)
    }
  }

  /// What a user types.
  public let name: String
  public let formula: String
  public let start: [Double]
  /// The window a plot shows.
  public let xRange: ClosedRange<Double>
  public let yRange: ClosedRange<Double>
  /// The places of the least value, or of the minima where there are several.
  public let minima: [Point]
  /// What the surface is like, in a few words.
  public let character: String
  /// What it is famous for.
  public let shows: String
  public let rates: [Rate]

  /// The surface itself, from its start or another one.
  public func surface(at start: [Double]? = nil) throws -> Surface {
    try Surface(name: name, formula: Parser.parse(formula), start: start ?? self.start)
  }

  public static func named(_ name: String) -> CataloguedSurface? { all.first { $0.name == name } }

  /// The rate to begin with, where `lr` is left open: the catalogue's first one for that rule.
  public func suggestedRate(for rule: String) -> Double? { rates.first { $0.rule == rule }?.lr }
}

extension CataloguedSurface {
  public static let all: [CataloguedSurface] = bowls + valleys + manyMinima

  private static func rate(_ rule: String, _ lr: Double, _ shows: String) -> Rate {
    Rate(rule: rule, lr: lr, shows: shows)
  }
  private static func at(_ x: Double, _ y: Double, _ value: Double = 0) -> Point {
    Point(x: x, y: y, value: value)
  }

  private static let bowls: [CataloguedSurface] = [
    CataloguedSurface(
      name: "bowl", formula: "x^2 + y^2", start: [2, 1.5], xRange: -3...3, yRange: -3...3,
      minima: [at(0, 0)], character: "a round bowl",
      shows: "the gradient points straight at the minimum; lr 0.5 gets there in one step, "
        + "1 bounces for ever, more diverges",
      rates: [
        rate("gd", 0.1, "straight in, below 0.001 after 20 steps"),
        rate("gd", 0.5, "there in one step"), rate("gd", 1, "bounces between two points for ever"),
        rate("gd", 1.05, "diverges"), rate("momentum", 0.1, "overshoots and swings in"),
        rate("nesterov", 0.1, "swings less than momentum"),
        rate("adagrad", 0.5, "24 steps, without overshooting"),
        rate("rmsprop", 0.05, "64 steps, then hops about the minimum"),
        rate("adam", 0.1, "78 steps with a slight overshoot"), rate("adamw", 0.1, "as adam"),
      ]),
    CataloguedSurface(
      name: "stretched_bowl", formula: "0.5*(x^2 + 10*y^2)", start: [4, 2], xRange: -5...5,
      yRange: -3...3, minima: [at(0, 0)], character: "a bowl ten times steeper in y",
      shows: "gd must choose between zig-zagging across (lr 0.18) and crawling along (lr 0.02); "
        + "above 2/10 it diverges",
      rates: [
        rate("gd", 0.18, "zig-zags: y changes sign at every step; 25 steps"),
        rate("gd", 0.02, "crawls along x: 223 steps"),
        rate("gd", 0.2, "y bounces for ever: the limit 2/κmax"), rate("gd", 0.21, "diverges"),
        rate("momentum", 0.05, "swings in within about 80 steps"),
        rate("nesterov", 0.05, "37 steps"), rate("adagrad", 1, "straight in: 26 steps"),
        rate("rmsprop", 0.1, "66 steps, then hops"), rate("adam", 0.3, "77 steps"),
        rate("adamw", 0.3, "76 steps"),
      ]),
    CataloguedSurface(
      name: "ravine", formula: "0.1*x^2 + 2*y^2", start: [-5, -2], xRange: -6...2, yRange: -3...3,
      minima: [at(0, 0)], character: "a ravine, steep in y and nearly flat in x",
      shows: "at lr 0.4 gd crosses the ravine at every step while x creeps; momentum and the "
        + "per-coordinate rules run along its floor",
      rates: [
        rate("gd", 0.4, "y flips at every step; 47 steps"), rate("gd", 0.1, "creeps: 194 steps"),
        rate("gd", 0.51, "diverges"), rate("momentum", 0.05, "58 steps"),
        rate("nesterov", 0.1, "15 steps, then swings a little"), rate("adagrad", 1, "33 steps"),
        rate("rmsprop", 0.1, "74 steps, then hops"), rate("adam", 0.2, "31 steps"),
        rate("adamw", 0.2, "31 steps"),
      ]),
    CataloguedSurface(
      name: "booth", formula: "(x + 2*y - 7)^2 + (2*x + y - 5)^2", start: [-7, 6],
      xRange: -10...10, yRange: -10...10, minima: [at(1, 3)],
      character: "a bowl stretched 9:1 and turned by 45°",
      shows: "dividing each coordinate by its own size cannot undo a turned stretch: momentum "
        + "beats the per-coordinate rules",
      rates: [
        rate("gd", 0.1, "28 steps, both coordinates flip at each"), rate("gd", 0.12, "diverges"),
        rate("momentum", 0.02, "88 steps"), rate("nesterov", 0.05, "35 steps"),
        rate("adagrad", 2, "73 steps"), rate("rmsprop", 0.1, "125 steps, then hops"),
        rate("adam", 0.5, "77 steps"), rate("adamw", 0.5, "77 steps"),
      ]),
    CataloguedSurface(
      name: "saddle", formula: "x^2 - y^2", start: [-1, 0.001], xRange: -1.5...1.5,
      yRange: -1.5...1.5, minima: [], character: "a saddle: down along y, up along x",
      shows: "gd slides to the saddle point and waits there for y to grow; adagrad, rmsprop and "
        + "adam leave sideways at once",
      rates: [
        rate("gd", 0.03, "leaves after 119 steps"), rate("momentum", 0.01, "leaves after 72 steps"),
        rate("nesterov", 0.01, "leaves after 68 steps"),
        rate("adagrad", 0.1, "leaves after 19 steps"),
        rate("rmsprop", 0.02, "leaves after 34 steps"),
        rate("adam", 0.05, "leaves after 21 steps"), rate("adamw", 0.02, "leaves after 45 steps"),
      ]),
    CataloguedSurface(
      name: "plateau", formula: "tanh(x)^2 + tanh(y)^2", start: [4, 3], xRange: -5...5,
      yRange: -5...5, minima: [at(0, 0)], character: "a basin in a plain that is all but flat",
      shows: "like saturated units: the slope at the start is 0.02 and gd stalls for hundreds of "
        + "steps; rules that divide by the gradient's size walk straight in",
      rates: [
        rate("gd", 0.5, "stalls; 381 steps"), rate("gd", 0.9, "220 steps, then zig-zags"),
        rate("momentum", 0.2, "146 steps"), rate("nesterov", 0.2, "131 steps"),
        rate("adagrad", 0.3, "23 steps"), rate("rmsprop", 0.05, "55 steps, then hops"),
        rate("adam", 0.1, "87 steps"), rate("adamw", 0.1, "86 steps"),
      ]),
  ]

  private static let valleys: [CataloguedSurface] = [
    CataloguedSurface(
      name: "valley", formula: "2*x^2 + 0.02*(y^2 - 4)^2", start: [-0.8, 0.01], xRange: -1...1,
      yRange: -1...3, minima: [at(0, 2), at(0, -2)],
      character: "a long valley that starts almost level",
      shows: "at the start y is a thousand times less steep than x: gd sits at the saddle (0, 0) "
        + "first, the rules that divide by the gradient's size leave at once",
      rates: [
        rate("gd", 0.1, "211 steps"), rate("gd", 0.4, "54 steps"),
        rate("momentum", 0.02, "133 steps"), rate("nesterov", 0.02, "131 steps"),
        rate("adagrad", 0.1, "103 steps"), rate("rmsprop", 0.02, "87 steps"),
        rate("adam", 0.05, "72 steps"), rate("adamw", 0.05, "73 steps"),
      ]),
    CataloguedSurface(
      name: "beale",
      formula: "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
      start: [1, 1.5], xRange: -4.5...4.5, yRange: -4.5...4.5, minima: [at(3, 0.5)],
      character: "a flat floor between steep walls",
      shows: "the gradient at the start is 99 long: gd dares at most lr 0.03 and then creeps along "
        + "the floor; adam's step does not depend on the gradient's length",
      rates: [
        rate("gd", 0.03, "194 steps"), rate("gd", 0.04, "flies out"),
        rate("momentum", 0.003, "94 steps"), rate("nesterov", 0.005, "44 steps"),
        rate("adagrad", 1, "255 steps"), rate("rmsprop", 0.01, "386 steps"),
        rate("adam", 0.2, "147 steps"), rate("adamw", 0.1, "1787 steps: the decay pulls it off"),
      ]),
    CataloguedSurface(
      name: "rosenbrock", formula: "(1 - x)^2 + 100*(y - x^2)^2", start: [-1.2, 1],
      xRange: -2...2, yRange: -1...3, minima: [at(1, 1)], character: "a curved valley",
      shows: "the floor is easy to find and hard to follow: every rule reaches it in a few steps, "
        + "then has to follow the bend",
      rates: [
        rate("gd", 0.002, "3232 steps"), rate("gd", 0.005, "never arrives: hops across the floor"),
        rate("momentum", 0.001, "568 steps"), rate("nesterov", 0.001, "605 steps"),
        rate("adagrad", 1, "2949 steps"), rate("rmsprop", 0.002, "3864 steps"),
        rate("adam", 0.1, "715 steps"), rate("adamw", 0.1, "2519 steps: the decay pulls it off"),
      ]),
    CataloguedSurface(
      name: "distill", formula: "(1 - x)^2 + 20*(3*y - x^2)^2", start: [-1.21, 0.853],
      xRange: -2...2, yRange: -0.4...1.2, minima: [at(1, 1.0 / 3)],
      character: "the curved valley of Goh's article on momentum",
      shows: "at lr 0.003 gd zig-zags and crawls; momentum 0.9 overshoots and swings, and is there "
        + "first",
      rates: [
        rate("gd", 0.003, "888 steps, zig-zagging at first"),
        rate("momentum", 0.003, "27 steps, settled after 98"), rate("nesterov", 0.002, "58 steps"),
        rate("adagrad", 0.3, "1304 steps"), rate("rmsprop", 0.002, "1599 steps"),
        rate("adam", 0.2, "231 steps"), rate("adamw", 0.1, "971 steps"),
      ]),
  ]

  private static let manyMinima: [CataloguedSurface] = [
    CataloguedSurface(
      name: "himmelblau", formula: "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", start: [0, 0],
      xRange: -5...5, yRange: -5...5,
      minima: [
        at(3, 2), at(-2.805118086952745, 3.131312518250573),
        at(-3.779310253377747, -3.283185991286170), at(3.584428340330492, -1.848126526964404),
      ],
      character: "four equally good minima",
      shows: "the start and the rate decide which minimum: gd goes to (3, 2), momentum overshoots "
        + "into another basin",
      rates: [
        rate("gd", 0.01, "21 steps to (3, 2)"),
        rate("momentum", 0.005, "61 steps to (3.58, −1.85)"),
        rate("nesterov", 0.01, "13 steps to (3, 2)"), rate("adagrad", 1, "9 steps to (3, 2)"),
        rate("rmsprop", 0.1, "40 steps, then hops"), rate("adam", 0.3, "102 steps to (3, 2)"),
        rate("adamw", 0.1, "79 steps"),
      ]),
    CataloguedSurface(
      name: "rastrigin", formula: "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)",
      start: [3.3, -2.2], xRange: -5.12...5.12, yRange: -5.12...5.12, minima: [at(0, 0)],
      character: "a bowl with a hundred pits",
      shows: "every rule at a careful rate ends in the pit nearest its start",
      rates: [
        rate("gd", 0.003, "into the pit at (2.98, −1.99)"), rate("momentum", 0.001, "the same pit"),
        rate("momentum", 0.01, "hops to another pit, no better"),
        rate("nesterov", 0.001, "the same pit"), rate("adagrad", 0.3, "the same pit"),
        rate("adagrad", 2, "gets as far as (1.99, 0)"), rate("rmsprop", 0.01, "the same pit"),
        rate("adam", 0.1, "the same pit"), rate("adamw", 0.1, "the same pit"),
      ]),
    CataloguedSurface(
      name: "ackley",
      formula: "-20*exp(-0.2*sqrt(0.5*(x^2 + y^2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + 20 "
        + "+ exp(1)",
      start: [2.4, 1.8], xRange: -4...4, yRange: -4...4, minima: [at(0, 0)],
      character: "ripples round one deep funnel",
      shows: "the ripples hold gd, and at the cusp in the middle a constant rate keeps every rule "
        + "jumping",
      rates: [
        rate("gd", 0.03, "held by a ripple at (1.97, 1.97)"),
        rate("gd", 0.1, "jumps about the funnel"), rate("momentum", 0.02, "ends at (0, 1.96)"),
        rate("nesterov", 0.02, "held at (1.97, 1.97)"), rate("adagrad", 2, "reaches the funnel"),
        rate("rmsprop", 0.3, "reaches the funnel, and jumps"),
        rate("adam", 0.5, "ends at (1.95, −0.01)"), rate("adamw", 0.5, "ends at (1.97, −0.01)"),
      ]),
    CataloguedSurface(
      name: "goldstein_price",
      formula: "(1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))"
        + "*(30 + (2*x - 3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))",
      start: [-0.5, 0.3], xRange: -2...2, yRange: -3...1,
      minima: [at(0, -1, 3), at(-0.6, -0.4, 30), at(1.8, 0.2, 84), at(1.2, 0.8, 840)],
      character: "values from 3 to a million in one window",
      shows: "gd needs a rate below 1e-4, and small rates stop in the local minimum (−0.6, −0.4); "
        + "momentum runs through it",
      rates: [
        rate("gd", 0.00005, "226 steps to (0, −1)"),
        rate("gd", 0.00001, "stops at (−0.6, −0.4)"), rate("gd", 0.0001, "diverges"),
        rate("momentum", 0.00003, "108 steps"), rate("nesterov", 0.00003, "75 steps"),
        rate("adagrad", 1, "156 steps"), rate("rmsprop", 0.005, "stops at (−0.6, −0.4)"),
        rate("adam", 0.2, "103 steps"), rate("adamw", 0.1, "3673 steps"),
      ]),
    CataloguedSurface(
      name: "two_wells",
      formula: "x^2 + y^2 - 2*exp(-((x - 1)^2 + y^2)/0.2) - 3*exp(-((x + 1)^2 + y^2)/0.2)",
      start: [1.9, 0.9], xRange: -2...2, yRange: -1.5...1.5,
      minima: [
        at(-0.9363006340109187, 0, -2.063090251768194),
        at(0.905317899160115, 0, -1.092731999201741),
      ],
      character: "a shallow well in front of a deep one",
      shows: "gd stays in the shallow well, momentum 0.9 carries through to the deep one",
      rates: [
        rate("gd", 0.03, "stays in the shallow well"),
        rate("momentum", 0.01, "reaches the deep well after 68 steps"),
        rate("nesterov", 0.03, "the deep well after 19 steps"),
        rate("adagrad", 0.3, "the shallow well"), rate("rmsprop", 0.02, "the shallow well"),
        rate("adam", 0.3, "the deep well after 56 steps"),
        rate("adamw", 0.3, "the deep well after 61 steps"),
      ]),
  ]
}
