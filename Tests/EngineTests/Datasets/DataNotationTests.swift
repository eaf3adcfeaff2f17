import DataFiles
import Datasets
import Engine
import Numerics
import Testing

/// Numbers with signs about them, which would become categories in silence.
@Suite struct DataNotationTests {
  @Test(arguments: [
    ("900.-", "write 900"), ("900.–", "write 900"), ("Fr. 900.-", "write 900"),
    ("900,--", "write 900"), ("1´234", "write 1234"), ("1`234", "write 1234"),
    ("1′234", "write 1234"), ("1ʼ234", "write 1234"), ("1‘234", "write 1234"),
    ("1.5x10^3", "write 1.5e3"), ("1.5×10³", "write 1.5e3"), ("1.5·10^-3", "write 1.5e-3"),
    ("1.5 x 10⁻³", "write 1.5e-3"), ("<5", "a bound"), (">= 5", "a bound"), ("~5", "an estimate"),
    ("≈5", "an estimate"), ("≤5", "a bound"), ("5±0.1", "uncertainty"),
    ("5 +/- 0.1", "uncertainty"),
    ("5.1(3)", "write 5.1"), ("5*", "footnote"), ("½", "write 0.5"), ("2¾", "write 2.75"),
    ("[1.5]", "brackets"), ("=1.5", "spreadsheet"), ("'1.5", "spreadsheet"), ("“1.5”", "quotes"),
    ("«1.5»", "quotes"), ("'1.5'", "write 1.5"), ("1٫5", "write 1.5"), ("1，5", "write 1.5"),
    ("5\u{200B}", "invisible"), ("--5", "more than one sign"), ("+-5", "more than one sign"),
  ])
  func isRefused(field: String, says: String) throws {
    let text = "a;c;y\n\(field);2;3\n\(field);3;4\n7;3;5\n"
    let error = #expect(throws: EngineError.self) {
      try Dataset(csvText: Array(text.utf8), name: "f.csv")
    }
    let said = error?.description ?? ""
    #expect(said.hasPrefix("f.csv:2: column 'a': ") && said.contains(says), "\(said)")
    // What may be a name is one where the user says so.
    var options = CSVOptions()
    options.categories = ["a"]
    let set = try Dataset(csvText: Array(text.utf8), name: "f.csv", options: options)
    #expect(set.featureNames.count == 3)
  }

  /// Among names they are names.
  @Test(arguments: ["<5", "5*", "½", "[1]"])
  func isANameAmongNames(field: String) throws {
    let text = "a;y\n\(field);1\nlow;2\nhigh;3\nlow;4\nhigh;5\n"
    let set = try Dataset(csvText: Array(text.utf8), name: "f.csv")
    #expect(set.featureNames.contains("a=\(field)"))
  }

  @Test(arguments: ["10-20", ">50K", "A*", "x10", "a<5"])
  func otherTextsStayNames(field: String) throws {
    let text = "a;y\n\(field);1\n\(field);2\nlow;3\nlow;4\n"
    let set = try Dataset(csvText: Array(text.utf8), name: "f.csv")
    #expect(set.featureNames.contains("a=\(field)"))
  }

  /// Blanks within the fields of a table do not take it apart.
  @Test func tabsWinOverBlanks() throws {
    let names = "sample name\tx\ty\nA 1\t1\t2\nA 2\t3\t4\nA 1\t3\t3\n"
    let set = try Dataset(csvText: Array(names.utf8), name: "f.tsv")
    #expect(set.featureNames == ["sample name=A 1", "sample name=A 2", "x"])
    for field in ["5 °C", "2 500", "5 µm", "900 kr"] {
      let text = "T\tx\ty\n\(field)\t1\t2\n\(field)\t2\t3\n"
      let error = #expect(throws: EngineError.self) {
        try Dataset(csvText: Array(text.utf8), name: "f.tsv")
      }
      #expect(error?.description.hasPrefix("f.tsv:2: column 'T': '\(field)' is a number") == true)
    }
    let blanks = "T x y\n1 2 3\n4 5 6\n"
    #expect(
      try Dataset(csvText: Array(blanks.utf8), name: "f").featureNames == ["T", "x"])
  }

  /// The reading with more equal columns is the file's, not the one that tears a number off a text.
  @Test func moreColumnsWin() throws {
    for mark in [";", "\t"] {
      let text =
        "Temperatur, °C;Stahl;Klasse\n1,5;S235;gut\n2,5;S355;schlecht\n3,5;S235;gut\n"
        .replacing(";", with: mark)
      let set = try Dataset(csvText: Array(text.utf8), name: "f.csv")
      #expect(set.featureNames == ["Temperatur, °C", "Stahl=S235", "Stahl=S355"], "\(mark)")
      #expect(set.featureValues.first == 1.5)
    }
    let bars = "name,x|y,z\nA,1|2,good\nB,2|3,bad\nA,3|4,good\n"
    #expect(try Dataset(csvText: Array(bars.utf8), name: "f").featureNames.contains("name=A"))
    let blanks = "kind,result class\nA,grade 1\nB,grade 2\nA,grade 1\n"
    #expect(
      try Dataset(csvText: Array(blanks.utf8), name: "f").featureNames == ["kind=A", "kind=B"])
  }

  /// Decimal commas in quotes beside whole numbers without, as pandas writes them.
  @Test func decimalCommasInQuotes() throws {
    var options = CSVOptions()
    options.decimal = "comma"
    let text = "a,c,y\n\"1,5\",2,\"3,5\"\n\"2,5\",3,\"4,5\"\n"
    let set = try Dataset(csvText: Array(text.utf8), name: "f.csv", options: options)
    #expect(set.featureValues == [1.5, 2, 2.5, 3])
    #expect(set.targets == [3.5, 4.5])
  }

  @Test(arguments: ["# a,b,y\n1,2,3\n4,5,6\n", "% a b y\n1 2 3\n4 5 6\n"])
  func namesInAComment(text: String) throws {
    let set = try Dataset(csvText: Array(text.utf8), name: "f")
    #expect(set.featureNames == ["a", "b"])
  }

  /// A column may be called `#`.
  @Test func aColumnOfNumbers() throws {
    let set = try Dataset(csvText: Array("#,b,y\n1,2,3\n4,5,7\n".utf8), name: "f")
    #expect(set.featureNames == ["#", "b"])
  }

  /// Squares of such values overflow or underflow; the scale is right all the same.
  @Test(arguments: [1e300, 1e200, 1e-170, 1e-310, 1.0])
  func scalesOfAnySize(size: Double) {
    let scaling = Standardization(fitting: [size, 7, -size, 7], columns: 2)
    let scaled = scaling.apply(to: [size, 7, -size, 7])
    #expect(abs(scaled[0] - 1) < 1e-12 && abs(scaled[2] + 1) < 1e-12)
    #expect(scaled[1] == 0 && scaled[3] == 0)
  }
}
