import Conversion
import Datasets
import Formula
import Numerics
import Wording

/// What a layer does to its pre-activations z: an activation function with its setting.
public struct Activation: Sendable {
  public let shape: any ActivationShape.Type
  /// Its setting; 0 where it has none.
  public let setting: Double
  /// The function of one number; nil for those that join several.
  package let elementwise: (any ElementwiseActivation.Type)?
  /// The linear pieces a unit has: its rows in W.
  public let pieces: Int

  init(_ shape: any ActivationShape.Type, _ setting: Double? = nil) {
    self.shape = shape
    self.setting = setting ?? shape.setting?.defaultValue ?? 0
    elementwise = shape as? any ElementwiseActivation.Type
    pieces =
      shape == Maxout.self ? Int(clamping: self.setting, from: 2, to: Maxout.mostPieces) : 1
  }

  /// The activations that come with the program.
  public static let shapes: [any ActivationShape.Type] = [
    Sigmoid.self,
    Tanh.self,
    ReLU.self,
    LeakyReLU.self,
    ELU.self,
    GELU.self,
    Softplus.self,
    Maxout.self,
    Linear.self,
    Softmax.self,
  ]

  /// The names a user may type, each with what may follow it.
  public static let names = shapes.map { $0.name }

  /// The names of those that bend each number by itself.
  public static let curves =
    shapes.filter { $0 is any ElementwiseActivation.Type && $0.name != Linear.name }.map { $0.name }

  // Those that the lecture's networks are made of.
  public static let sigmoid = Activation(Sigmoid.self)
  public static let tanh = Activation(Tanh.self)
  public static let relu = Activation(ReLU.self)
  public static let linear = Activation(Linear.self)
  public static let softmax = Activation(Softmax.self)
  public static func maxout(pieces: Int) -> Activation { Activation(Maxout.self, Double(pieces)) }

  public var name: String { shape.name }

  /// Whether `he` is the default initializer.
  public var isReLULike: Bool { shape.isReLULike }

}

extension Activation: Hashable {
  public static func == (a: Activation, b: Activation) -> Bool {
    a.shape == b.shape && a.setting == b.setting
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(setting)
  }
}

extension Activation: CustomStringConvertible {
  /// As a user types it: `relu`, `maxout3`, `leaky_relu` (slope 0.1) or `leaky_relu0.2`.
  public var description: String {
    guard let declared = shape.setting, setting != declared.defaultValue else { return name }
    return name + (shape == Maxout.self ? "\(pieces)" : plain(setting))
  }

  /// Reads `relu`, `maxout3`, `leaky_relu0.2`, `elu(0.5)`.
  ///
  /// - Throws: `EngineError` naming the nearest activation, or the range a parameter lies in.
  public init(parsing text: String) throws {
    guard !text.isEmpty else {
      throw EngineError(
        "the activation is missing behind ':'; write it, as in 8:relu, or leave the colon out")
    }
    let typed = String(text.prefix { $0.isLetter || $0 == "_" })
    let name =
      Spelling.match(typed, in: Self.names + Self.shapes.flatMap { $0.aliases }) ?? typed
    var rest = text.dropFirst(typed.count)
    if rest.first == "(", rest.last == ")" { rest = rest.dropFirst().dropLast() }
    if rest.first == "=" { rest = rest.dropFirst() }
    let number = String(rest)

    guard let shape = Self.shapes.first(where: { $0.name == name || $0.aliases.contains(name) })
    else {
      let near = Spelling.candidates(for: name.isEmpty ? text : name, in: Self.names)
      throw EngineError(
        "unknown activation \(quoted(text)); "
          + (near.isEmpty
            ? "there are \(Self.names.joined(separator: ", "))"
            : "did you mean \(quotedAlternatives(near))?"))
    }
    guard let setting = shape.setting else {
      guard number.isEmpty else { throw EngineError("\(quoted(text)): \(name) takes no number") }
      self.init(shape)
      return
    }
    guard shape != Maxout.self else {
      guard let pieces = Int(number), (2...Maxout.mostPieces).contains(pieces) else {
        throw EngineError(
          "\(quoted(text)): maxout takes its number of linear pieces, 2 to \(Maxout.mostPieces), "
            + "as maxout2")
      }
      self = .maxout(pieces: pieces)
      return
    }
    if number.isEmpty, let value = setting.defaultValue {
      self.init(shape, value)
      return
    }
    guard let value = decimal(number), setting.range.contains(value) else {
      throw EngineError(
        "\(quoted(text)): \(name)'s \(setting.name) is a number from \(setting.range.lowerBound) to "
          + "\(setting.range.upperBound), as \(name)\(setting.defaultValue ?? 1)")
    }
    self.init(shape, value)
  }
}

/// A positive number without an exponent: in a network's text a `-` parts a layer from the next.
private func plain(_ value: Double) -> String {
  let parts = "\(value)".split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]), exponent < 0 else { return "\(value)" }
  let digits = parts[0].filter(\.isNumber)
  let significant = parts[0].hasSuffix(".0") ? digits.dropLast() : digits[...]
  return "0." + String(repeating: "0", count: -exponent - 1) + significant
}

// MARK: Readings

extension Activation {
  /// f(z) with its formula; nil for those that join several numbers.
  package func value(at z: Worked, _ names: inout NamedNumbers) -> Worked? {
    worked(&names) { $0.value(at: z, $1) }
  }

  /// f'(z) with its formula, with a = f(z) at hand; nil for those that join several numbers.
  package func slope(at z: Worked, value a: Worked, _ names: inout NamedNumbers) -> Worked? {
    worked(&names) { $0.slope(at: z, value: a, $1) }
  }

  private func worked(
    _ names: inout NamedNumbers, _ make: (any ElementwiseActivation.Type, Worked) -> Worked
  ) -> Worked? {
    guard let elementwise else { return nil }
    let name = shape.setting?.name ?? ""
    let worked = make(elementwise, Worked(setting, named: name))
    if worked.expression.variables.contains(name) { _ = names.give(setting, name) }
    return worked
  }

  /// f(z) of one number; z itself for maxout and softmax, which join several.
  public func value(at z: Double) -> Double { elementwise?.number(at: z, setting) ?? z }

  /// f'(z) of one number, with a = f(z) at hand; 1 for maxout and softmax.
  public func slope(at z: Double, value a: Double) -> Double {
    elementwise?.slopeNumber(at: z, value: a, setting) ?? 1
  }

  /// The activation and its derivative at some pre-activations, by the code that a layer runs.
  ///
  /// - Returns: nil for maxout and softmax, which are no functions of one z alone.
  public func curve(over z: [Double]) -> (values: [Double], slopes: [Double])? {
    guard elementwise != nil else { return nil }
    var input = z
    var values = [Double](repeating: 0, count: z.count)
    input.withUnsafeMutableBufferPointer { input in
      values.withUnsafeMutableBufferPointer { values in
        guard let from = input.baseAddress, let to = values.baseAddress else { return }
        Elementwise.apply(self, input.count, from, to)
      }
    }
    return (values, zip(z, values).map { slope(at: $0, value: $1) })
  }
}

// MARK: What is asked of an activation

extension Activation {
  /// Whether the slope jumps at 0.
  var hasKinkAtZero: Bool { elementwise?.hasKink(setting) ?? false }

  /// Whether it is a line on either side of 0.
  var isPiecewiseLinear: Bool { elementwise?.isPiecewiseLinear ?? false }

  /// The units that a thin linear network has, in words.
  static let piecewiseLinear: String = {
    let lines = shapes.compactMap { $0 as? any ElementwiseActivation.Type }
      .filter { $0.isPiecewiseLinear }.map { $0.name }
    return listed([Maxout.name] + lines)
  }()

  /// What `explain` says beside the value, and beside the slope.
  package var note: String? { elementwise?.note(setting) }
  package var slopeNote: String? { elementwise?.slopeNote(setting) }

  /// Known mistakes with f(z), of one number.
  package func mistakes(at z: Double, value a: Double) -> [Mistake] {
    elementwise?.mistakes(at: z, value: a, setting) ?? []
  }
}
