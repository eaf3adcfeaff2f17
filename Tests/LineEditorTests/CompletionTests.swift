import LineEditor
import Testing

/// Completion.
@Suite struct CompletionTests {
  @Test(
    arguments: [
      ("st", ["step", "status", "stop"], nil, ["step", "status", "stop"]),
      ("ste", ["step", "status", "stop"], "p ", ["step"]),
      ("s", ["surface", "surfaces"], "urface", ["surface", "surfaces"]),
      ("surface", ["surface", "surfaces"], nil, ["surface", "surfaces"]),
      ("x", ["step"], nil, []),
      ("", ["only"], "only ", ["only"]),
      ("σ", ["σ[0]", "σ[1]"], "[", ["σ[0]", "σ[1]"]),
      // Composed of a letter and a mark that two candidates share.
      ("", ["m\u{302}", "m"], "m", ["m\u{302}", "m"]),
      ("step", ["step"], " ", ["step"]),
    ] as [(String, [String], String?, [String])])
  func commonBeginning(word: String, all: [String], insert: String?, listed: [String]) {
    // What comes before the word does not matter.
    let line = "σ; " + word
    let completion = Completion(
      replacing: 4..<line.utf8.count, of: line, with: all.map { .init(text: $0) })
    #expect(completion.insert ?? "" == insert ?? "")
    #expect(completion.candidates == listed)
  }

  @Test func aSpaceOnlyBehindWhatIsComplete() {
    let key = Completion(replacing: 0..<1, of: "l", with: [.init(text: "lr=", isComplete: false)])
    #expect(key.insert == "r=")
  }

  @Test(
    arguments: [
      // Line, where the word begins, its open quote, candidates; deleted, inserted.
      ("load my", 5, nil, ["my file"], 2, "\"my file\" "),
      ("load my", 5, nil, ["my dir/"], 2, "\"my dir/"),
      ("load my", 5, nil, ["my a", "my b"], 2, "\"my "),
      ("load m", 5, nil, ["my a", "mz"], 0, nil),
      ("load \"my", 6, "\"", ["my file"], 0, " file\" "),
      ("load \"my d", 6, "\"", ["my dir/"], 0, "ir/"),
      ("load 'my", 6, "'", ["my file"], 0, " file' "),
      ("load plain", 5, nil, ["plain.txt"], 0, ".txt "),
      ("load it", 5, nil, ["it\"s"], 2, "\"it\\\"s\" "),
    ] as [(String, Int, String?, [String], Int, String?)])
  func namesThatNeedQuotesGetThem(
    line: String, start: Int, open: String?, names: [String], deletes: Int, insert: String?
  ) {
    func word(_ text: String) -> String {
      guard text.contains(where: { " \"".contains($0) }) else { return text }
      return "\"" + text.replacing("\"", with: "\\\"") + "\""
    }
    let completion = Completion(
      replacing: start..<line.utf8.count, of: line,
      with: names.map { .init(text: $0, isComplete: !$0.hasSuffix("/")) },
      in: .init(start: start, open: open, word: word))
    #expect(completion.deletes == deletes)
    #expect(completion.insert ?? "" == insert ?? "")
  }

  @Test func aRangeOutsideTheLineIsNoHarm() {
    let completion = Completion(replacing: 3..<90, of: "ab", with: [.init(text: "x")])
    #expect(completion.insert == "x ")
  }

  @Test func columnsReadDownwards() {
    let listing = Completion(candidates: ["a", "bb", "ccc", "d", "e"])
    #expect(listing.listing(columns: 14, rows: 24) == "a    ccc  e\nbb   d\n")
    #expect(listing.listing(columns: 3, rows: 24) == "a\nbb\nccc\nd\ne\n")
  }

  @Test(arguments: [20, 40, 60, 80, 200])
  func noRowIsWiderThanTheWindow(columns: Int) {
    let names = (1...60).map { String(repeating: "n", count: $0 % 17 + 1) }
    let rows = Completion(candidates: names).listing(columns: columns, rows: 100)
      .split(separator: "\n")
    #expect(rows.allSatisfy { displayWidth(String($0)) <= columns })
    #expect(rows.reduce(0) { $0 + $1.split(separator: " ").count } == names.count)
  }

  @Test func marksAndWideLettersKeepColumnsStraight() {
    _ = Terminal.usersLocaleIsUTF8
    let listing = Completion(candidates: ["m\u{302}", "漢字", "v"]).listing(columns: 20, rows: 24)
    #expect(listing == "m\u{302}     漢字  v\n")
  }

  @Test func aFloodIsCounted() {
    let names = (1...500).map { "x\($0)" }
    let rows = Completion(candidates: names).listing(columns: 80, rows: 10)
      .split(separator: "\n")
    #expect(rows.count == 8)
    #expect(rows.last == "and 409 more")
  }
}
