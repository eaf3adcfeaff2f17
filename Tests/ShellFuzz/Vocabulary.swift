import Session
import Shell

/// A session that has been set up in this process, asked what a line there could say.
struct Situation {
  let setUp: [String]
  let session: Session

  init(_ setUp: [String]) {
    self.setUp = setUp
    session = Session(output: .init(write: { _ in }, writeError: { _ in }))
    for line in setUp { session.execute(line) }
  }

  /// What sessions begin with; each is also where names for their lines come from.
  static func usual() -> [Situation] {
    let setUps: [[String]] = [
      [],
      ["surface rosenbrock", "optimizer adam lr=0.1", "step 3"],
      ["surface \"x^2 + 10*y^2\" at=4,1", "fork b", "optimizer momentum lr=0.01", "run 5", "back"],
      [
        "surface line data=auto_mpg x=weight_lb y=mpg standardize=yes", "optimizer gd lr=0.1",
        "run 4",
      ],
      [
        "data moons n=20 noise=0.2 split=0.6,0.2,0.2", "network 2-3:tanh-2:maxout2-1:sigmoid",
        "dropout drop=0.3", "optimizer nesterov lr=0.1", "batch 4", "run 6",
      ],
      ["data iris", "network 4-3:softmax", "optimizer adagrad lr=0.1", "run 3", "stop patience=3"],
      ["data concrete standardize=yes", "network 8-3:relu-1", "optimizer rmsprop lr=0.01", "step"],
      ["data digits take=20", "network 64-4:elu-10:softmax", "step"],
      ["surface bowl", "race gd adam steps=3", "step"],
      ["search random \"x^2 + y\" x=linear(0,1) y=log(0.1,10) trials=3", "surface ravine"],
      [
        "define rule mine", "slot v", "v = 0.9*v + g", "delta = -eta*v", "end", "surface bowl",
        "optimizer mine lr=0.1", "step 2",
      ],
      ["break when loss > 100", "watch g[0]", "display theta", "surface himmelblau", "step"],
      ["lesson 4"],
      ["recipe", "data moons n=30 split=0.7,0.3"],
    ]
    return setUps.map(Situation.init)
  }
}

/// Words that fit nowhere in particular.
enum Words {
  static let names = [
    "a", "b", "main", "x", "y", "mine", "loss", "all", "none", "best", "W1", "b1", "θ", "é", "名前",
    "🙂", "e\u{301}", "\u{202E}abc", "-", ".", "..", "--json", "-c", "a-b", "a.b", "a/b", "NUL",
    "verylongnameverylongnameverylongnameverylongnameverylongnameverylongname", "%s%n", "*", "~x",
    "yes", "no", "on", "off", "1", "0", "true", "=", "==", "key=value", "=1", "x=", "'", "\"", "\\",
    "(", ")", "[", "]", "{", "}", "#", ";", ",", "…", "“quoted”", "–1", "​", "\u{A0}",
    "\u{F7C3}(", "\u{F7F0}\u{F79F}\u{F798}",
  ]

  static let numbers = [
    "0", "1", "-1", "2", "3", "5", "10", "0.5", "0.1", "1e-3", "-0", "1e16", "-1e16", "1e308",
    "-1e308", "1.797e308", "1e-308", "5e-324", "-5e-324", "1e400", "1e-400", "1/0", "-1/0", "0/0",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "4294967295",
    "4294967296", "65536", "2^31", "2^53", "2^63", "pi", "e", "1e5000", ".5", "5.", "1.", "--1",
    "+-2", "1,5", "1_000", "0x10", "1e", "½", "٣", "sqrt(2)", "1/8", "nan", "inf", "NaN", "(1",
    "1)",
    "1e15+0.5", "0.9999999999999999", "1.0000000000000002",
  ]

  static let paths = [
    "numbers.csv", "classes.csv", "bad.csv", "empty.csv", "script.descent", "self.descent",
    "book.md", "lesson.md", "saved.descent", "garbage.bin", "new.svg", "new.html", "new.md",
    "new.csv", "new", "folder", "folder/", "folder/new.svg", "missing/new.svg", "images.idx",
    "labels.idx", "fifo", "locked", "/dev/null", "~/new.svg", "~", "''", "a b.csv", "loop", ".",
    "receipt", "../new.svg", "tb", "numbers.csv.gz",
  ]

  static let operators = ["+", "-", "*", "/", "^", "<", ">", "<=", "==", "and", "or"]
  static let functions = [
    "exp", "log", "sqrt", "abs", "sin", "tan", "asin", "acosh", "tanh", "sigmoid", "relu", "norm",
    "sum", "mean", "max", "min", "argmax", "floor", "round", "sign", "softplus", "atan2", "log10",
    "if", "dot", "mod",
  ]
}
