import Console
import Engine
import Formula
import LongWork
import Numerics
import Plot
import PlotGeometry
import Timelines
import Wording

/// Planes through a network's parameters: `plot surface plane=...`, `surface from network`.
extension Workspace {
  /// The names in `plane=W1[0,0],W2[0,0]`, or in the words `plane W1[0,0] W2[0,0]` and
  /// `plane=W1[0,0] W2[0,0]`; empty where no plane is asked for.
  private func planeNames(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> [String] {
    let isGiven = arguments.isGiven(Verbs.plane)
    if !isGiven { try refuseStray(words) }
    if isGiven, words.first == "plane" {
      throw arguments.error("'plane' is given twice", about: Verbs.plane)
    }
    var names = isGiven ? listParts(of: arguments[Verbs.plane] ?? "") : []
    for word in words.dropFirst(isGiven ? 0 : 1) { names += listParts(of: word) }
    // A comma at the end of a word comes before the next one.
    names.removeAll { $0.isEmpty }
    guard !names.isEmpty || words.isEmpty else { throw Self.planeForm }
    return names
  }

  /// Says that a word besides `plane` names nothing here.
  private func refuseStray(_ words: [String]) throws(ShellError) {
    guard let word = words.first, word != "plane" else { return }
    throw ShellError(
      "'\(shortened(word))' has no place here: a surface stands on its own, and on a network "
        + "plane=W1[0,0],W2[0,0] chooses its plane")
  }

  private static let planeForm = ShellError(
    "a plane is two weights, as plane=W1[0,0],W2[0,0], or random, gradient or path")

  /// The directions of the plane that is asked for: `path` where training has moved, else `random`.
  ///
  /// - Parameter words: what follows the command besides `plane=`.
  private func planeDirections(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> [String] {
    let timeline = try requireNetwork(for: "plane").1
    let names = try planeNames(words, arguments)
    let hasMoved = timeline.state.t > timeline.extent.lowerBound
    return names.isEmpty ? [hasMoved ? "path" : "random"] : names
  }

  /// The plane of these directions through where training stands.
  private func plane(
    along names: [String], _ arguments: Arguments
  ) throws(ShellError) -> (Slice, labels: (String, String)) {
    let (network, timeline) = try requireNetwork(for: "plane")
    let theta = timeline.state.theta
    switch names.count == 1 ? names[0] : "" {
    case "random":
      var generator = MersenneTwister(seed: setup.seed)
      try requireFinite(theta, in: network.layout, arguments)
      return (
        try Self.slice(
          of: network, through: theta, along: generator.normals(theta.count),
          and: generator.normals(theta.count)), ("random direction 1", "random direction 2")
      )
    case "gradient":
      let gradient = network.lossAndGradient(at: theta, batch: nil).gradient
      guard let delta = timeline.record?.delta, gradient.contains(where: { $0 != 0 }) else {
        throw arguments.error(
          "the plane of the gradient and the last movement exists after an update",
          about: Verbs.plane)
      }
      try requireFinite(theta, in: network.layout, arguments)
      return (
        try Self.slice(of: network, through: theta, along: gradient, and: delta),
        ("along ∇L", "along Δθ")
      )
    case "path":
      let begin = timeline.extent.lowerBound
      let t = try lastDrawable(of: timeline)
      guard t - begin >= 2 else {
        if timeline.state.t - begin >= 2 { try requireFinite(theta, in: network.layout, arguments) }
        throw arguments.error("the plane of the path exists after two updates", about: Verbs.plane)
      }
      // The very states: which ones happen to be kept on the way is no part of what a plane is.
      let start = try parameters(of: timeline, at: begin)
      let last = try parameters(of: timeline, at: t)
      let middle = try parameters(of: timeline, at: begin + (t - begin + 1) / 2)
      func from(_ theta: [Double]) -> [Double] {
        theta.indices.mapInParts { theta[$0] - start[$0] }
      }
      return (
        try Self.slice(
          of: network, through: start, along: from(last), and: from(middle)),
        ("from the start to now", "across it")
      )
    default: break
    }
    guard names.count == 2 else {
      throw ShellError(Self.planeForm.message, column: arguments.column(Verbs.plane))
    }
    var places: [Int] = []
    for name in names {
      guard let place = parameterIndex(name, in: network.layout) else {
        throw arguments.error(
          "'\(shortened(name))' is no parameter; write one as W1[0,0] or b1[0]", about: Verbs.plane)
      }
      places.append(place)
    }
    guard places[0] != places[1] else {
      throw arguments.error("a plane needs two different parameters", about: Verbs.plane)
    }
    try requireFinite(theta, in: network.layout, arguments)
    return (
      Slice(of: network, at: theta, parameters: places[0], places[1]), (names[0], names[1])
    )
  }

  /// θ after an update of the course.
  private func parameters(of timeline: Timeline, at t: Int) throws(ShellError) -> [Double] {
    var copy = timeline
    guard copy.go(to: t, isInterrupted: host.interrupt) != .interrupted else {
      throw .interrupted()
    }
    return copy.state.theta
  }

  /// The last update whose parameters can be drawn: a run that diverged has a plane all the same, up
  /// to where its numbers end.
  private func lastDrawable(of timeline: Timeline) throws(ShellError) -> Int {
    func isDrawable(_ t: Int) throws(ShellError) -> Bool {
      let isDrawn = try parameters(of: timeline, at: t).inParts(of: 1 << 12).allSatisfy {
        $0.isDrawable
      }
      if Interruption.hasGivenUp { throw .interrupted("nothing was drawn") }
      return isDrawn
    }
    var (low, high) = (timeline.extent.lowerBound, timeline.state.t)
    if try isDrawable(high) { return high }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try isDrawable(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Says that there is no plane to choose on what has two coordinates itself.
  package func refusePlane(_ words: [String], _ arguments: Arguments) throws(ShellError) {
    guard arguments.isGiven(Verbs.plane) || !words.isEmpty else { return }
    if !arguments.isGiven(Verbs.plane) { try refuseStray(words) }
    throw arguments.error("a plane is chosen on a network; this is a surface", about: Verbs.plane)
  }

  /// The place in θ of `W1[2,0]` or `b1[3]`; nil where there is none.
  package func parameterIndex(_ text: String, in layout: ParameterLayout) -> Int? {
    (try? Parser.parse(text)).flatMap { parameterIndex($0, in: layout) }
  }

  package func parameterIndex(_ expression: Expression, in layout: ParameterLayout) -> Int? {
    if case .variable(let name) = expression, let entry = layout.entry(named: name) {
      return entry.range.count == 1 ? entry.range.lowerBound : nil
    }
    guard case .index(.variable(let name), let indices) = expression,
      let entry = layout.entry(named: name), indices.count == entry.shape.count
    else { return nil }
    var place = 0
    for (index, size) in zip(indices, entry.shape) {
      guard case .number(let number) = index, let i = Int(exactly: number), i >= 0, i < size else {
        return nil
      }
      place = place * size + i
    }
    return entry.range.lowerBound + place
  }

  /// Refuses a θ through which no plane can be laid.
  private func requireFinite(
    _ theta: [Double], in layout: ParameterLayout, _ arguments: Arguments
  ) throws(ShellError) {
    let isBad = { (place: Int) in !theta[place].isDrawable }
    guard let place = theta.indices.inParts().first(where: isBad) else { return }
    throw arguments.error(
      "no plane leads through this θ: \(layout.label(of: place)) is \(number(theta[place])); 'back' "
        + "leads to where its numbers were smaller", about: Verbs.plane)
  }

  /// The plane through a θ along one direction and across it, as near to a second one as it can be.
  private static func slice(
    of network: Network, through origin: [Double], along first: [Double], and second: [Double]
  ) throws(ShellError) -> Slice {
    guard let first = unit(first) else {
      throw ShellError("no plane can be laid along a direction without a finite length")
    }
    // A straight path has no second direction; any other one will do.
    var generator = MersenneTwister(seed: 1)
    guard
      let across = orthogonal(second, to: first)
        ?? orthogonal(generator.normals(origin.count), to: first)
    else { throw ShellError("a plane needs two parameters or more") }
    return Slice(of: network, origin: origin, first: first, second: across)
  }

  /// A direction with length 1; nil for one of no length or of no finite one. Scaled first, so that
  /// squares neither overflow nor vanish.
  private static func unit(_ v: [Double]) -> [Double]? {
    var most = 0.0
    for x in v.inParts() {
      guard x.isFinite else { return nil }
      if x.magnitude > most { most = x.magnitude }
    }
    guard most > 0 else { return nil }
    let scaled = v.mapInParts { $0 / most }
    let norm = scaled.inParts().reduce(0) { $0 + $1 * $1 }.squareRoot()
    return scaled.mapInParts { $0 / norm }
  }

  /// What of a direction stands at right angles to `u` of length 1, with length 1; nil where that is
  /// nothing but rounding.
  private static func orthogonal(_ v: [Double], to u: [Double]) -> [Double]? {
    guard let v = unit(v) else { return nil }
    let share = zip(v, u).inParts().reduce(0) { $0 + $1.0 * $1.1 }
    let rest = v.indices.mapInParts { v[$0] - share * u[$0] }
    return rest.inParts().contains { $0.magnitude > 1e-12 } ? unit(rest) : nil
  }

  /// `surface from network plane=...`: the plane as a surface to step on.
  package func planePlace(from arguments: Arguments) throws(ShellError) -> Place {
    if arguments.isGiven(Verbs.surfaceStart) {
      throw arguments.error(
        "a plane starts where the network stands; at= has no place", about: Verbs.surfaceStart)
    }
    if let known = rebuilding?.plane, rebuilding?.isDry ?? false { return known }
    let directions = try planeDirections(arguments[Verbs.planeWords], arguments)
    let (slice, labels) = try plane(along: directions, arguments)
    let branch = try requireBranch()
    let timeline = branch.timeline
    return Place(
      .plane(
        Plane(
          place: branch.place, course: timeline.course.filter { $0.start <= timeline.state.t },
          t: timeline.state.t, directions: directions)), slice, name: "slice",
      remark: "the training set's loss over two directions of θ: x \(labels.0), y \(labels.1)")
  }

  /// The loss over a plane, with the path's projection.
  package func planeFigure(
    _ words: [String], _ arguments: Arguments
  ) throws(ShellError) -> (Figure, JSON.Object) {
    let branch = try requireBranch()
    let slice: Slice
    var labels = ("x", "y")
    if let own = branch.timeline.experiment.objective as? Slice {
      slice = own
      try refusePlane(words, arguments)
    } else {
      (slice, labels) = try plane(along: planeDirections(words, arguments), arguments)
    }
    let states = branch.timeline.path(limit: 400)
    let path: [(x: Double, y: Double, distance: Double)] =
      states.map { state in
        state.theta.count == 2
          ? (state.theta[0], state.theta[1], 0) : slice.coordinates(of: state.theta)
      }
    let off = path.map(\.distance).filter(\.isFinite).max() ?? 0
    func ends(_ values: [Double]) -> (Double, Double) {
      let values = values.filter(\.isDrawable)
      let low = values.min() ?? 0
      let high = values.max() ?? 0
      // Beside large numbers 0.75 would be lost in rounding.
      let margin = max(0.35 * (high - low), 0.75, 1e-3 * low.magnitude, 1e-3 * high.magnitude)
      return (low - margin, high + margin)
    }
    let x = try arguments.ends(Verbs.xWindow) ?? ends(path.map(\.x) + [slice.start[0]])
    let y = try arguments.ends(Verbs.yWindow) ?? ends(path.map(\.y) + [slice.start[1]])
    let evaluator = slice.makeEvaluator()
    let interrupt = host.interrupt
    var isInterrupted = false
    let grid = SampledGrid(x: x, y: y, columns: 64, rows: 40) { x, y in
      if isInterrupted || interrupt() {
        isInterrupted = true
        return .nan
      }
      return evaluator.loss(at: [x, y])
    }
    if isInterrupted { throw .interrupted("") }
    let rule = branch.timeline.experiment.optimizer.name
    let figure = Figure(
      title: "\(branch.place.name): training loss over a plane",
      panels: [
        Panel(
          x: Axis(labels.0, from: x.0, to: x.1), y: Axis(labels.1, from: y.0, to: y.1),
          layers: [
            .contour(grid), .path(x: path.map(\.x), y: path.map(\.y), name: rule),
          ])
      ],
      notes: off > 1e-9
        ? ["the path is a projection: it leaves this plane by up to \(number(off))"] : [])
    let json: JSON.Object = [
      "what": "surface", "plane": .strings([labels.0, labels.1]), "x": .numbers([x.0, x.1]),
      "y": .numbers([y.0, y.1]), "distance": .number(off),
      "path": .object(["x": .numbers(path.map(\.x)), "y": .numbers(path.map(\.y))]),
    ]
    return (figure, json)
  }
}
