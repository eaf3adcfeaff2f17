/// A figure as a PDF of one page, 1.4, with its text as text.
///
/// Latin letters are Helvetica's and Greek ones Symbol's, which every reader has, so no font is carried
/// along. A hat is an accent set over its letter; where glyphs alone would be found and copied as
/// something else, the text that they stand for is written beside them (ActualText).
public struct PDFDocument: Sendable {
  public let bytes: [UInt8]
  /// Letters that the fonts do not have, each once.
  public let missing: [Character]

  /// Points of the page for a unit of the picture.
  private static let scale = 0.75
  private static let producer = "descent"

  public init(_ drawing: PaperDrawing) {
    var content = PDFContent(drawing)
    content.draw()
    missing = content.missing
    let page =
      "\(PDFContent.number(drawing.width * Self.scale)) "
      + PDFContent.number(drawing.height * Self.scale)
    let states = content.states.enumerated().map { k, state in
      "/G\(k) << /ca \(PDFContent.number(state.fill)) /CA \(PDFContent.number(state.stroke)) >>"
    }.joined(separator: " ")
    let matrix =
      "\(PDFContent.number(Self.scale)) 0 0 -\(PDFContent.number(Self.scale)) 0 "
      + "\(PDFContent.number(drawing.height * Self.scale)) cm\n"
    let stream = matrix + content.text
    let map = Self.symbolMap
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(page)] /Contents 4 0 R /Resources << /Font << "
        + "/F1 5 0 R /F2 6 0 R /F3 7 0 R >> /ExtGState << \(states) >> >> >>",
      "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
      Self.font("Helvetica", "/Encoding /WinAnsiEncoding"),
      Self.font("Helvetica-Bold", "/Encoding /WinAnsiEncoding"),
      Self.font("Symbol", "/ToUnicode 8 0 R"),
      "<< /Length \(map.utf8.count) >>\nstream\n\(map)\nendstream",
      "<< /Title \(Self.text(drawing.title)) /Subject \(Self.text(drawing.description)) "
        + "/Producer (\(Self.producer)) >>",
    ]
    // The second line tells programs that the file is not text.
    var bytes = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
    var places: [Int] = []
    for (k, object) in objects.enumerated() {
      places.append(bytes.count)
      bytes += Array("\(k + 1) 0 obj\n\(object)\nendobj\n".utf8)
    }
    let table = bytes.count
    func tenDigits(_ place: Int) -> String {
      let digits = String(place)
      return String(repeating: "0", count: max(10 - digits.utf8.count, 0)) + digits
    }
    var end = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    end += places.map { tenDigits($0) + " 00000 n \n" }.joined()
    end += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info \(objects.count) 0 R >>\n"
    end += "startxref\n\(table)\n%%EOF\n"
    self.bytes = bytes + Array(end.utf8)
  }

  /// Whether a file's bytes are a figure that this program wrote.
  public static func isOne(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "%PDF-1.4\n%".utf8)
      && String(decoding: bytes.suffix(4_096 + 32 * 12), as: UTF8.self).contains(
        "/Producer (\(producer))")
  }

  private static func font(_ name: String, _ rest: String) -> String {
    "<< /Type /Font /Subtype /Type1 /BaseFont /\(name) \(rest) >>"
  }

  /// A text in UTF-16, which holds every letter.
  static func text(_ text: String) -> String {
    "<FEFF" + text.utf16.map(hexadecimal).joined() + ">"
  }

  private static func hexadecimal(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }

  /// What Symbol's codes are as Unicode.
  private static let symbolMap: String = {
    let entries = GlyphTable.symbols.sorted { ($0.value.code, $0.key) < ($1.value.code, $1.key) }
    var seen: Set<UInt8> = []
    let lines = entries.filter { seen.insert($0.value.code).inserted }.map { scalar, glyph in
      "<" + hexadecimal(UInt16(truncatingIfNeeded: glyph.code)).suffix(2) + "> <"
        + String(scalar).utf16.map(hexadecimal).joined() + ">\n"
    }
    let blocks = stride(from: 0, to: lines.count, by: 100).map { start in
      let block = lines[start..<min(start + 100, lines.count)]
      return "\(block.count) beginbfchar\n\(block.joined())endbfchar\n"
    }.joined()
    return """
      /CIDInit /ProcSet findresource begin
      12 dict begin
      begincmap
      /CMapName /Symbol-Unicode def
      /CMapType 2 def
      1 begincodespacerange
      <00> <FF>
      endcodespacerange
      \(blocks)endcmap
      CMapName currentdict /CMap defineresource pop
      end
      end
      """
  }()
}
