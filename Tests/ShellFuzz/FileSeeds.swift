import Console
import Formula
import Session
import Shell

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What a file is read as.
enum FileKind: String, CaseIterable {
  case table, images, script, saved, notebook, lesson, receipt, study, journal, progress, formula

  /// How often it is drawn. Receipts and progress are read together with the whole course.
  var weight: Int {
    switch self {
    case .table, .script, .saved, .formula: 10
    case .images, .notebook, .lesson, .study, .journal: 6
    case .receipt, .progress: 1
    }
  }

  /// The ending by which the program tells it.
  var ending: String {
    switch self {
    case .table: ".csv"
    case .images: ".idx"
    case .script, .saved: ".descent"
    case .notebook, .lesson: ".md"
    case .receipt: ".receipt"
    case .study: ".study"
    case .journal: ".journal"
    case .progress: ".progress"
    case .formula: ".txt"
    }
  }
}

/// Whole files, to be damaged.
struct FileSeeds {
  private(set) var all: [FileKind: [[UInt8]]] = [:]

  /// Larger files take long to read, and damage in them is rarely met.
  private static let largest = 24_000

  /// - Parameters:
  ///   - folder: where a session may write.
  ///   - others: a folder with more files.
  init(writingIn folder: TrialFolder, others: String?) {
    folder.fill(editsAsVi: false)
    for (name, text) in TrialFolder.files { add(Array(text.utf8), named: name) }
    add([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 7, 8, 9, 10], .images)
    add([0, 0, 8, 1, 0, 0, 0, 2, 2, 1], .images)
    for text in Self.tables { add(Array(text.utf8), .table) }
    for text in Self.formulas { add(Array(text.utf8), .formula) }
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    for place in [root + "/lessons", root + "/Tests/Fuzz/Seeds", others].compactMap(\.self) {
      for name in names(in: place) { add(bytes(of: place + "/" + name), named: name) }
    }
    let examples = CommandTable.standard.commands.flatMap(\.examples)
    for start in stride(from: 0, to: examples.count, by: 6) {
      let lines = examples[start..<min(start + 6, examples.count)].joined(separator: "\n")
      add(Array((lines + "\n").utf8), .script)
    }
    write(in: folder)
  }

  private mutating func add(_ bytes: [UInt8], named name: String) {
    let ending = name.split(separator: ".").last ?? ""
    switch ending {
    case "csv", "tsv", "data": add(bytes, .table)
    case "descent": add(bytes, .script)
    case "md":
      add(bytes, String(decoding: bytes.prefix(3), as: UTF8.self) == "---" ? .lesson : .notebook)
    case "txt": add(bytes, .formula)
    case "idx": add(bytes, .images)
    default: break
    }
  }

  private mutating func add(_ bytes: [UInt8], _ kind: FileKind) {
    guard !bytes.isEmpty, bytes.count <= Self.largest else { return }
    all[kind, default: []].append(bytes)
  }

  /// Has sessions write what programs alone write. Names there are by chance, so each session's files
  /// are taken before the next one.
  private mutating func write(in folder: TrialFolder) {
    let state = folder.path + "/home/state"
    var known: Set<String> = []
    for lines in Self.sessions {
      let session = Session(output: .init(write: { _ in }, writeError: { _ in }))
      session.stateFolder = state
      session.keepJournal(offers: false)
      for line in lines { session.execute(line.replacing("WORK", with: folder.work)) }
      // The journal is left open, so that it stays.
      for (place, ending, kind) in [
        (folder.work, "kept.descent", FileKind.saved), (folder.work, "kept.md", .notebook),
        (folder.work, "kept.receipt", .receipt), (folder.work, ".study", .study),
        (state + "/journals", ".journal", .journal), (state + "/lessons/-", "", .progress),
      ] {
        for name in names(in: place) where name.hasSuffix(ending) {
          if known.insert(place + name).inserted { add(bytes(of: place + "/" + name), kind) }
        }
      }
    }
  }

  private static let sessions: [[String]] = [
    [
      "surface rosenbrock", "optimizer adam lr=0.01", "run 5", "back 2", "fork b", "step",
      "save WORK/0kept.descent", "notebook WORK/0kept.md",
    ],
    [
      "define rule mine", "slot v", "v = 0.9*v + g", "delta = -eta*v", "end",
      "data moons n=20 split=0.6,0.2,0.2", "network 2-3:tanh-2:maxout2-1:sigmoid",
      "dropout drop=0.3", "optimizer mine lr=0.1", "schedule cosine T=5", "batch 4", "run 6",
      "break when loss > 3", "watch g[0]", "save WORK/1kept.descent", "notebook WORK/1kept.md",
    ],
    ["search random \"x^2 + y\" x=linear(0,1) y=log(0.1,10) trials=3 study=WORK/a.study"],
    [
      "data moons n=20 split=0.7,0.3", "network 2-2-1",
      "search bayes lr=log(1e-3,1) trials=2 epochs=1 study=WORK/b.study",
    ],
    ["lesson 4", "next", "next", "1", "2", "skip", "progress export WORK/4kept.receipt"],
    ["lesson 1", "next", "a", "skip", "next", "skip", "quit"],
  ]

  private static let tables = [
    "a;b;c\n1,5;2;x\n2,5;3;y\n3;4;x\n", "sep=;\na;b\n1;2\n2;3\n", "x\ty\n1\t2\n2\t3\n",
    "id,when,n\n1,2020-01-02,\"1,200\"\n2,2020-01-03,\"1,300\"\n", "1,2,3\n2,3,4\n3,4,5\n",
    "a,b\n1,NA\n?,2\n3,\n,4\n", "\u{FEFF}x,y\r\n1,2\r\n2,3\r\n\r\n,\r\n",
    "\"a\nb\",\"c\"\"d\"\n1,2\n3,4\n", "name,t\nAda,1\nBob,0\nCy,1\n",
    "x,y\n1e308,-1e308\n1e-320,0\n",
  ]

  private static let formulas = [
    "x^2 + 10*y^2", "sin(x)*exp(-y^2/2)", "if(x > 0, log(x), -y)", "max(x, y, 0) + abs(x*y)",
    "norm([x, y, 1]) / (1 + sum([x, y]))", "-(-x)^2^-y", "mean(theta) + m_hat[0]",
  ]
}

/// The names in a folder; none where there is no such folder.
func names(in path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    names.append(
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      })
  }
  return names.filter { !$0.hasPrefix(".") }.sorted()
}

func bytes(of path: String) -> [UInt8] {
  guard let file = fopen(path, "r") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
  return bytes
}
