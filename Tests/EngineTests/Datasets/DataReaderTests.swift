import DataFiles
import Datasets
import Engine
import Foundation
import Numerics
import Testing

/// A CSV file as text, what of it is read, or what is said instead.
struct CSVCase: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String
  var options = CSVOptions()
  /// The features' names with the rows' values, and the targets.
  var features: [String] = []
  var values: [Double] = []
  var targets: [Double] = []
  /// Parts of the error, where the file is to be refused.
  var says: [String] = []

  var testDescription: String { name }

  static func reads(
    _ name: String, _ text: String, _ features: [String], _ values: [Double], _ targets: [Double],
    _ change: (inout CSVOptions) -> Void = { _ in }
  ) -> CSVCase {
    var result = CSVCase(
      name: name, text: text, features: features, values: values, targets: targets)
    change(&result.options)
    return result
  }

  static func refuses(
    _ name: String, _ text: String, _ says: String..., change: (inout CSVOptions) -> Void = { _ in }
  ) -> CSVCase {
    var result = CSVCase(name: name, text: text, says: says)
    change(&result.options)
    return result
  }

  func check() throws {
    let bytes = Array(text.utf8)
    guard says.isEmpty else {
      let error = #expect(throws: EngineError.self, "\(name)") {
        try Dataset(csvText: bytes, name: "f.csv", options: options)
      }
      let text = error?.description ?? ""
      for part in says { #expect(text.contains(part), "\(name): \(text)") }
      #expect(!text.contains("\n"))
      return
    }
    let set = try Dataset(csvText: bytes, name: "f.csv", options: options)
    #expect(set.featureNames == features, "\(name)")
    #expect(set.featureValues == values, "\(name)")
    #expect(set.targets == targets, "\(name)")
  }
}

/// Files as spreadsheets, R, MATLAB, pandas and people write them.
@Suite struct DataReaderTests {
  @Test(arguments: [
    CSVCase.reads("decimal commas", "T;P\n1,5;10,25\n2,5;41\n", ["T"], [1.5, 2.5], [10.25, 41]),
    .reads("decimal commas, tabs", "T\tP\n1,5\t-,25\n2,25\t4\n", ["T"], [1.5, 2.25], [-0.25, 4]),
    .reads("with exponents", "T;P\n1,5e3;1\n2,5E-1;2\n", ["T"], [1500, 0.25], [1, 2]),
    .reads("three decimals", "T;P\n1,250;1\n2,500;2\n", ["T"], [1.25, 2.5], [1, 2]),
    .reads("commas late", "a;y\n" + "1;2\n" + "3;4,5\n", ["a"], [1, 3], [2, 4.5]),
    .reads("quoted, on demand", "a,y\n\"1,5\",2\n\"2,5\",3\n", ["a"], [1.5, 2.5], [2, 3]) {
      $0.decimal = "comma"
    },
    .refuses("points and commas", "a;y\n1,5;2\n2.5;3\n", "f.csv:3: column 'a': '2.5' has a point"),
    .refuses(
      "thousands in a point file", "a;y\n1,200;2.5\n2;3\n", "f.csv:2: column 'a': '1,200'",
      "without the comma"),
    .refuses(
      "1,200 with tabs", "a\ty\n1,200\t2\n900\t3\n", "f.csv:2: column 'a': '1,200' may",
      "decimal=comma"),
    .refuses("12,500 with tabs", "a\ty\n12,500\t2\n900\t3\n", "f.csv:2: column 'a': '12,500' may"),
    .refuses("123,456 with tabs", "a\ty\n123,456\t2\n9\t3\n", "f.csv:2: column 'a': '123,456' may"),
    .reads(
      "more digits than a group has", "a\ty\n1234,567\t2\n9\t3\n", ["a"], [1234.567, 9], [2, 3]),
    .reads(
      "a text column with commas", "a;b;y\nx, y;1.5;2\nx, y;2.5;3\n", ["a=x, y", "b"],
      [1, 1.5, 1, 2.5], [2, 3]),
  ])
  func decimalSigns(_ file: CSVCase) throws { try file.check() }

  @Test(arguments: [
    ("\"1,200\"", "write 1200"), ("\"1,5\"", "write 1.5, or give decimal=comma"),
    ("\"1,234,567\"", "write 1234567"), ("\"1,234.5\"", "write 1234.5"),
    ("\"1.234,56\"", "write 1234.56"), ("1 200", "write 1200"), ("1\u{A0}200", "write 1200"),
    ("1'200", "write 1200"), ("1_000", "write 1000"), ("$900", "write 900 and put $"),
    ("-$5.50", "write -5.50 and put $"), ("9,5 €".replacing(",", with: "."), "write 9.5 and put €"),
    ("USD 12", "write 12 and put USD"), ("45 %", "write 45 and put %"), ("4.5%", "put %"),
    ("1D+03", "write 1e3"), ("1.5d-2", "write 1.5e-2"), ("0x1F", "write 31"), ("1e400", "finite"),
    ("-inf", "not a finite number"), ("∞", "not a finite number"), ("−5", "write -5"),
    ("–2.5", "write -2.5"), ("(45)", "write -45"), ("45-", "write -45"), ("1/2", "fraction"),
    ("1+2i", "complex"), ("1.5×10^3", "write 1.5e3"), ("٣٤", "write 34"), ("1:0.5", "two numbers"),
    ("5 kg", "put kg into the column's name"), ("5kg", "a number with a unit"),
    ("20°C", "put °C into"),
  ])
  func otherNotationsAreRefused(field: String, advice: String) throws {
    let other = field.replacing("5", with: "7").replacing("2", with: "3")
    for text in [
      // Every value is one, one is among numbers, and some are among texts.
      "a,y\n\(field),1\n\(other),2\n\(field),3\n\(field),3\n",
      "a,y\n1,1\n2,2\n\(field),3\n3,3\n", "y,a\n1,\(field)\n2,\(other)\n3,\(field)\n4,\(field)\n",
    ] {
      let error = #expect(throws: EngineError.self, "\(text)") {
        try Dataset(csvText: Array(text.utf8), name: "f.csv")
      }
      let said = error?.description ?? ""
      #expect(said.hasPrefix("f.csv:") && said.contains("column 'a'"), "\(said)")
      #expect(said.contains(advice) || said.contains("is not a number"), "\(said)")
    }
    // Never a category: neither as a feature nor as a target.
    let text = "a,y\n\(field),1\n\(field),2\n\(other),3\n\(other),4\n"
    let error = #expect(throws: EngineError.self) {
      try Dataset(csvText: Array(text.utf8), name: "f.csv")
    }
    #expect(error?.description.contains(advice) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    CSVCase.reads(
      "white space around", "a,y\n 1 ,\t2\n\u{A0}3\u{2009},\" 4 \"\n", ["a"], [1, 3],
      [2, 4]),
    .reads(
      "ordinals", "a,y\n11th,1\n9th,2\n11th,3\n7th-8th,1\n", ["a=11th", "a=7th-8th", "a=9th"],
      [1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0], [1, 2, 3, 1]),
    .reads(
      "intervals", "a,y\n20-29,1\n30-39,2\n20-29,3\n", ["a=20-29", "a=30-39"],
      [1, 0, 0, 1, 1, 0], [1, 2, 3]),
    .reads(
      "booleans", "a,y\nTRUE,1\nFALSE,2\nTRUE,3\n", ["a=FALSE", "a=TRUE"],
      [0, 1, 1, 0, 0, 1], [1, 2, 3]),
    .reads(
      "names on demand", "zip,y\n007,1\n010,2\n007,3\n", ["zip=007", "zip=010"],
      [1, 0, 0, 1, 1, 0], [1, 2, 3]
    ) { $0.categories = ["zip"] },
    .reads(
      "codes among names", "a,y\nmore,1\n2,2\nmore,3\nless,4\n2,5\n",
      ["a=2", "a=less", "a=more"], [0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0], [1, 2, 3, 4, 5]),
    .refuses(
      "measurements among texts", "a,y\nn.d.?,1\n2.5,2\nn.d.?,3\nn.d.?,4\n",
      "f.csv:2: column 'a': 'n.d.?' is not a number (1 of its 4 values", "missing=",
      "categories=a"),
    .refuses(
      "a text among numbers", "a,y\n1,1\n2,2\nlow,3\n", "f.csv:4: column 'a': 'low' is not",
      "(2 of its 3 values are)", "missing=low takes it as missing", "categories=a"),
    .refuses(
      "units below the names", "a,b,y\ns,V,A\n1,2,3\n2,3,4\n", "f.csv:2: the first row has",
      "delete it"),
    .refuses(
      "names repeated", "a,y\n1,2\n3,4\na,y\n5,6\n", "f.csv:4: the line repeats the column's"),
  ])
  func namesAndNumbers(_ file: CSVCase) throws { try file.check() }

  @Test(arguments: [
    CSVCase.refuses(
      "iris", "5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n",
      "f.csv:1: the first line must name the columns", "'5.1'", "header=no"),
    .refuses(
      "adult", "39, State-gov, <=50K\n50, Self-emp, >50K\n38, State-gov, >50K\n",
      "'39' above a column of numbers", "header=no"),
    .refuses(
      "texts alone", "sunny,hot,no\nrainy,mild,yes\nsunny,mild,no\n", "'sunny'",
      "line 3", "header=no"),
    .refuses("two names alike", "p,x,x\ne,y,x\np,y,s\n", "two columns are named 'x'", "header=no"),
    .reads(
      "without names", "5.1,3.5,a\n4.9,3.0,a\n7.0,3.2,b\n", ["x1", "x2"],
      [5.1, 3.5, 4.9, 3, 7, 3.2], [0, 0, 1]
    ) { $0.hasHeader = false },
    .reads(
      "years as names", "2015,2016,2017\n1,2,3.5\n2,3,4.5\n", ["2015", "2016"], [1, 2, 2, 3],
      [3.5, 4.5]
    ) { $0.hasHeader = true },
    .reads("chosen without names", "1,2,3\n4,5,6\n", ["x3"], [3, 6], [1, 4]) {
      $0.hasHeader = false
      $0.targets = ["x1"]
      $0.ignored = ["x2"]
    },
    .refuses("a title", "Measured in May\n\na,b,y\n1,2,3\n4,5,6\n", "f.csv:1:", "skip=2"),
    .reads("a title left out", "Measured in May\n\na,y\n1,2\n4,5\n", ["a"], [1, 4], [2, 5]) {
      $0.skippedLines = 2
    },
  ])
  func names(_ file: CSVCase) throws { try file.check() }

  @Test(arguments: [
    "NaN", "nan", "#N/A", "NA", "N/A", "-", "None", "?", "null", "<NA>", "#DIV/0!", "",
  ])
  func missingAmongNumbers(mark: String) throws {
    let text = "a,b,y\n1,2,3\n\(mark),3,4\n2,4,5\n"
    let error = #expect(throws: EngineError.self) {
      try Dataset(csvText: Array(text.utf8), name: "f.csv")
    }
    let said = error?.description ?? ""
    #expect(said.hasPrefix("f.csv:3: column 'a' is missing its value"), "\(said)")
    #expect(said.contains("drop_missing=yes") && said.contains("ignore=a"))
    var options = CSVOptions()
    options.dropsMissing = true
    let reading = try CSVReading(csvText: Array(text.utf8), name: "f.csv", options: options)
    #expect(reading.dataset.featureValues == [1, 2, 2, 4])
    #expect(reading.summary.missing.map(\.marks) == [[mark]])
    #expect(reading.summary.droppedRows == 1)
    options = CSVOptions()
    options.ignored = ["a"]
    #expect(try Dataset(csvText: Array(text.utf8), name: "f.csv", options: options).count == 3)
  }

  @Test func missingAmongTexts() throws {
    func text(_ mark: String) -> String {
      "defect,y\n\(mark),1\ndent,2\n\(mark),3\ndent,4\nrust,5\n"
    }
    for mark in ["", "?", "NaN", "#N/A"] {
      let error = #expect(throws: EngineError.self) {
        try Dataset(csvText: Array(text(mark).utf8), name: "f.csv")
      }
      #expect(error?.description.hasPrefix("f.csv:2: column 'defect' is missing its value") == true)
    }
    for mark in ["NA", "None", "-", "null"] {
      let reading = try CSVReading(csvText: Array(text(mark).utf8), name: "f.csv")
      #expect(
        Set(reading.dataset.featureNames) == ["defect=\(mark)", "defect=dent", "defect=rust"])
      #expect(
        reading.summary.remarks.map(\.text) == [
          "\(mark) is a category; missing=\(mark) takes it as missing"
        ])
      var options = CSVOptions()
      options.missing = ["x,\(mark)"]
      options.dropsMissing = true
      let dropped = try Dataset(csvText: Array(text(mark).utf8), name: "f.csv", options: options)
      #expect(dropped.featureNames == ["defect=dent", "defect=rust"])
      #expect(dropped.targets == [2, 4, 5])
    }
  }

  @Test func aNumberThatStandsForNoValue() throws {
    let text = "a,y\n1,2\n-999,3\n-999.0,4\n4,5\n"
    var options = CSVOptions()
    options.missing = ["-999"]
    options.dropsMissing = true
    let set = try Dataset(csvText: Array(text.utf8), name: "f.csv", options: options)
    #expect(set.featureValues == [1, 4])
    #expect(set.targets == [2, 5])
  }

  @Test(arguments: [
    CSVCase.reads(
      "empty rows", "a,b,y\n1,2,3.5\n,,\n2,3,4.5\n,,\n,,\n", ["a", "b"], [1, 2, 2, 3],
      [3.5, 4.5]),
    .reads(
      "trailing delimiters", "a;b;y;\n1;2;3.5;\n2;3;4.5;\n", ["a", "b"], [1, 2, 2, 3],
      [3.5, 4.5]),
    .reads("in the rows alone", "a,y\n1,2,\n3,4,\n", ["a"], [1, 3], [2, 4]),
    .reads("in the names alone", "a,y,,\n1,2\n3,4\n", ["a"], [1, 3], [2, 4]),
    .reads("a column without a name inside", "a,,y\n1,,2\n3,,4\n", ["a"], [1, 3], [2, 4]),
    .reads("one with values", "a,,y\n1,7,2\n3,8,4\n", ["a", "column2"], [1, 7, 3, 8], [2, 4]),
    .reads(
      "blank lines first", "\n \r\n,,\na,b,y\n\n1,2,3\n\n4,5,6", ["a", "b"], [1, 2, 4, 5],
      [3, 6]),
    .refuses(
      "a column with a name and no value", "a,b,y\n1,,2\n3,,4\n", "column 'b' has no values",
      "ignore=b"),
    .reads("CR LF", "a,y\r\n1,2\r\n3,4\r\n", ["a"], [1, 3], [2, 4]),
    .reads("CR", "a,y\r1,2\r3,4\r", ["a"], [1, 3], [2, 4]),
    .reads("a mark of the byte order", "\u{FEFF}a,y\n1,2\n3,4", ["a"], [1, 3], [2, 4]),
    .reads("sep=", "sep=;\r\na;b;y\r\n1;2;3.5\r\n", ["a", "b"], [1, 2], [3.5]),
    .reads("\"sep=,\"", "\u{FEFF}\"sep=,\"\na;b,y\n1,2\n3,4\n", ["a;b"], [1, 3], [2, 4]),
    .reads(
      "commas in a name", "strength (MPa, kN);b;y\n1;2;3.5\n", ["strength (MPa, kN)", "b"],
      [1, 2], [3.5]),
    .reads("and tabs", "weight, kg\tb\ty\n1\t2\t3.5\n", ["weight, kg", "b"], [1, 2], [3.5]),
    .reads(
      "line breaks in a name", "\"Water\n (kg)\",\"b\",y\n1,2,3\n4,5,6\n", ["Water (kg)", "b"],
      [1, 2, 4, 5], [3, 6]),
    .reads("bars", "a|b|y\n1|2|3,5\n4|5|6\n", ["a", "b"], [1, 2, 4, 5], [3.5, 6]),
    .reads("blanks", "  a   b  y \n  1.0 2\t3 \n 4 5  6\n", ["a", "b"], [1, 2, 4, 5], [3, 6]),
    .reads("R's row names", "\"\",\"a\",\"y\"\n\"1\",2,3\n\"2\",5,6\n", ["a"], [2, 5], [3, 6]),
    .reads(
      "R's table", "\"a\" \"y\"\n\"Mazda RX4\" 21 6\n\"Datsun\" 22.8 4\n", ["a"], [21, 22.8],
      [6, 4]),
    .reads(
      "R's rows of a part of a table", "\"a\",\"y\"\n\"3\",2,3\n\"17\",5,6\n", ["a"], [2, 5],
      [3, 6]),
    .refuses(
      "thousands that make a field more", "x,y\n1,234,2\n5,678,3\n",
      "f.csv:2: the row has 3 fields where the first line names 2 columns", "a field with a comma"),
    .refuses(
      "a number before the named ones that counts nothing", "x,y\n0.5,1,2\n0.25,3,4\n",
      "f.csv:2: the row has 3 fields where the first line names 2 columns"),
    .reads("pandas' index", ",a,y\n0,2,3\n1,5,6\n", ["a"], [2, 5], [3, 6]),
    .reads("read and written again", "Unnamed: 0,a,y\n0,2,3\n1,5,6\n", ["a"], [2, 5], [3, 6]),
    .refuses("spaces for commas", "a\n1 2\n", "one column", "no comma, semicolon, tab"),
    .refuses("too few", "a,b,y\n1,2,3\n4,5\n", "f.csv:3: the row has 2 fields"),
    .refuses(
      "decimal commas between commas", "a,y\n1,5,2,5\n", "f.csv:2: the row has 4 fields",
      "decimal commas"),
    .refuses("an open quote", "a,b,y\n1,2,3\n\"4,5,6\n7,8,9\n", "f.csv:3: a quote is opened"),
    .refuses("a quote that opens late", "a,b\n5\" pipe,6\n", "f.csv:2: there is a quote within"),
    .refuses(
      "a quote that closes early", "a,b\n1,2\n\"5\" pipe,6\n", "f.csv:3: a quoted field must"),
    .reads(
      "quotes as they are meant", "a,b\n\"5\"\" pipe\",6\n\"5\"\" pipe\",7\nrod,8\n",
      ["a=5\" pipe", "a=rod"], [1, 0, 1, 0, 0, 1], [6, 7, 8]),
  ])
  func shapes(_ file: CSVCase) throws { try file.check() }

  @Test func identifiersAndDatesAreNoFeatures() throws {
    let text = """
      name,date,at,x,y
      anna,2024-01-05,05.01.2024 10:30,1,2
      bob,2024-01-05,06.01.2024 10:30,2,3
      carl,2024-01-06,07.01.2024 10:30,3,5
      dora,2024-01-07,08.01.2024 10:30,3,6
      """
    let reading = try CSVReading(csvText: Array(text.utf8), name: "f.csv")
    #expect(reading.dataset.featureNames == ["x"])
    #expect(reading.summary.leftOut.map(\.column) == ["name", "date", "at"])
    #expect(reading.summary.leftOut[0].text.contains("every text differs"))
    #expect(reading.summary.leftOut[1].text.contains("dates"))
    var options = CSVOptions()
    options.targets = ["name"]
    let byName = try Dataset(csvText: Array(text.utf8), name: "f.csv", options: options)
    #expect(byName.task == .classes(["anna", "bob", "carl", "dora"]))
    options.targets = ["date"]
    let error = #expect(throws: EngineError.self) {
      try Dataset(csvText: Array(text.utf8), name: "f.csv", options: options)
    }
    #expect(error?.description.contains("is a date") == true)
  }

  /// A column is of dates where more than half of its values are.
  @Test(arguments: [
    ("2024-01-31", true), ("31.01.2024", true), ("01/31/2024", true), ("31-Jan-2024", true),
    ("2024-12", true), ("2024-01-31 23:59", true), ("2024-01-32", false), ("31.13.2024", false),
    ("2024-00-10", false), ("v1.2", false),
  ])
  func aColumnOfDatesIsLeftOut(text: String, isDate: Bool) throws {
    let table = "d;x;y\n\(text);1;2\n\(text);2;3\n\(text);3;5\nlow;4;6\nlow;5;6\n"
    let reading = try CSVReading(csvText: Array(table.utf8), name: "f.csv")
    #expect(
      reading.dataset.featureNames == (isDate ? ["x"] : ["d=low", "d=\(text)", "x"]).sorted())
    #expect(reading.summary.leftOut.map(\.column) == (isDate ? ["d"] : []))
  }

  // MARK: The target

  /// Whole numbers from 0 on are classes where each could stand twice; anything else is a number.
  static let tasks: [([Double], String)] = [
    ([0.0, 1, 0, 1], "binary"), ([0, 1, 0], "regression"), ([0, 1, 2, 0, 1, 2], "classes"),
    ([0, 1, 2, 0, 1], "regression"), ([0, 2, 0, 2], "regression"), ([1, 2, 1, 2], "regression"),
    ([0, 0.5, 0, 0.5], "regression"), ([0, 0, 0, 0], "regression"),
  ]

  @Test(arguments: tasks)
  func theTargetsValuesSayTheTask(values: [Double], task: String) throws {
    let rows = values.enumerated().map { "\($0),\($1)\n" }.joined()
    let set = try Dataset(csvText: Array(("a,y\n" + rows).utf8), name: "f.csv")
    #expect(set.task.name == task)
  }

  @Test(arguments: [
    CSVCase.refuses(
      "three values", "a,y\n1,low\n2,mid\n3,high\n", "has 3 different values; binary needs two"
    ) { $0.task = "binary" },
    .reads("two values", "a,y\n1,low\n2,mid\n3,low\n", ["a"], [1, 2, 3], [0, 1, 0]) {
      $0.task = "binary"
    },
    .refuses("one value", "a,y\n1,low\n2,low\n", "at least two classes are needed") {
      $0.task = "classes"
    },
    .refuses("a target that is ignored", "a,b,y\n1,2,3\n4,5,6\n", "is both the target and ignored")
    {
      ($0.targets, $0.ignored) = (["b"], ["b"])
    },
    .refuses("a target twice", "a,b,y\n1,2,3\n4,5,6\n", "named twice as a target") {
      $0.targets = ["b", "b"]
    },
    .reads(
      "a target before another column", "a,b,y\n1,2,3\n4,5,6\n", ["a", "y"], [1, 3, 4, 6], [2, 5]
    ) {
      $0.targets = ["b"]
    },
  ])
  func theTargetIsWhatWasAskedFor(_ file: CSVCase) throws { try file.check() }

  @Test func columnsWhoseNamesHoldCommas() throws {
    let text = Array("\"Cement (kg)\",\"Water, kg\",Water,y\n1,2,3,4\n5,6,7,8\n".utf8)
    func names(_ ignored: String) throws -> [String] {
      var options = CSVOptions()
      options.ignored = [ignored]
      return try Dataset(csvText: text, name: "f.csv", options: options).featureNames
    }
    #expect(try names("Water, kg") == ["Cement (kg)", "Water"])
    #expect(try names("Cement (kg),Water, kg") == ["Water"])
    #expect(try names("Water") == ["Cement (kg)", "Water, kg"])
    #expect(try names("Water, kg, Water") == ["Cement (kg)"])
    let error = #expect(throws: EngineError.self) { try names("Water, lb") }
    #expect(error?.description.contains("no column 'lb'") == true)
  }

  @Test func firstBytesTellOtherFiles() throws {
    let folder = try ScratchFolder()
    let utf16 = "a,y\n1,2\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let images = reference("data/images.idx")
    for (bytes, says) in [
      ([0x1F, 0x8B, 8, 0, 1, 2, 3], "compressed by gzip"), ([0xFF, 0xFE] + utf16, "UTF-16"),
      (utf16, "UTF-16"), (Array("PK\u{3}\u{4}xyz".utf8), "workbook"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], ".xls"), (Array("PAR1abc".utf8), "Parquet"),
      ([0x93] + Array("NUMPY\u{1}".utf8), ".npy"), (Array("{\"a\": 1}\n".utf8), "JSON"),
      (Array("[[1, 2]]\n".utf8), "JSON"), (Array("\n<!DOCTYPE html><html>".utf8), "HTML"),
      (Array("<table><tr><td>1".utf8), "HTML"), (Array("%PDF-1.7".utf8), "PDF"),
      ([0x89] + Array("HDF\r\n".utf8), "HDF5"), (Array("MATLAB 5.0 MAT-file, P".utf8), "MATLAB"),
      ([0, 0, 8, 1, 0, 0, 0, 5], "data idx images="),
    ] as [([UInt8], String)] {
      let path = try folder.file("x.csv", bytes)
      let error = #expect(throws: EngineError.self) { try Dataset(csv: path) }
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
    for path in [images, images + ".gz"] {
      let error = #expect(throws: EngineError.self) { try Dataset(csv: path) }
      #expect(error?.description.contains("'data idx images=FILE labels=FILE'") == true)
    }
  }

  @Test func theSummarySaysWhatWasRead() throws {
    let text =
      "id;T;kind;code;defect\na1;1,5;x;007;None\na2;2,5;y;008;dent\na3;;x;009;None\na4;3;x;1;None\n"
    var options = CSVOptions()
    options.dropsMissing = true
    let summary = try CSVReading(csvText: Array(text.utf8), name: "f.csv", options: options).summary
    #expect(summary.rows == 4 && summary.columns == 5 && summary.droppedRows == 1)
    #expect(summary.numbers == ["T", "code"])
    #expect(summary.categories.map { "\($0.column) \($0.count)" } == ["kind 2", "defect 2"])
    #expect(summary.missing.map { "\($0.column) \($0.count) \($0.marks)" } == ["T 1 [\"\"]"])
    #expect(summary.leftOut.map(\.column) == ["id"])
    #expect(summary.delimiter == "semicolon" && summary.decimal == "comma" && summary.hasNames)
    #expect(summary.remarks.map(\.column).sorted() == ["code", "defect"])
  }
}
