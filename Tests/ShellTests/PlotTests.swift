import Console
import Foundation
import Pictures
import Session
import Shell
import Testing
import Wording

/// What `plot` draws, as numbers: against other commands, closed forms and sums worked out here.
@Suite(.serialized) struct PlotNumberTests {
  private func transcript(_ lines: String...) -> Transcript {
    let transcript = Transcript(traits: Traits(json: true))
    for line in lines {
      transcript.run(line)
      #expect(transcript.outcome == .done, "\(line)")
    }
    return transcript
  }

  private func object(_ transcript: Transcript, _ line: String) throws -> [String: Any] {
    let text = transcript.run(line)
    return try #require(try objects(text).last, "\(line): \(text)")
  }

  private func numbers(_ value: Any?) throws -> [Double] { try #require(value as? [Double]) }

  private static let moons =
    "data moons n=120 noise=0.2 split=0.7,0.3; network 2-6:tanh-4:maxout2-1:sigmoid; "
    + "dropout drop=0.3 layers=1; optimizer adam lr=0.02; batch 12; seed 7; run 120"

  @Test func plotAloneListsWhatCanBeDrawnAndWhyTheRestCannot() throws {
    let transcript = Transcript(traits: Traits(json: true))
    func states() throws -> [String: Bool] {
      let pictures = try #require(
        try object(transcript, "plot")["pictures"] as? [[String: Any]])
      return try Dictionary(
        uniqueKeysWithValues: pictures.map { picture in
          let isDrawable = try #require(picture["drawable"] as? Bool)
          #expect(isDrawable == (picture["because"] is NSNull))
          return (try #require(picture["name"] as? String), isDrawable)
        })
    }
    // What is listed as drawable can be drawn, and nothing else.
    for line in ["status", "surface ravine", "step", Self.moons, "race gd adam steps=3"] {
      transcript.run(line)
      for (name, isDrawable) in try states() {
        transcript.run("plot \(name)")
        #expect((transcript.outcome == .done) == isDrawable, "\(name) after \(line)")
      }
    }
  }

  @Test func lossesAreTheBatchesTheirMeanAndTheValidationSet() throws {
    let transcript = transcript(Self.moons)
    let drawn = try object(transcript, "plot loss smooth=9")
    let series = try #require(drawn["series"] as? [[String: Any]])
    func values(_ name: String) throws -> (t: [Double], values: [Double]) {
      let one = try #require(series.first { $0["name"] as? String == name })
      return (try numbers(one["t"]), try numbers(one["values"]))
    }
    let batches = try values("batch_loss")
    #expect(batches.t == (1...120).map(Double.init))
    for t in [1, 60, 120] {
      transcript.run("goto \(t)")
      let alone = try object(transcript, "print batch_loss")["value"] as? Double
      #expect(batches.values[t - 1] == alone)
    }
    let mean = try values("batch_loss_mean").values
    for i in mean.indices {
      let near = batches.t.indices.filter { abs(batches.t[$0] - batches.t[i]) <= 4.5 }
      let expected = near.reduce(0) { $0 + batches.values[$1] } / Double(near.count)
      #expect(abs(mean[i] - expected) < 1e-12)
    }
    for name in ["loss", "val_loss"] {
      let last = try #require(try values(name).values.last)
      transcript.run("goto 120")
      #expect(last == (try object(transcript, "print \(name)")["value"] as? Double))
    }
  }

  @Test func curvesOfActivationsAreTheirFormulas() throws {
    let drawn = try object(
      transcript(), "plot activation sigmoid tanh relu leaky_relu0.2 elu linear x=-3,3")
    let z = try numbers(drawn["z"])
    let formulas: [(Double) -> Double] = [
      { 1 / (1 + exp(-$0)) }, { tanh($0) }, { max(0, $0) }, { max(0.2 * $0, $0) },
      { $0 >= 0 ? $0 : exp($0) - 1 }, { $0 },
    ]
    let curves = try #require(drawn["activations"] as? [[String: Any]])
    #expect(curves.count == formulas.count)
    for (curve, f) in zip(curves, formulas) {
      let (a, slope) = (try numbers(curve["a"]), try numbers(curve["slope"]))
      for (i, z) in z.enumerated() where z != 0 {
        #expect(abs(a[i] - f(z)) < 1e-12)
        // Central differences have an error of h² f‴ / 6 and of 1e-16 / h by rounding.
        #expect(abs(slope[i] - (f(z + 1e-5) - f(z - 1e-5)) / 2e-5) < 1e-8)
      }
    }
  }

  @Test func heatMapsHoldTheWeightsAndTheirGradients() throws {
    let transcript = transcript(Self.moons)
    for (what, source) in [("weights", "print W2"), ("gradients", "print grad")] {
      let matrices = try #require(
        try object(transcript, "plot \(what) W2")["matrices"] as? [[String: Any]])
      let values = try numbers(matrices.first?["values"])
      let printed = try object(transcript, source)["value"]
      let expected = (printed as? [[Double]])?.flatMap(\.self) ?? (printed as? [Double]) ?? []
      // W1 and b1 come first in θ.
      #expect(values == (what == "weights" ? expected : Array(expected[18..<66])))
    }
  }

  @Test func tilesKeepWhatStandsOut() {
    var values = [Double](repeating: 0.1, count: 300 * 200)
    values[299 * 200 + 199] = -9
    values[7 * 200 + 3] = .nan
    let tiles = Tiles(values, columns: 200).joined(most: (rows: 64, columns: 128))
    #expect(tiles.rows <= 64 && tiles.columns <= 128 && tiles.isJoined)
    #expect(tiles.values.last == -9)
    #expect(tiles.values.count { $0.isNaN } == 1)
    #expect(Tiles([1, 2, 3, 4], columns: 2).joined(most: (rows: 64, columns: 128)).rows == 2)
  }

  @Test func normsAreThoseOfTheXRay() throws {
    let transcript = transcript(Self.moons)
    let drawn = try #require(try object(transcript, "plot norms")["layers"] as? [[String: Any]])
    let xray = try #require(try object(transcript, "gradients")["layers"] as? [[String: Any]])
    #expect(drawn.count == 3)
    for (a, b) in zip(drawn, xray) {
      #expect(try numbers(a["norms"]).last == b["gradient_norm"] as? Double)
    }
  }

  @Test(arguments: ["momentum", "nesterov"])
  func arrowsOfAStepAddUp(rule: String) throws {
    let transcript = transcript("surface ravine; optimizer \(rule) lr=0.05; step 5")
    let drawn = try object(transcript, "plot step")
    let arrows = try #require(drawn["arrows"] as? [[String: Any]])
    let by = try arrows.map { try numbers($0["by"]) }
    let memory = try numbers(
      try object(transcript, "print lambda*v_prev")["value"])
    let eta = try #require(drawn["eta"] as? Double)
    let g = try numbers(drawn["g"])
    for axis in 0..<2 {
      #expect(abs(by[0][axis] - memory[axis]) < 1e-14)
      #expect(abs(by[1][axis] + eta * g[axis]) < 1e-14)
      #expect(abs(by[0][axis] + by[1][axis] - by[2][axis]) < 1e-14)
    }
  }

  /// A rescaling rule's step stands beside the raw gradient, both equally long.
  @Test(arguments: ["adam", "rmsprop", "adagrad"])
  func rescaledStepsStandBesideTheGradient(rule: String) throws {
    let transcript = transcript("surface rosenbrock; optimizer \(rule) lr=0.02; step 5")
    let drawn = try object(transcript, "plot step")
    let arrows = try #require(drawn["arrows"] as? [[String: Any]])
    let (raw, step) = (try numbers(arrows.first?["by"]), try numbers(arrows.last?["by"]))
    let g = try numbers(drawn["g"])
    #expect(abs(hypot(raw[0], raw[1]) / hypot(step[0], step[1]) - 1) < 1e-12)
    #expect(abs(raw[0] * g[1] - raw[1] * g[0]) < 1e-12 * hypot(g[0], g[1]))
    #expect(raw[0] * g[0] <= 0)
    #expect(step == (try numbers(drawn["delta"])))
  }

  @Test func aLinearFitIsTheLeastSquaresLineInTheDatasOwnUnits() throws {
    let raw = transcript("data linear n=60 noise=0.3 seed=4; network 1-1:linear")
    let x = try #require(try object(raw, "print x")["value"] as? [[Double]]).map { $0[0] }
    let y = try numbers(try object(raw, "print y")["value"])
    let n = Double(x.count)
    let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    let slope =
      zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
      / x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
    let scaled = transcript(
      "data linear n=60 noise=0.3 seed=4 standardize=yes standardize_target=yes",
      "network 1-1:linear; batch 60; optimizer gd lr=0.4; run 200")
    let drawn = try object(scaled, "plot fit")
    let (places, predicted) = (try numbers(drawn["x"]), try numbers(drawn["predicted"]))
    #expect((places.first ?? 0) < (x.min() ?? 0) && (places.last ?? 0) > (x.max() ?? 0))
    for (place, value) in zip(places, predicted) {
      // Gradient descent has halved the distance and more 200 times.
      #expect(abs(value - (my + slope * (place - mx))) < 1e-9 * max(1, abs(value)))
    }
    let against = try object(scaled, "plot predicted")
    #expect(
      zip((against["true"] as? [[Double]] ?? []).map { $0[0] }, y).allSatisfy {
        abs($0 - $1) < 1e-12 * max(1, abs($1))
      })
  }

  @Test func theBoundaryHoldsTheNetworksOutputs() throws {
    let transcript = transcript("data moons n=60; network 2-1:sigmoid; run 50")
    let drawn = try object(transcript, "plot boundary x=-1,2 y=0,1")
    let outputs = try #require(drawn["outputs"] as? [[Double]])
    let w = try #require(try object(transcript, "print W1")["value"] as? [[Double]])[0]
    let b = try numbers(try object(transcript, "print b1")["value"])[0]
    #expect(outputs.count == 60 && outputs[0].count == 80)
    for (x, y, output) in [
      (-1.0, 0.0, outputs[0][0]), (2, 0, outputs[0][79]), (2, 1, outputs[59][79]),
    ] {
      #expect(abs(output - 1 / (1 + exp(-(w[0] * x + w[1] * y + b)))) < 1e-12)
    }
  }

  @Test func aMaxoutUnitIsTheLargestOfItsPieces() throws {
    let transcript = transcript(Self.moons)
    for line in ["plot maxout 2 1", "plot maxout 2 3 features=x2 at=0.5,0"] {
      let drawn = try object(transcript, line)
      let pieces = try #require(drawn["pieces"] as? [[Double]])
      let value = try numbers(drawn["maximum"])
      #expect(pieces.count == 2)
      for i in value.indices { #expect(value[i] == max(pieces[0][i], pieces[1][i])) }
    }
  }

  @Test func confusionCountsEveryExample() throws {
    let transcript = transcript(Self.moons)
    for (part, count, accuracy) in [
      ("training", 84, "accuracy"), ("validation", 36, "val_accuracy"),
    ] {
      let drawn = try object(transcript, "plot confusion \(part)")
      let table = try #require(drawn["confusion"] as? [[Int]])
      #expect(table.flatMap(\.self).reduce(0, +) == count)
      let right = Double(table[0][0] + table[1][1]) / Double(count)
      #expect(right == (try object(transcript, "print \(accuracy)")["value"] as? Double))
    }
  }

  @Test func subnetworksAreAllCounted() throws {
    let transcript = transcript(Self.moons)
    let drawn = try object(transcript, "plot subnets")
    let probabilities = try numbers(drawn["probabilities"])
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
    #expect(try #require(drawn["counts"] as? [Int]).reduce(0, +) == 64)
    let ensemble = try object(transcript, "subnets")["ensemble"] as? Double
    #expect(ensemble == drawn["ensemble"] as? Double)
  }

  @Test func theDiagramsMasksAreTheLastUpdates() throws {
    let transcript = transcript(Self.moons)
    let printed = try #require(try object(transcript, "print masks")["value"] as? [[[Int]]])
    for example in [0, 5] {
      let masks = try #require(
        try object(transcript, "plot network \(example)")["masks"] as? [[String: Any]])
      #expect(masks.first?["mask"] as? [Int] == printed[0].map { $0[example] })
    }
  }

  @Test func distributionsTellBranchesApart() throws {
    let transcript = transcript(
      Self.moons, "fork lasso; penalty l1=0.05; run 300; switch main; run 300")
    let branches = try #require(
      try object(transcript, "plot distribution")["branches"] as? [[String: Any]])
    func nearZero(_ name: String) throws -> Int {
      try #require(branches.first { $0["branch"] as? String == name }?["near_zero"] as? Int)
    }
    #expect(branches.count == 2)
    // L1 sends weights to zero, and no penalty does not.
    #expect(try nearZero("lasso") > nearZero("main") + 5)
  }

  @Test(arguments: [
    ("plot boundry", "boundary"), ("plot surface loss", "on its own"),
    ("plot surface log=yes", "x="),
    ("plot step", "surface"), ("plot fit", "features="),
    ("plot fit features=age,water,cement", "two"),
    ("plot fit features=age,age", "twice"), ("plot fit features=cemnt,water", "cement"),
    ("plot boundary", "plot fit"),
    ("plot fit at=1,2 features=age", "8 features"), ("plot weights W9", "W1"),
    ("plot activation maxout2", "plot maxout"), ("plot activation softmax", "softmax"),
    ("plot activation swish", "activation"), ("plot schedule cosin", "cosine"),
    ("plot schedule all x=3,1", "lower"), ("plot maxout", "maxout"),
    ("plot units 7 features=age", "layers"),
    ("plot confusion", "predicted"), ("plot predicted test", "split"), ("plot subnets", "dropout"),
    ("plot network 3 4", "one"), ("plot race", "race gd"), ("plot norms", "update"),
    ("plot describe describe", "describe"), ("plot x=1,2", "alone"),
  ])
  func errorsSayWhatWouldBeRight(line: String, hint: String) {
    let transcript = Transcript()
    transcript.run("data concrete; network 8-4:tanh-1")
    let text = transcript.run(line)
    #expect(transcript.outcome == .failed, "\(line): \(text)")
    #expect(text.contains(hint), "\(line): \(text)")
  }

  /// All lines of a figure are equally wide, in every window.
  @Test(arguments: [24, 41, 60, 80, 133], [true, false])
  func allLinesAreEquallyWide(width: Int, unicode: Bool) {
    let setUps: [(String, [String])] = [
      (
        "surface rosenbrock; optimizer adam lr=0.1; run 30; race gd adam steps=9",
        [
          "surface", "step", "loss", "schedule all", "activation", "activation elu", "race", "m v",
        ]
      ),
      (
        Self.moons,
        [
          "loss", "weights", "weights b1", "gradients W2", "norms", "distribution", "network",
          "subnets", "units", "units 3", "maxout", "boundary", "confusion", "surface",
        ]
      ),
      (
        "data concrete standardize=yes; network 8-3:relu-1; run 9",
        [
          "fit features=age", "fit features=age,water", "predicted", "units features=age", "loss",
        ]
      ),
    ]
    for (setUp, names) in setUps {
      let transcript = Transcript(traits: Traits(width: width, unicode: unicode))
      transcript.run(setUp)
      for name in names {
        let text = transcript.run("plot \(name)")
        #expect(transcript.outcome == .done, "\(name): \(text)")
        let widths = Set(text.split(separator: "\n").map { displayWidth(of: String($0)) })
        #expect(widths == [width], "\(name)")
        #expect(unicode || text.utf8.allSatisfy { $0 < 0x80 }, "\(name)")
      }
    }
  }

  /// What cannot be drawn as it is draws something sensible or says why not.
  @Test(arguments: [
    "surface bowl; optimizer gd lr=3; run 100000; plot loss; plot surface; plot theta",
    "surface \"0*x\"; step; plot surface; plot loss; plot g",
    "surface \"1e300*x^2 + y^2\"; optimizer gd lr=1e-301; step; plot surface; plot step; plot loss",
    "surface \"log(x) + y\" at=0.01,0; step 3; plot surface; plot loss",
    "data moons n=4; network 2-1:sigmoid; step; plot boundary; plot confusion; plot loss",
    "data linear n=4; network 1-1; step; plot fit; plot predicted; plot units; plot distribution",
    "data moons; network 2-2:relu-1:sigmoid; optimizer gd lr=1e200; run 5; plot loss; plot boundary; "
      + "plot weights; plot norms; plot distribution; plot units",
  ])
  func degenerateNumbersAreDrawnOrRefused(lines: String) {
    for traits in [Traits(), Traits(width: 60, unicode: false), Traits(json: true)] {
      let transcript = Transcript(traits: traits)
      for line in lines.split(separator: ";").map(String.init) {
        let text = transcript.run(line)
        #expect(!text.isEmpty, "\(line)")
        guard transcript.outcome == .done, line.hasPrefix(" plot") else { continue }
        guard !traits.json else {
          #expect(throws: Never.self) { try objects(text) }
          continue
        }
        for row in text.split(separator: "\n") {
          #expect(displayWidth(of: String(row)) <= traits.width, "\(line): \(row)")
        }
      }
    }
  }

  /// The first layer's weights of image data are images, whose JSON is the matrix all the same.
  @Test func weightsOfPixelsAreImages() throws {
    let setUp = "data digits; network 64-3:relu-10:softmax; step 2"
    let drawn = try object(transcript(setUp), "plot weights W1")
    let matrix = try #require((drawn["matrices"] as? [[String: Any]])?.first)
    #expect(matrix["shape"] as? [Int] == [3, 64])
    let transcript = Transcript(traits: Traits(width: 60))
    transcript.run(setUp)
    let described = transcript.run("plot weights W1 describe")
    #expect(described.contains("3 panels") && described.contains("8 × 8"), "\(described)")
    // The least and the greatest weight, at their pixels.
    let values = try numbers(matrix["values"])
    let most = try #require(values[..<64].max())
    let place = try #require(values[..<64].firstIndex(of: most))
    let text = transcript.run("print W1[0,\(place)]")
    let shown = try #require(text.split(separator: " ").last.map { $0.filter { !$0.isNewline } })
    #expect(described.contains(String(shown.prefix(5))), "\(shown): \(described)")
    // Other matrices and other data are matrices.
    for words in ["W2", ""] {
      #expect(!transcript.run("plot weights \(words) describe").contains("8 × 8"), "\(words)")
    }
    transcript.run("data moons; network 2-3:relu-1:sigmoid")
    #expect(!transcript.run("plot weights W1 describe").contains("unit 0"))
  }

  /// What a set-up leaves to be drawn is little, constant, infinite or nothing.
  private static let degenerate = [
    "surface bowl", "surface bowl; step; goto 0", "surface \"0*x\"; run 3",
    "surface \"1e300*x*y\" at=1,1; optimizer gd lr=1e-301; run 3",
    "surface \"sqrt(x) + sqrt(y)\" at=0.01,0.01; optimizer gd lr=1; run 3",
    "surface bowl; race gd steps=1", "surface bowl; race gd momentum lr=50 steps=400 tuned=no",
    "surface \"0*x\"; race gd adam steps=5", "data points x=1 y=1; network 1-1",
    "data points x=1 y=1; network 1-1; run 3; race gd adam steps=2",
    "data points x=0,0,0 y=2,2,2; network 1-2:tanh-1; run 3",
    "data points x=1e300,-1e300 y=1,2; network 1-1:linear; run 3",
    "data moons n=4; network 2-1:sigmoid; dropout input=0.5; run 3",
    "data moons n=20 split=0.9,0.1; network 2-4:relu-1:sigmoid init=zero; run 5",
    "data moons n=20; network 2-3:maxout2-1:sigmoid; dropout drop=0.5; optimizer gd lr=1e300; run 4",
    "data iris take=3; network 4-2:relu-3:softmax; batch 1; run 2",
    "data digits take=1; network 64-1:relu-10:softmax; step",
    "search random \"0*x\" x=linear(0,1) trials=1",
    "search random \"1/x\" x=choice(0,1) trials=2",
    "search bayes \"0*x + 0*y\" x=linear(0,1) y=linear(0,1) trials=6",
    "data moons n=20; network 2-1:sigmoid; search grid lr=1e300 epochs=2",
  ]

  /// Whatever `plot` offers after such a set-up is drawn, or one sentence says why not; the files
  /// are whole too, without a coordinate that is no number.
  @Test(arguments: degenerate)
  func littleOrNothingIsDrawnOrRefused(setUp: String) throws {
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run(setUp)
    let pictures = try #require(try object(transcript, "plot")["pictures"] as? [[String: Any]])
    let names = pictures.filter { $0["drawable"] as? Bool == true }
      .compactMap { $0["name"] as? String }
    #expect(names.count > 2)
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("degenerate-\(UInt64.random(in: 0...UInt64.max)).svg")
    defer { try? FileManager.default.removeItem(at: file) }
    for traits in [Traits(), Traits(width: 60, unicode: false)] {
      let transcript = Transcript(traits: traits)
      transcript.run(setUp)
      for name in names {
        for words in name == "search" ? Self.searchPictures : [name] {
          let text = transcript.run("plot \(words)")
          let rows = text.split(separator: "\n").map { displayWidth(of: String($0)) }
          guard transcript.outcome == .done else {
            #expect(transcript.outcome == .failed && rows.count <= 3, "\(words): \(text)")
            continue
          }
          #expect(Set(rows) == [traits.width], "\(words): \(text)")
          transcript.run("export svg \(file.path) \(words)")
          #expect(transcript.outcome == .done, "\(words)")
          let document = try String(contentsOf: file, encoding: .utf8)
          let drawing = document.components(separatedBy: "</defs>").last ?? ""
          #expect(drawing.contains("</svg>"))
          for word in ["=\"nan", "=\"inf", "=\"-inf", " nan", " inf\""] {
            #expect(!drawing.contains(word), "\(words)")
          }
          transcript.run("plot \(words) describe")
          #expect(transcript.outcome == .done, "\(words)")
        }
      }
    }
  }

  private static let searchPictures = [
    "search", "search parallel", "search points", "search pairs", "search importance",
    "search curves", "search progress", "search model",
  ]

  @Test func interruptionStopsALongPicture() {
    var isInterrupted = false
    let transcript = Transcript(interrupt: { isInterrupted })
    transcript.run(Self.moons)
    isInterrupted = true
    for line in ["plot loss", "plot norms", "plot m[0]"] {
      #expect(transcript.run(line).contains("interrupted"), "\(line)")
      #expect(transcript.outcome == .failed)
    }
  }
}

/// Pausing, stepping and ending what `animate` plays.
@Suite struct AnimationTests {
  @Test func keysPauseStepAndEnd() {
    var playback = Playback(frames: 5)
    playback.advance()
    #expect(playback.position == 1)
    playback.press(" ")
    playback.advance()
    #expect(playback.position == 1 && playback.isPaused)
    for key in "→→←" { playback.press(key) }
    #expect(playback.position == 2)
    for _ in 0..<9 { playback.press("→") }
    #expect(playback.position == 4 && !playback.isOver)
    for _ in 0..<9 { playback.press("←") }
    #expect(playback.position == 0)
    playback.press("+")
    #expect(playback.speed == 2)
    for _ in 0..<99 { playback.press("-") }
    #expect(playback.speed == 0.01)
    playback.press(" ")
    #expect(!playback.isPaused)
    playback.press("q")
    #expect(playback.isOver)
    var short = Playback(frames: 1)
    short.advance()
    #expect(short.isOver)
  }

  /// The keys reach the picture, which ends whole, and the keyboard is given back.
  @Test func aKeyEndsThePicture() {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    var (begun, ended) = (0, 0)
    var keys: [Character] = [" ", "→", "q"]
    transcript.session.keyboard = Keyboard(
      begin: {
        begun += 1
        return true
      }, next: { keys.isEmpty ? nil : keys.removeFirst() }, end: { ended += 1 })
    transcript.run("surface ravine; run 30")
    let whole = transcript.run("plot surface")
    let shown = transcript.run("animate surface")
    #expect(begun == 1 && ended == 1 && keys.isEmpty)
    #expect(shown.contains("space pauses"))
    // It is a line lower while it plays, so that its own line of help finds room.
    #expect(shown.hasSuffix(whole.split(separator: "\n").suffix(2).joined(separator: "\n") + "\n"))
  }

  /// A terminal that cannot move its cursor is given the whole picture at once.
  @Test func aDumbTerminalSeesTheWholePicture() {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.session.keyboard = Keyboard(begin: { false }, next: { nil }, end: {})
    transcript.run("surface ravine; run 30")
    let whole = transcript.run("plot surface")
    #expect(transcript.run("animate surface") == whole)
  }
}
