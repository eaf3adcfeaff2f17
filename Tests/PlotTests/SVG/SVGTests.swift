import Foundation
import Plot
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct SVGTests {
  static let renderers: [SVGRenderer] = [
    SVGRenderer(), SVGRenderer(theme: .light), SVGRenderer(theme: .dark),
    SVGRenderer(isAnimated: true),
  ]

  @Test(arguments: TerminalTests.names)
  func isWellFormedAndSelfContained(name: String) throws {
    let figure = try TerminalTests.figure(name)
    for renderer in Self.renderers {
      let document = try SVGDocument(renderer.render(figure))
      #expect(document.elements["script"] == nil)
      #expect(document.elements["image"] == nil)
      #expect(document.references.allSatisfy { document.ids.contains($0) })
      #expect(document.ids.count == Set(document.ids).count)
    }
  }

  @Test(arguments: ["bars-categories", "network-dropout", "small-matrix", "histogram"])
  func looksAsItsReference(name: String) throws {
    let figure = try TerminalTests.figure(name)
    try References.expect(SVGRenderer().render(figure), is: "\(name).svg")
  }

  /// No text lies on another, and none leaves the picture. Widths are estimates on the safe side.
  @Test(arguments: TerminalTests.names)
  func textsKeepClearOfEachOther(name: String) throws {
    let figure = try TerminalTests.figure(name)
    let document = try SVGDocument(SVGRenderer().render(figure))
    #expect(document.boxes.count > 2)
    document.expectClearTexts()
  }

  @Test func animationIsCSSAloneAndCanBeSwitchedOff() throws {
    let document = SVGRenderer(isAnimated: true).render(Gallery.raceSaddle)
    #expect(document.contains("@keyframes"))
    #expect(document.contains("prefers-reduced-motion"))
    #expect(!document.contains("<script") && !document.contains("<animate"))
    #expect(!SVGRenderer().render(Gallery.raceSaddle).contains("@keyframes"))
    // Ends are labelled only where they are seen from the start; else the legend alone names them.
    let texts = { (document: String) in
      document.components(separatedBy: "tick outline\"").count - 1
    }
    #expect(texts(document) == 0 && texts(SVGRenderer().render(Gallery.raceSaddle)) > 0)
  }

  @Test func themes() {
    let figure = Gallery.lossLog
    #expect(SVGRenderer().render(figure).contains("prefers-color-scheme: dark"))
    let dark = SVGRenderer(theme: .dark).render(figure)
    #expect(!dark.contains("prefers-color-scheme") && dark.contains("#14171A"))
    #expect(!SVGRenderer(theme: .light).render(figure).contains("#14171A"))
  }

  /// Converters that do not know `paint-order` show the letters too: a halo is a text below its text.
  @Test func halosAreTextsOfTheirOwn() throws {
    for name in ["surface-path", "race-saddle", "filled-surface"] {
      let document = SVGRenderer().render(try TerminalTests.figure(name))
      #expect(!document.contains("paint-order"))
      let lines = document.split(separator: "\n")
      let halos = lines.indices.filter { lines[$0].contains("aria-hidden") }
      #expect(!halos.isEmpty, "\(name)")
      for i in halos {
        let words = lines[i].components(separatedBy: " aria-hidden=\"true\"")
        let kind = words[0].replacing(#/ (outline|rimpale)"$/#, with: "\"")
        #expect(kind != words[0] && lines[i + 1] == kind + words[1])
      }
    }
    // What has a stroke has no fill, and letters have no stroke.
    let sheet = SVGRenderer().render(Gallery.lossLog)
    #expect(sheet.contains(/\.outline,\S+ \.rimpale\{fill:none;stroke-width/))
  }

  /// Figures in one page share neither ids nor rules: each rule begins with its figure's own class.
  @Test func figuresInOnePageDoNotCollide() throws {
    let figure = Gallery.raceSaddle
    let documents = [
      SVGRenderer(theme: .light).render(figure), SVGRenderer(theme: .dark).render(figure),
      SVGRenderer().render(figure), SVGRenderer(label: "again").render(figure),
      SVGRenderer(isAnimated: true).render(figure),
      SVGRenderer(isAnimated: true, duration: 3).render(figure),
      SVGRenderer(theme: .light).render(Gallery.lossLog),
    ]
    var taken = Set<String>()
    for text in documents {
      let document = try SVGDocument(text)
      let own = Set(document.ids)
      #expect(own.count == document.ids.count && taken.isDisjoint(with: own))
      taken.formUnion(own)
      let scope = try #require(document.scope)
      #expect(taken.insert(scope).inserted)
      #expect(document.selectors.count > 30)
      for selector in document.selectors { #expect(selector.hasPrefix("." + scope + " ")) }
      for name in document.keyframes { #expect(name.hasPrefix(scope)) }
    }
    #expect(SVGRenderer().render(figure) == documents[2])
  }

  @Test func textIsEscaped() throws {
    let hostile = "</text><script>alert(1)</script>&'\"\u{0}\u{1B}"
    let figure = Figure(
      title: hostile,
      panels: [
        Panel(
          title: hostile, x: Axis(hostile), y: Axis(hostile),
          layers: [.line(y: [1, 2], name: hostile), .text(hostile, x: 0, y: 1)])
      ])
    let document = try SVGDocument(SVGRenderer().render(figure))
    #expect(document.elements["script"] == nil)
  }

  /// Given a folder, writes every figure there for a look in a browser.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["GALLERY"] != nil))
  func writesTheGallery() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["GALLERY"] ?? "/tmp")
    for (name, figure) in Gallery.figures {
      let themes: [(String, SVGRenderer)] = [
        ("light", SVGRenderer(theme: .light)), ("dark", SVGRenderer(theme: .dark)),
        ("moving", SVGRenderer(isAnimated: true)),
      ]
      for (theme, renderer) in themes {
        try Data(renderer.render(figure).utf8)
          .write(to: folder.appendingPathComponent("\(name).\(theme).svg"))
      }
    }
  }
}

/// What a parser that checks well-formedness finds in a document.
final class SVGDocument: NSObject, XMLParserDelegate {
  private(set) var elements: [String: Int] = [:]
  private(set) var ids: [String] = []
  /// Ids that `href="#..."`, `url(#...)` and the like point to.
  private(set) var references: Set<String> = []
  /// The class of the whole figure.
  private(set) var scope: String?
  private var sheet = ""
  private var isInSheet = false
  private(set) var width = 0.0
  private(set) var height = 0.0
  private var texts: [(text: String, attributes: [String: String])] = []
  private var isInText = false

  struct Malformed: Error { var line: Int }

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else { throw Malformed(line: parser.lineNumber) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements[name, default: 0] += 1
    if let id = attributes["id"] { ids.append(id) }
    for (key, value) in attributes {
      if key.hasSuffix("href") { references.insert(String(value.dropFirst())) }
      for part in value.components(separatedBy: "url(#").dropFirst() {
        references.insert(String(part.prefix { $0 != ")" }))
      }
    }
    if name == "style" { isInSheet = true }
    if name == "svg" {
      scope = attributes["class"]
      width = Double(attributes["width"] ?? "") ?? 0
      height = Double(attributes["height"] ?? "") ?? 0
    }
    // A halo lies under its own text.
    if name == "text", attributes["aria-hidden"] == nil {
      texts.append(("", attributes))
      isInText = true
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if isInSheet { sheet += string }
    if isInText { texts[texts.count - 1].text += string }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { isInText = false }
    if name == "style" { isInSheet = false }
  }

  /// The selectors of the style sheet, those within media queries too.
  var selectors: [String] {
    let rules = sheet.replacing(/@keyframes [^{]*\{([^{}]*\{[^{}]*\})*\}/, with: "")
      .replacing(/@media [^{]*\{/, with: "")
    return rules.matches(of: /([^{}]+)\{/).flatMap { $0.1.split(separator: ",") }
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
  }

  var keyframes: [String] { sheet.matches(of: /@keyframes ([^{]*)\{/).map { String($0.1) } }

  struct Box {
    var text: String
    var x0: Double
    var x1: Double
    var y0: Double
    var y1: Double
  }

  /// No text lies on another or leaves the picture.
  func expectClearTexts(sourceLocation: SourceLocation = #_sourceLocation) {
    let boxes = boxes
    for (i, a) in boxes.enumerated() {
      let isInside = a.x0 >= 0 && a.x1 <= width && a.y0 >= 0 && a.y1 <= height
      #expect(isInside, "\(a.text) leaves the picture", sourceLocation: sourceLocation)
      for b in boxes[(i + 1)...] {
        let overlaps = a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
        #expect(!overlaps, "\(a.text) and \(b.text)", sourceLocation: sourceLocation)
      }
    }
  }

  /// The rectangles that texts take.
  var boxes: [Box] {
    texts.compactMap { text, attributes in
      guard let x = Double(attributes["x"] ?? ""), let y = Double(attributes["y"] ?? "") else {
        return nil
      }
      let kind = attributes["class"] ?? ""
      let size =
        kind.contains("title")
        ? 20.0 : kind.contains("tick") ? 14.5 : kind.contains("tiny") ? 13 : 16
      let wide = textWidth(text, size: size) / 1.06
      let anchor = attributes["text-anchor"]
      let before = anchor == "middle" ? wide / 2 : anchor == "end" ? wide : 0
      if attributes["transform"] != nil {
        return Box(
          text: text, x0: x - size * 0.75, x1: x + size * 0.2, y0: y - wide + before,
          y1: y + before)
      }
      return Box(
        text: text, x0: x - before, x1: x - before + wide, y0: y - size * 0.75, y1: y + size * 0.2)
    }
  }
}
