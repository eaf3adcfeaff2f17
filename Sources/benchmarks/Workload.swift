/// A workload of the performance figures, with its one name.
struct Workload: Sendable {
  let name: String
  let run: @Sendable () throws -> Void

  static let all: [Workload] = optimizers + surfaces + allocations
}

/// One figure, printed as a JSON line.
struct Figure {
  let bench: String
  var dtype = "float64"
  var threads = 1
  let value: Double
  let unit: String

  func print() {
    let rounded = (value * 1e6).rounded() / 1e6
    Swift.print(
      #"{"bench":"\#(bench)","dtype":"\#(dtype)","threads":\#(threads),"value":\#(rounded),"unit":"\#(unit)"}"#
    )
  }
}

/// The median time of `body` in seconds, over `runs` runs after one that is not counted.
func medianSeconds(runs: Int = 7, _ body: () -> Void) -> Double {
  body()
  let clock = ContinuousClock()
  let times = (0..<runs).map { _ in
    let elapsed = clock.measure(body).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }
  return times.sorted()[runs / 2]
}
