import Console
import Testing

/// Where a page ends that has no room for all of a piece.
@Suite struct PageBreakTests {
  /// A picture of ten lines with a gap after five, below other lines on a page of twelve.
  @Test(arguments: [(above: 1, fits: 10), (2, 10), (3, 5), (4, 5), (5, 0), (8, 0)])
  func `A picture is broken at a gap below a third of a page, and moved below more`(
    above: Int, fits: Int
  ) {
    let picture = (0..<10).map { $0 == 5 ? "" : "line \($0)" }
    var pager = Pager()
    pager.begin(rows: 12, columns: 80)
    var shown = ""
    for lines in [Array(repeating: "above", count: above), picture] {
      pager.write(lines.joined(separator: "\n") + "\n", isError: false) { text, _ in shown += text }
    }
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: true)
    #expect(lines.count(where: { $0 == "above" }) == above)
    // The gap itself is no line of either page.
    #expect(lines.count(where: { $0.hasPrefix("line") }) == (fits == 10 ? 9 : fits))
  }
}
