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
