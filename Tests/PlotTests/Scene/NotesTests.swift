import Plot
import Testing

/// What a picture says of values that it cannot show.
@Suite struct NotesTests {
  private static func notes(_ layer: Panel.Layer, x: Axis = Axis("t"), y: Axis = Axis("L"))
    -> [String]
  {
    describe(Figure(panels: [Panel(x: x, y: y, layers: [layer])])).split(separator: "\n")
      .compactMap { $0.hasPrefix("Note: ") ? String($0.dropFirst(6)) : nil }
  }

  static let values: [([Double], [String])] = [
    ([1.0, 10, 100], []), ([0, 10, 100], ["1 of 3 values not positive, not on the log axis"]),
    ([0, -10, 100], ["2 of 3 values not positive, not on the log axis"]),
    (
      [.nan, 0, 100],
      [
        "1 of 3 values not drawn, not a number (the first at t = 0)",
        "1 of 3 values not positive, not on the log axis",
      ]
    ),
    (
      [1, .infinity, .nan],
      ["2 of 3 values not drawn, not finite or beyond 1e305 (the first at t = 1)"]
    ),
  ]

  @Test(arguments: values)
  func valuesThatALogAxisHasNot(values: [Double], notes: [String]) {
    #expect(Self.notes(.line(y: values), y: Axis("L", scale: .log)) == notes)
  }

  @Test func zeroAndLessHaveTheirPlaceOnALinearAxis() {
    #expect(Self.notes(.line(y: [0, -10, 100])) == [])
    #expect(
      Self.notes(.line(x: [0, 1], y: [1, 2]), x: Axis("t", scale: .log)) == [
        "1 of 2 values not positive, not on the log axis"
      ])
  }
}
