import Plot
import Testing

@Suite struct CountingAxisTests {
  /// Rows and columns of a matrix are whole numbers, however few there are.
  @Test(arguments: [(1, 1), (1, 4), (2, 2), (3, 2), (8, 6), (40, 100)])
  func rowsAndColumnsAreWhole(rows: Int, columns: Int) throws {
    let values = (0..<(rows * columns)).map { Double($0) }
    let figure = Figure(panels: [
      Panel(matrix: values, rows: rows, columns: columns, x: Axis(""), y: Axis(""))
    ])
    let lines = TerminalRenderer(
      columns: 80, rows: 20, capability: TerminalCapability(glyphs: .ascii)
    ).lines(figure)
    let bottom = try #require(lines.firstIndex { $0.contains("+-") })
    let below = lines[bottom + 1].split(separator: " ")
    #expect(!below.isEmpty && below.allSatisfy { Int($0) != nil }, "\(below)")
    let beside = lines[..<bottom].compactMap { $0.split(separator: "+").first }
      .filter { $0.contains { $0.isNumber } && !$0.contains("|") }
    #expect(!beside.isEmpty)
    for label in beside { #expect(Int(label.filter { $0 != " " }) != nil, "\(label)") }
  }
}
