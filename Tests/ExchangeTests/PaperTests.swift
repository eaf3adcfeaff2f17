import Console
import Foundation
import Paper
import Plot
import PlotGeometry
import Testing

/// Figures for paper: PDF, PGF, Vega-Lite. That real programs open them is Tests/Scripts/exchange.py's.
@Suite struct PaperTests {
  private static let figure = Figure(
    title: "σ and m̂ (50 % of #1)",
    panels: [
      Panel(
        title: "paths", x: Axis("θ₁"), y: Axis("∇L", scale: .log),
        layers: [
          .path(x: [1, 2, 3], y: [1, 10, 100], name: "v̂"), .minimum(x: 2, y: 5),
          .bars(edges: [0, 1, 2], heights: [3, 4], name: "Δθ", slot: 1),
          .points(x: [1, .nan], y: [2, 3], name: "x"), .vertical(2.5, name: "ε"),
        ]),
      Panel(
        title: "map", matrix: [1, -1, 0.5, 2], rows: 2, columns: 2, name: "W1"),
    ], notes: ["a ‖note‖ with 漢"])

  @Test func aPDFHasItsTextAsText() throws {
    let document = PDFDocument(PaperDrawing(of: Self.figure))
    let text = String(decoding: document.bytes, as: UTF8.self)
    #expect(document.bytes.starts(with: "%PDF-1.4".utf8))
    #expect(PDFDocument.isOne(document.bytes))
    #expect(document.missing == ["漢"])
    // σ is Symbol's s; m and its hat stand for m̂ together.
    #expect(text.contains("/F3 20 Tf 1 0 0 -1"))
    #expect(text.contains("/ActualText <FEFF006D0302>"))
    for part in ["(paths) Tj", "/BaseFont /Symbol", "/Title <FEFF03C3", "startxref"] {
      #expect(text.contains(part), "\(part)")
    }
    // Each object lies where the table says.
    let table = try #require(
      text.components(separatedBy: "startxref\n").last?.split(separator: "\n").first)
    let start = try #require(Int(table))
    #expect(document.bytes[start...].starts(with: "xref\n".utf8))
    let entries = text.components(separatedBy: "65535 f \n")[1].split(separator: "\n")
      .filter { $0.hasSuffix(" n ") }
    for (k, entry) in entries.enumerated() {
      let place = try #require(Int(entry.prefix(10)))
      #expect(document.bytes[place...].starts(with: "\(k + 1) 0 obj".utf8))
    }
  }

  @Test func groupsAreClosedAndTextsEscaped() {
    let picture = PGFPicture(PaperDrawing(of: Self.figure))
    #expect(PGFPicture.isOne(Array(picture.text.utf8)))
    #expect(picture.missing == ["漢"])
    func count(_ part: String) -> Int { picture.text.components(separatedBy: part).count - 1 }
    #expect(count("\\begin{pgfscope}") == count("\\end{pgfscope}"))
    #expect(count("{") - count("\\{") == count("}") - count("\\}"))
    for part in [
      "\\ensuremath{\\sigma} and \\ensuremath{\\hat{\\mathrm{m}}} (50 \\% of \\#1)",
      "\\ensuremath{\\nabla}L",
      "\\ensuremath{\\theta}\\textsubscript{1}",
    ] { #expect(picture.text.contains(part), "\(part)") }
  }

  @Test func vegaHasTheNumbers() throws {
    let text = VegaLite(Self.figure).json.text
    #expect(VegaLite.isOne(Array(text.utf8)))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let panels = try #require(object?["concat"] as? [[String: Any]])
    #expect(panels.count == 2)
    let layers = try #require(panels[0]["layer"] as? [[String: Any]])
    let rows = try #require((layers[0]["data"] as? [String: Any])?["values"] as? [[String: Double]])
    #expect(rows.map { $0["y"] } == [1, 10, 100])
    // What is not finite is null.
    #expect(text.contains("{\"x\":null,\"y\":3}"))
    #expect(text.contains("\"type\":\"log\""))
  }

  /// A drawing has every text of the figure, and its shapes keep to their panel's clip.
  @Test(arguments: [false, true])
  func bothThemesDrawTheSame(isDark: Bool) {
    let a = PDFDocument(PaperDrawing(of: Self.figure, isDark: isDark))
    let b = PDFDocument(PaperDrawing(of: Self.figure, isDark: isDark))
    #expect(a.bytes == b.bytes)
    let text = String(decoding: a.bytes, as: UTF8.self)
    func count(_ part: String) -> Int { text.components(separatedBy: part).count - 1 }
    #expect(count("BT ") == count("ET\n"))
    #expect(count(" BDC\n") == count("EMC\n"))
    #expect(count("q ") == count("\nQ\n"))
  }
}
