import Console
import Session
import Shell
import TestSupport
import Testing

/// `data FILE` and `surface line data=FILE`: their keys, and what they say of a file.
@Suite(.serialized) struct FileDataTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String, to name: String) throws -> String {
    try folder.write(Array(text.utf8), to: name)
    return folder.path + "/" + name
  }

  private func run(_ text: String, _ keys: String, json: Bool = false) throws -> String {
    let path = try write(text, to: "file.csv")
    let transcript = Transcript(traits: Traits(json: json))
    return transcript.run("data \(path) \(keys)").replacing(folder.path + "/", with: "")
  }

  private static let mixed = """
    id;"T, °C";defect;zip;load
    a1;1,5;None;007;10
    a2;2,5;dent;010;20
    a3;;None;011;30
    a4;4,5;rust;012;40

    """

  @Test func theReportSaysWhatWasRead() throws {
    #expect(
      try run(Self.mixed, "drop_missing=yes") == """
        file.csv   regression   3 examples to train on
        5 features: "T, °C", defect=None, defect=dent, defect=rust, zip
        target: load
        read: 4 rows, 5 columns, separated by semicolons, decimal commas
        numbers: "T, °C", zip, load
        categories: defect (3)
        missing: "T, °C" 1 (empty); 1 row left out
        no feature: id (every text differs, as an identifier's do)
        defect: None is a category; missing=None takes it as missing
        zip: its numbers start with zeros, as codes do; categories=zip reads them as
          names
        'network 5-16:relu-1' would fit them

        """)
    let object = try #require(
      try objects(try run(Self.mixed, "drop_missing=yes", json: true)).first?["read"]
        as? [String: Any])
    #expect(object["rows"] as? Int == 4 && object["dropped_rows"] as? Int == 1)
    #expect(object["decimal"] as? String == "comma")
    #expect(object["delimiter"] as? String == "semicolon")
    #expect(object["numbers"] as? [String] == ["T, °C", "zip", "load"])
  }

  @Test func dataAloneSaysItAgain() throws {
    let path = try write(Self.mixed, to: "file.csv")
    let transcript = Transcript()
    let first = transcript.run("data \(path) drop_missing=yes")
    #expect(transcript.run("data") == first)
  }

  @Test func aFileOfNumbersIsToldInALine() throws {
    #expect(
      try run("a,b,y\n1,2,3\n4,5,6\n", "") == """
        file.csv   regression   2 examples to train on
        2 features: a, b
        target: y
        read: 2 rows, 3 columns, all numbers
        'network 2-16:relu-1' would fit them

        """)
  }

  /// What is left out is no number: the line does not say so.
  @Test func aFileWithNamesIsNotAllNumbers() throws {
    let text = try run("name,x,y\nanna,1,2\nbob,2,3\ncarl,3,3\n", "")
    #expect(
      text.contains(
        """
        read: 3 rows, 3 columns
        numbers: x, y
        no feature: name (every text differs, as an identifier's do)

        """), "\(text)")
    let without = try run("name,x,y\nanna,1,2\nbob,2,3\ncarl,3,3\n", "ignore=name")
    #expect(!without.contains("all numbers"), "\(without)")
  }

  @Test func everyKeyIsTakenAndSavedWithTheData() throws {
    let text = "made in May\n\"1;5\"|a|-|3\n2|b|4|5\n7|a|5|9\n"
    let keys =
      "target=x4 task=regression ignore=\"x1,x3\" categories=x2 drop_missing=yes missing=q "
      + "header=no decimal=point delimiter=bar skip=1"
    #expect(try run(text, keys).contains("features: x2=a, x2=b"))
    let path = try write(text, to: "file.csv")
    let transcript = Transcript(traits: Traits(json: true))
    transcript.run("data \(path) \(keys); network 2-2-1; run 3")
    let theta = transcript.run("print theta; data")
    let saved = folder.path + "/saved.descent"
    #expect(transcript.run("save \(saved)").contains("bytes"))
    transcript.run("surface bowl; load \(saved)")
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    #expect(transcript.run("print theta; data") == theta)
  }

  @Test func surfaceLineTakesTheSameKeys() throws {
    let path = try write("a;\"b, c\";note\n1,5;2;x\n-;3;y\n3,5;5;$9\n4;6;\n", to: "line.csv")
    let transcript = Transcript()
    let line = "surface line data=\(path) x=a"
    #expect(transcript.run("\(line) y=\"b, c\"").contains("line.csv:3: column 'a' is missing"))
    let text = transcript.run("\(line) y=\"b, c\" drop_missing=yes")
    #expect(text.contains("over 3 examples"), "\(text)")
    #expect(transcript.run("\(line) target=\"b, c\" drop_missing=yes") == text)
    let saved = folder.path + "/line.descent"
    transcript.run("step 3; save \(saved); print theta")
    let theta = transcript.run("print theta")
    #expect(transcript.run("surface bowl; load \(saved); print theta").hasSuffix(theta))
    #expect(transcript.outcome == .done, "\(transcript.errors)")
    #expect(transcript.run("surface line data=iris x=a y=b header=no").contains("'iris'"))
  }

  @Test func helpListsEveryKey() {
    let help = Transcript().run("help data")
    for key in [
      "target", "task", "ignore", "drop_missing", "missing", "categories", "header", "decimal",
      "delimiter", "skip", "images", "labels",
    ] {
      #expect(help.contains("  \(key)="), "\(key)")
    }
  }

  @Test func idxAloneSaysItsForm() {
    #expect(Transcript().run("data idx").contains("its form is: data idx images=FILE labels=FILE"))
  }

  @Test func namesWithCommas() throws {
    let text = "Cement (kg),\"Water, kg\",y (MPa)\n1,2,3.5\n2,3,4.5\n"
    #expect(try run(text, "ignore=\"Water, kg\"").contains("1 feature: Cement (kg)\n"))
    #expect(try run(text, "target=\"Water, kg\"").contains("target: \"Water, kg\"\n"))
  }

  /// What a command prints is text, whatever a file's names hold.
  @Test func controlCharactersOfAFileAreNotPrinted() throws {
    for text in [
      "a\u{1B}[31m,k,y\n1,x\u{1B}[2J,3\n4,z,6\n7,z,8\n", "a,k,y\n1,\u{1B}]0;t\u{7},3\n4,,6\n",
    ] {
      let output = try run(text, "")
      #expect(!output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" }, "\(output)")
    }
  }

  @Test func anInterruptedReadChangesNothing() throws {
    let rows = (0..<200_000).map { "\($0),\($0 % 7),1.5\n" }.joined()
    let path = try write("a,b,y\n" + rows, to: "long.csv")
    var questions = 0
    let transcript = Transcript(interrupt: {
      questions += 1
      return questions > 3
    })
    transcript.run("data iris")
    questions = 0
    #expect(transcript.run("data \(path)").contains("interrupted; nothing has changed"))
    #expect(transcript.outcome == .failed)
    questions = -1_000_000
    #expect(transcript.run("data").contains("iris"))
  }
}
