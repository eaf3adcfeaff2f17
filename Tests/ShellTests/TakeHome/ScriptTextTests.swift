import TestSupport
import Testing

/// The lines of an exported script that a setting decides. What the library makes of them is
/// `Tests/Scripts/take_home.py`'s.
@Suite struct ScriptTextTests {
  private func script(_ library: String, _ session: String) throws -> String {
    let folder = try TemporaryFolder()
    let transcript = Transcript()
    let said = transcript.run("\(session); export \(library) \(folder.path)/a.py")
    try #require(transcript.outcome == .done, "\(said)")
    return try folder.read("a.py")
  }

  private static let linear = "data linear n=12 features=2 split=0.75,0.25; network 2-2:"
  private static let blobs = "data blobs n=12 split=0.75,0.25; network 2-2:tanh-3:"
  private static let moons = "data moons n=12 split=0.75,0.25; network 2-2:tanh-1:sigmoid; "

  // MARK: The network

  static let networks: [(session: String, lines: [String])] = [
    (
      linear + "leaky_relu-1:linear; seed 4; run 2",
      [
        "a1 = np.where(z1 < 0, 0.1*z1, z1)", "d1 = dh*np.where(f[\"z1\"] > 0, 1, 0.1)",
        "dh = 2*(f[\"a2\"] - y)/(n*1)", "order_stream = np.random.RandomState(5)",
        "mask_stream = np.random.RandomState(6)",
      ]
    ),
    (
      linear + "maxout2-1:linear; run 2",
      ["a1 = z1.reshape(len(x), -1, 2).max(2)", "pieces = f[\"z1\"].reshape(n, -1, 2)"]
    ),
    (moons + "run 2", ["d2 = (f[\"a2\"] - y)/(n*1)"]),
    (blobs + "sigmoid loss=bce; run 2", ["d2 = (f[\"a2\"] - y)/(n*3)"]),
    (blobs + "softmax loss=cross_entropy; run 2", ["d2 = (f[\"a2\"] - y)/n"]),
    // Testing scales what training did not.
    (
      linear + "tanh-1:linear; dropout drop=0.3; run 2",
      ["h1 = 0.7*a1 if masks is None else a1*masks[0]", "dropout = [(2, 0.7, 1, False)]"]
    ),
    (
      linear + "tanh-1:linear; dropout inverted drop=0.3; run 2",
      ["h1 = a1 if masks is None else a1*masks[0]", "dropout = [(2, 0.7, 0.7, False)]"]
    ),
    (
      linear + "tanh-1:linear; dropout drop=0.4 per=batch; run 2", ["dropout = [(2, 0.6, 1, True)]"]
    ),
  ]

  @Test(arguments: networks) func aNetworksLayersAndDropoutAreWrittenOut(
    session: String, lines: [String]
  ) throws {
    let script = try script("numpy", session)
    for line in lines { #expect(script.contains(line + "\n"), "\(line)") }
  }

  @Test(arguments: ["pytorch", "keras"]) func crossEntropyIsOverTheClasses(library: String) throws {
    let script = try script(library, Self.blobs + "softmax loss=cross_entropy; run 2")
    #expect(script.contains("return -(y*torch.log_softmax(f[\"z2\"], 1)).sum(1).mean()\n"))
  }

  // MARK: Rule, schedule, penalty, stopping

  static let settings: [(settings: String, lines: [String])] = [
    (
      "schedule step milestones=2,4 factor=0.5 per=step",
      ["return lr*0.5**sum(m <= t for m in [2, 4])"]
    ),
    ("schedule linear T=9 per=step", ["eta = rate(t - 1)", "return lr*(1 - min(t, 9)/9)"]),
    ("schedule cosine T=9 per=epoch", ["eta = rate(epochs)"]),
    (
      "penalty l1=0.003 l2=0.02",
      ["g = [d + 0.02*p + 0.003*np.sign(p) if p.ndim == 2 else d for d, p in zip(g, point)]"]
    ),
    ("penalty l1=0.003 biases=yes", ["g = [d + 0.003*np.sign(p) for d, p in zip(g, point)]"]),
    (
      "optimizer nadam lr=0.01",
      ["memories = [{\"m\": 0*p, \"v\": 0*p, \"mu_product\": 1} for p in theta]"]
    ),
    ("optimizer rmsprop lr=0.01", ["if t <= 1:"]),
    (
      "stop monitor=val_loss patience=2 min_delta=0.01",
      [
        "value = float(loss(theta, X_val, Y_val))",
        "if best is None and not math.isnan(value) or best is not None and best - value > 0.01:",
        "theta = best_theta",
      ]
    ),
    (
      "stop monitor=loss patience=2 restore=no",
      [
        "value = float(loss(theta, X, Y))",
        "if best is None and not math.isnan(value) or best is not None and best - value > 0:",
        "pass",
      ]
    ),
    (
      "stop monitor=val_accuracy patience=3",
      [
        "value = float(((flat([forward(theta, X_val)[\"a2\"]]).reshape(len(X_val), -1) >= 0.5) == (flat([Y_val]).reshape(len(Y_val), -1) >= 0.5)).mean())",
        "if best is None and not math.isnan(value) or best is not None and value - best > 0:",
      ]
    ),
  ]

  @Test(arguments: settings) func aSettingHasItsLine(settings: String, lines: [String]) throws {
    let script = try script("numpy", Self.moons + settings + "; batch 5; run 4")
    for line in lines { #expect(script.contains(line + "\n"), "\(line)") }
  }

  @Test func theAccuracyOfSeveralClassesIsThatOfTheLargest() throws {
    let script = try script(
      "numpy",
      Self.blobs + "softmax loss=cross_entropy; stop monitor=val_accuracy patience=3; run 4")
    #expect(script.contains("reshape(len(X_val), -1).argmax(1) == flat([Y_val])"))
    #expect(!script.contains(">= 0.5"))
  }

  /// What changes on the way keeps the rule's memory, and another rule has none.
  @Test(arguments: [("schedule cosine T=9", 1), ("optimizer rmsprop lr=0.01", 2)])
  func aRulesMemoryLastsAsLongAsTheRule(change: String, beginnings: Int) throws {
    let script = try script(
      "numpy", Self.moons + "optimizer adam lr=0.01; batch 5; run 4; \(change); run 4")
    #expect(script.matches(of: #/memories, begun = /#).count == beginnings)
    #expect(script.contains("settings_from_5()"))
  }

  // MARK: What is compared

  @Test(arguments: [
    (3, [1, 2, 3]), (10, Array(1...10)), (25, [2, 5, 7, 10, 12, 15, 17, 20, 22, 25]),
  ])
  func theSessionsNumbersStandAtEachTenthAndAtTheEnd(updates: Int, moments: [Int]) throws {
    let script = try script("numpy", "surface bowl; optimizer gd lr=0.1; run \(updates)")
    let found = script.matches(of: #/(?m)^(\d+): \[$/#).compactMap { Int($0.output.1) }
    #expect(found == moments)
  }

  /// Python binds as formulas do, save that a sign and a power change places.
  @Test(arguments: [
    ("x^2 - (y - 1)", "x*x - (y - 1)"), ("x^2 - y - 1", "x*x - y - 1"),
    ("(-x)^3 + y^2", "(-x)**3 + y*y"), ("-x^3 + y^2", "-x**3 + y*y"), ("x/(y/2)", "x/(y/2)"),
    ("(x + 1)^2*y", "(x + 1)**2*y"), ("2^-x + y", "2**(-x) + y"),
  ])
  func aFormulaKeepsItsParentheses(formula: String, python: String) throws {
    let script = try script("numpy", "surface \"\(formula)\" at=1,-1; optimizer gd lr=0.001; run 2")
    #expect(script.contains("    return \(python)\n"), "\(script)")
  }
}
