import DataFiles
import Datasets
import Engine
import Foundation
import Numerics
import Testing

/// A folder of its own for one test's files, gone when the test ends.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "descent-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ bytes: some Collection<UInt8>) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }
}

private func read(
  _ text: String, _ change: (inout CSVOptions) -> Void = { _ in }
) throws -> Dataset {
  var options = CSVOptions()
  change(&options)
  return try Dataset(csvText: Array(text.utf8), name: "file.csv", options: options)
}

@Suite struct DataCSVTests {
  @Test func numbersAndTextColumns() throws {
    let set = try read("size,color,price\n1,red,10.5\n2, blue ,20\n3,red,-1e2\n")
    #expect(set.featureNames == ["size", "color=blue", "color=red"])
    #expect(set.featureValues == [1, 0, 1, 2, 1, 0, 3, 0, 1])
    #expect(set.targets == [10.5, 20, -100])
    #expect(set.task == .regression)
    #expect(set.targetNames == ["price"])
  }

  @Test func quotedFields() throws {
    let set = try read("\"a, b\",\"say \"\"c\"\"\",y\r\n\"1\",\"two\nlines\",3\r\n2,plain,4.5\r\n")
    #expect(set.featureNames == ["a, b", "say \"c\"=plain", "say \"c\"=two\nlines"])
    #expect(set.featureValues == [1, 0, 1, 2, 1, 0])
    #expect(set.targets == [3, 4.5])
  }

  @Test func semicolonsAndByteOrderMark() throws {
    let set = try read("\u{FEFF}a;y\n1;2.5\n3;4\n")
    #expect(set.featureNames == ["a"])
    #expect(set.targets == [2.5, 4])
  }

  @Test func textTargetsAreClasses() throws {
    let two = try read("a,y\n1,no\n2,yes\n3,no\n")
    #expect(two.task == .binary(["no", "yes"]))
    #expect(two.targets == [0, 1, 0])
    let three = try read("a,y\n1,c\n2,a\n3,b\n")
    #expect(three.task == .classes(["a", "b", "c"]))
    #expect(three.targets == [0, 0, 1, 1, 0, 0, 0, 1, 0])
    #expect((0..<3).map { three.label(of: $0) } == [2, 0, 1])
  }

  @Test func numberTargetsAreJudgedByTheirValues() throws {
    let digits = "a,y\n" + (0..<9).map { "\($0),\($0 % 3)" }.joined(separator: "\n")
    #expect(try read(digits).task == .classes(["0", "1", "2"]))
    #expect(try read(digits) { $0.task = "regression" }.task == .regression)
    #expect(try read("a,y\n1,0\n2,1\n3,1\n4,0\n").task == .binary(["0", "1"]))
    #expect(try read("a,y\n1,5\n2,7\n3,5\n") { $0.task = "binary" }.task == .binary(["5", "7"]))
  }

  @Test func chosenTargetsAndIgnoredColumns() throws {
    let text = "y,a,b,name\n1.5,2,3,x\n4,5,6,y\n"
    let set = try read(text) {
      $0.targets = ["y"]
      $0.ignored = ["name"]
    }
    #expect(set.featureNames == ["a", "b"])
    #expect(set.targets == [1.5, 4])
    let several = try read(text) {
      $0.targets = ["b", "y"]
      $0.ignored = ["name"]
    }
    #expect(several.targetNames == ["b", "y"])
    #expect(several.targets == [3, 1.5, 6, 4])
  }

  @Test func rowsWithMissingValuesMayBeDropped() throws {
    let set = try read("a,b,y\n1,2,3.5\n,2,4\n5,NA,6\n7,8,9\n") { $0.dropsMissing = true }
    #expect(set.featureValues == [1, 2, 7, 8])
    #expect(set.targets == [3.5, 9])
  }

  @Test(arguments: [
    ("", "holds no examples"),
    ("a,y\n", "holds no examples"),
    ("1,2\n3,4\n", "file.csv:1: the first line must name the columns"),
    ("a,a,y\n1,2,3\n", "file.csv:1: two columns are named 'a'"),
    ("a,y\n1,2\n1,2,3\n", "file.csv:3: the row has 3 fields where the first line names 2"),
    ("a,b,y\n1,2,3\n1,2\n", "file.csv:3: the row has 2 fields"),
    ("a,b,y\n1,2,3\n1,2,", "file.csv:3: column 'y' is missing its value"),
    ("a,y\n\"x\ny\",2\n,3\n", "file.csv:4: column 'a' is missing its value"),
    ("a,y\n?,2\n1,\n", "file.csv:2: column 'a' is missing its value (and 1 other value)"),
    ("a,y\n1,2\n2x,3\n4,5\n", "file.csv:3: column 'a': '2x' is not a number (2 of its 3"),
    ("a,y\n1,2\nnan,3\n4,5\n", "file.csv:3: column 'a' is missing its value: 'nan' stands for"),
    ("a,y\n1,2\n3,-Inf\n4,5\n", "file.csv:3: column 'y': '-Inf' is not a finite number"),
    ("a,y\n1,2\n1e999,3\n", "file.csv:3: column 'a': '1e999' is not a finite number"),
    ("a,y\n\"1,2\n", "a quote is opened and never closed"),
    ("a,y\n1,2\n\"1\"2\",3\"\n", "file.csv:3: a quoted field must end"),
    ("a,y\n1,\u{0}2\n", "file.csv:2: there is a NUL byte"),
    ("a,y\nx,same\ny,same\n", "every example has the same target"),
    ("y\n1\n2\n", "no column is left as a feature"),
  ])
  func badTextIsNamedByLineAndColumn(text: String, says: String) throws {
    let error = #expect(throws: EngineError.self) { try read(text) }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
  }

  @Test func wrongTargetNamesTheNearest() throws {
    let error = #expect(throws: EngineError.self) {
      try read("length,width,price\n1,2,3\n") { $0.targets = ["prise"] }
    }
    #expect(
      error?.description == "file.csv has no column 'prise'; did you mean 'price'?")
  }

  @Test func textThatIsNotUTF8() throws {
    let error = #expect(throws: EngineError.self) {
      try Dataset(csvText: Array("a,y\n".utf8) + [0xff, 0x31], name: "f")
    }
    #expect(error?.description.contains("not UTF-8") == true)
  }

  @Test func endlessLineIsRefusedWhereItPassesTheLimit() throws {
    let folder = try ScratchFolder()
    let text = "a,y\n1,2\n" + String(repeating: "1,", count: 700_000)
    let path = try folder.file("long.csv", text)
    let error = #expect(throws: EngineError.self) { try Dataset(csv: path) }
    #expect(error?.description.contains(":3: the line is longer than 1048576 bytes") == true)
  }

  /// The first bytes tell, before the others are read.
  @Test func aFileOfTwoGigabytesThatIsNoTextIsNotRead() throws {
    let error = try errorOfFile(head: "a,y\n", size: 2 << 30)
    #expect(error.contains(":2: there is a NUL byte"), "\(error)")
  }

  @Test func aFileThatNeedsMoreThanHalfOfTheMemoryIsNotRead() throws {
    let head = "a,b,y\n" + String(repeating: "1.5,2.5,3.5\n", count: 6000)
    let error = try errorOfFile(head: head, size: 1 << 40)
    #expect(error.contains("its 1048576 MB would take about"), "\(error)")
    #expect(error.contains("that this process may use; keep fewer rows or columns"), "\(error)")
  }

  /// What is said of a file with some text and nothing but zeros behind it, which take no room.
  private func errorOfFile(head: String, size: UInt64) throws -> String {
    let folder = try ScratchFolder()
    let path = try folder.file("huge.csv", head)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: size)
    try handle.close()
    let error = #expect(throws: EngineError.self) { try Dataset(csv: path) }
    return error?.description ?? ""
  }

  @Test func directoriesDevicesAndMissingFiles() throws {
    let folder = try ScratchFolder()
    for (path, says) in [
      (folder.path, "is a directory"), ("/dev/zero", "is not a regular file"),
      (folder.path + "/none.csv", "there is no file"),
    ] {
      let error = #expect(throws: EngineError.self) { try Dataset(csv: path) }
      #expect(error?.description.contains(says) == true)
    }
  }
}

@Suite struct DataIDXTests {
  @Test(arguments: ["", ".gz"])
  func imagesAndLabels(suffix: String) throws {
    let set = try Dataset(
      idxImages: reference("data/images.idx\(suffix)"),
      labels: reference("data/labels.idx\(suffix)"))
    #expect(set.count == 5)
    #expect(set.featureNames == ["0_0", "0_1", "0_2", "1_0", "1_1", "1_2"].map { "pixel_" + $0 })
    #expect(set.features(of: 3) == (30...35).map { Double($0) / 255 })
    #expect(set.task == .classes(["0", "1", "2"]))
    #expect((0..<5).map { set.label(of: $0) } == [0, 1, 2, 1, 0])
  }

  @Test func truncatedForeignAndMismatchedFiles() throws {
    let folder = try ScratchFolder()
    let images = try Data(contentsOf: URL(fileURLWithPath: reference("data/images.idx")))
    let labels = try Data(contentsOf: URL(fileURLWithPath: reference("data/labels.idx")))
    var fewer = labels
    fewer[7] = 4
    var huge = images
    huge.replaceSubrange(4..<8, with: [0xff, 0xff, 0xff, 0xff])
    // One image of a gigabyte, which a packed file of a megabyte may hold.
    var wide = images
    wide.replaceSubrange(4..<16, with: [0, 0, 0, 1, 0x20, 0, 0, 0, 0, 0, 0, 1])
    let goodImages = reference("data/images.idx")
    let goodLabels = reference("data/labels.idx")
    let cases: [(String, String, String)] = [
      (
        try folder.file("a", images.prefix(30)), goodLabels,
        "is truncated: it ends after 30 bytes of the 46 that its header announces"
      ),
      (try folder.file("b", images.prefix(9)), goodLabels, "ends after 9 bytes, within its header"),
      (reference("data/cut.idx.gz"), goodLabels, "is truncated"),
      (goodLabels, goodLabels, "starts with the number 2049 (that of IDX labels)"),
      (goodImages, goodImages, "starts with the number 2051 (that of IDX images)"),
      (goodImages, try folder.file("c", fewer.prefix(12)), "5 images and"),
      (goodImages, try folder.file("d", fewer), "goes on after the 12 bytes"),
      (try folder.file("e", huge), goodLabels, "announces"),
      (try folder.file("g", wide), goodLabels, "images of 536870912 × 1 pixels; up to 1048576"),
      (try folder.file("f", ""), goodLabels, "ends after 0 bytes, within its header"),
      (folder.path, goodLabels, "is a directory"),
    ]
    for (first, second, says) in cases {
      let error = #expect(throws: EngineError.self) {
        try Dataset(idxImages: first, labels: second)
      }
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
  }
}
