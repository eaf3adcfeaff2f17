import Foundation
import TestSupport
import Testing

/// Reports, the site and previews, by the program itself.
@Suite struct PageProcessTests {
  private let program: BuiltProgram
  private var home: TemporaryFolder { program.home }

  init() throws { program = try BuiltProgram() }

  private func write(_ text: String, to name: String) throws {
    try home.write(Array(text.utf8), to: name)
  }

  @discardableResult
  private func run(_ arguments: [String], status: Int32 = 0) throws -> String {
    let outcome = try program.run(arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.output) \(outcome.errors)")
    return outcome.output + outcome.errors
  }

  /// Waits until a file holds a text.
  private func wait(for text: String, in name: String) throws {
    let end = Date.now + 120
    while Date.now < end {
      if let found = try? home.read(name), found.contains(text) { return }
      usleep(20_000)
    }
    Issue.record("'\(text)' does not come in \(name): \((try? home.read(name)) ?? "no file")")
  }

  /// ^C to a program that watches a file; it ends with 0.
  private func stop(_ process: pid_t) {
    var status: Int32 = 0
    kill(process, SIGINT)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    #expect(status == 0)
  }

  private static let document = """
    # A *report*

    Text with `code`, **weight**, <b>no markup</b> and a [link](javascript:alert(1)).

    | rule | loss |
    | --- | ---: |
    | gd | 1 |

    ```descent setup
    surface bowl
    ```

    ```descent show
    step 2
    plot surface
    ```

    ```descent show
    print 6*7 + (1 < 2)
    ```

    """

  @Test func aReportHasProseFiguresAndOutputs() throws {
    try write(Self.document, to: "doc.md")
    #expect(try run(["report", "doc.md"]) == "written: doc.html\n")
    let page = try home.read("doc.html")
    for text in [
      "<title>A report</title>", "<strong>weight</strong>", "<svg", "<code>step 2</code>",
      "print 6*7 + (1 &lt; 2)", "43",
      "<th scope=\"col\" class=\"number\">loss</th>", "&lt;b&gt;",
      "Content-Security-Policy",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    for text in ["<script", "<b>", "javascript:", "surface bowl</code>"] {
      #expect(!page.contains(text), "\(text)")
    }
    // Its own page is written again, another file is not, but with --force.
    try run(["report", "doc.md"])
    try write("mine", to: "other.html")
    #expect(try run(["report", "doc.md", "-o", "other.html"], status: 2).contains("--force"))
    #expect(try home.read("other.html") == "mine")
    try run(["report", "doc.md", "-o", "other.html", "--force"])
    // What goes wrong has its line, and changes nothing.
    try write(Self.document.replacingOccurrences(of: "step 2", with: "stepp"), to: "doc.md")
    #expect(try run(["report", "doc.md"], status: 1).contains("doc.md:14: unknown verb 'stepp'"))
    #expect(try home.read("doc.html") == page)
    try write("```descent number\nask: a\nexpect: 1\n```\n", to: "doc.md")
    #expect(try run(["report", "doc.md"], status: 2).contains("'descent site'"))
    #expect(try run(["report", "none.md"], status: 2).contains("none.md"))
    #expect(try home.read("doc.html") == page)
  }

  @Test func aReportFollowsItsDocument() throws {
    try write("# One\n\n```descent\nprint 6*7\n```\n", to: "doc.md")
    let process = try program.start(
      ["report", "doc.md", "--watch"], output: home.path + "/log")
    try wait(for: "<h1>One</h1>", in: "doc.html")
    try write("# Two\n\n```descent\nprint 6*9\n```\n", to: "doc.md")
    try wait(for: "<h1>Two</h1>", in: "doc.html")
    // A mistake is told, and the last page stays.
    try write("# Three\n\n```descent\nprnt 1\n```\n", to: "doc.md")
    try wait(for: "doc.md:4: unknown verb 'prnt'", in: "log")
    #expect(try home.read("doc.html").contains("<h1>Two</h1>"))
    // An editor may put a new file in the place of the old one.
    try write("# Four\n", to: "new.md")
    #expect(rename(home.path + "/new.md", home.path + "/doc.md") == 0)
    try wait(for: "<h1>Four</h1>", in: "doc.html")
    stop(process)
  }

  @Test func aPreviewFollowsItsLesson() throws {
    try run(["lesson", "new", "own.md"])
    let once = try run(["lesson", "preview", "own.md", "--students", "Zoë,王"])
    for text in ["Zoë", "王", "1. gradient", "[x] the gradient points uphill."] {
      #expect(once.contains(text), "\(text)")
    }
    let process = try program.start(
      ["lesson", "preview", "own.md", "--watch"], output: home.path + "/log")
    try wait(for: "what is ∂L/∂x?", in: "log")
    try wait(for: "no name", in: "log")
    let text = try home.read("own.md")
    try write(text.replacingOccurrences(of: "ask: At", with: "ask: Where"), to: "own.md")
    try wait(for: "Where x =", in: "log")
    try write(text.replacingOccurrences(of: "expect: grad[0]", with: "expect: grd["), to: "own.md")
    try wait(for: "own.md:24:", in: "log")
    stop(process)
  }

  @Test func aSiteWorksFromItsFolder() throws {
    try home.makeFolders("lessons")
    for name in ["a b", "z"] {
      try run(["lesson", "new", "lessons/\(name).md"])
    }
    var text = try home.read("lessons/z.md")
    text = text.replacingOccurrences(
      of: "title: How far does one step go?", with: "title: </title><script>alert(1)</script>")
    text = text.replacingOccurrences(
      of: "the gradient points uphill.", with: "<img src=x onerror=alert(1)> uphill.")
    try write(text, to: "lessons/z.md")
    try run(["site", "lessons", "-o", "out"])
    for name in ["index.html", "a b.html", "z.html"] {
      let page = try home.read("out/\(name)")
      for forbidden in ["<script", "<img", "http:", "@import"] {
        #expect(!page.contains(forbidden), "\(name): \(forbidden)")
      }
      // Every link leads to a file of the site.
      for link in page.components(separatedBy: "href=\"").dropFirst() {
        let address = link.prefix { $0 != "\"" }
        guard let path = String(address).removingPercentEncoding, !path.hasPrefix("#") else {
          continue
        }
        #expect(access(home.path + "/out/" + path, R_OK) == 0, "\(address)")
      }
    }
    let page = try home.read("out/a b.html")
    // The browser itself holds a number to what passes: 2x at x = 3, within half a percent.
    #expect(page.contains("type=\"number\""))
    #expect(page.contains("min=\"5.969999999\" max=\"6.030000001\""))
    #expect(
      page.contains("Show the answer") && page.contains("Uphill, so the step goes the other way"))
    // Written again it is the same; a file of another's is left alone.
    try run(["site", "lessons", "-o", "out"])
    #expect(try home.read("out/a b.html") == page)
    try write("mine", to: "out/index.html")
    #expect(try run(["site", "lessons", "-o", "out"], status: 2).contains("--force"))
    #expect(try home.read("out/index.html") == "mine")
  }
}
