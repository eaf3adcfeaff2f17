import Console
import Datasets
import Engine
import Session
import Wording

/// What a network answers to the inputs that its data span, for a picture.
extension Workspace {
  /// So many units of a layer are drawn.
  private static let mostUnits = 12

  /// Each unit's answers over the features, as thumbnails, and the outputs over a finer grid, packed.
  ///
  /// - Parameter known: the key of the data that the page has; the same ones are not told again.
  /// - Throws: `ShellError` where no network of one or two features is trained.
  func networkAnswers(known: String) throws(ShellError) -> JSON.Object {
    guard let view = FeatureView(of: self) else {
      throw ShellError("thumbnails are drawn over one or two features")
    }
    let network = view.network
    let ground = host.kept(AnswerGrounds.init).ground(of: view)
    let layers = try view.trace(of: ground.coarse).layers
    let count = ground.columns * ground.rows
    let thumbnails = zip(layers, network.architecture.layers).map { trace, layer -> JSON in
      let shown = Array(trace.a.prefix(min(layer.units, Self.mostUnits) * count))
      return .shares(of: shown, each: count)
    }
    let all = try engineError { try network.outputs(at: view.theta, for: ground.fine) }
    var object: JSON.Object = [
      "command": "@answers", "key": .string(ground.key), "units": .array(thumbnails),
    ]
    let width = network.architecture.outputs
    if case .classes = network.training.task, width > 1 {
      object.add(classPictures(of: all, classes: width))
    } else {
      let first = stride(from: 0, to: all.count, by: width).map { all[$0] }
      object["output"] = .shares(of: first, each: first.count)
      object["output_count"] = .integer(width)
    }
    if ground.key != known { object.add(ground.told) }
    return object
  }

  /// The likeliest class at each place, its output there, and how far it is ahead of the next: three
  /// pictures, however many classes there are.
  private func classPictures(of outputs: [Double], classes: Int) -> JSON.Object {
    var (winners, sure, lead) = ([Double](), [Double](), [Double]())
    for start in stride(from: 0, to: outputs.count, by: classes) {
      var (best, next) = (start, -Double.infinity)
      for k in (start + 1)..<(start + classes) {
        if outputs[k] > outputs[best] {
          (best, next) = (k, outputs[best])
        } else {
          next = max(next, outputs[k])
        }
      }
      winners.append(Double(best - start))
      sure.append(outputs[best])
      lead.append(outputs[best] - next)
    }
    return [
      "winner": .shares(of: winners, each: winners.count, from: 0, to: 65_534),
      "sure": .shares(of: sure, each: sure.count), "lead": .shares(of: lead, each: lead.count),
    ]
  }
}

extension JSON {
  /// Pictures of `count` numbers each, which share a scale: its ends, and where between them each
  /// number is.
  ///
  /// - Parameters:
  ///   - low: the lower end; the least number otherwise.
  ///   - high: the upper end; the largest number otherwise.
  fileprivate static func shares(
    of numbers: [Double], each count: Int, from low: Double? = nil, to high: Double? = nil
  ) -> JSON {
    let finite = numbers.filter(\.isFinite)
    let (low, high) = (low ?? finite.min() ?? 0, high ?? finite.max() ?? 0)
    return [
      "low": .number(low), "high": .number(high),
      "pictures": .strings(
        stride(from: 0, to: numbers.count, by: max(count, 1)).map {
          base64(packing: numbers[$0..<min($0 + count, numbers.count)], from: low, to: high)
        }),
    ]
  }
}

/// The places over which networks are drawn, and the data with them: they stay as long as the training
/// set does.
private final class AnswerGrounds {
  private var training: Dataset?
  private var scaling: Standardization?
  private var last: AnswerGround?
  private var keys = PictureKeys()

  func ground(of view: FeatureView) -> AnswerGround {
    let training = view.network.training
    if let last, self.training == training, scaling == view.scaling { return last }
    let new = AnswerGround(of: view, key: keys.next())
    (self.training, scaling, last) = (training, view.scaling, new)
    return new
  }
}

private struct AnswerGround {
  /// More examples are not drawn one by one.
  private static let mostPoints = 600

  let key: String
  /// The thumbnails' grid.
  let columns: Int
  let rows: Int
  /// The inputs at the thumbnails' places, and at those of the outputs' picture.
  let coarse: [Double]
  let fine: [Double]
  /// What a page is told once.
  private(set) var told: JSON.Object

  init(of view: FeatureView, key: String) {
    self.key = key
    let training = view.network.training
    let isPlane = view.features.count == 2
    let x = view.ends(0)
    let y = isPlane ? view.ends(1) : (0, 0)
    func inputs(_ columns: Int, _ rows: Int) -> [Double] {
      isPlane
        ? view.inputs(x: x, y: y, columns: columns, rows: rows)
        : view.inputs(
          along: (0..<columns).map { (i: Int) -> Double in
            x.0 + (x.1 - x.0) * Double(i) / Double(columns - 1)
          })
    }
    let (wide, high) = isPlane ? (80, 60) : (241, 1)
    (columns, rows) = isPlane ? (24, 16) : (48, 1)
    coarse = inputs(columns, rows)
    fine = inputs(wide, high)
    let drawn = (0..<min(training.count, Self.mostPoints)).map {
      $0 * training.count / min(training.count, Self.mostPoints)
    }
    func shown(_ axis: Int) -> JSON {
      let values = view.values(axis, of: training)
      return .packed(drawn.map { values[$0] })
    }
    told = [
      "x": .numbers([x.0, x.1]), "y": .numbers([y.0, y.1]), "columns": .integer(columns),
      "rows": .integer(rows), "wide": .integer(wide), "high": .integer(high),
      "examples": .packed(drawn.map(Double.init)), "example_count": .integer(training.count),
      "points": .array(view.features.indices.map(shown)),
    ]
    if training.task == .regression {
      told["targets"] = .packed(drawn.map { training.targets[$0 * training.targetCount] })
    } else {
      told["classes"] = .strings(training.task.classNames)
      told["labels"] = .packed(drawn.map { training.label(of: $0).map(Double.init) ?? .nan })
    }
  }
}
