import DataFiles
import Datasets
import Disk
import Numerics

/// A study in a file: its definition, then one line a trial, each with a checksum, in the order in
/// which the trials came back.
///
/// The definition is written as a whole or not at all; after that the file only grows, and every
/// trial is on the disk before it counts. What a crash, a kill or a full disk leaves behind is
/// therefore a study with all the trials that counted and at most one torn line, which is dropped.
public final class StudyFile {
  public var path: String { file.path }
  private let file: GrowingFile

  private static let head = "# descent study 1"
  static let largest = 512 << 20

  private init(_ file: GrowingFile) { self.file = file }

  /// What was read, and what had to be left out of it, in words.
  public struct Contents: Sendable {
    public var study: Study
    public var remarks: [String] = []
    fileprivate var length = 0
  }

  // MARK: Writing

  /// Begins a file, with the trials given.
  ///
  /// - Throws: `EngineError` where the file exists, or cannot be written whole.
  public static func create(at path: String, _ study: Study) throws {
    let lines = [head] + (study.definition.lines + study.trials.map(\.line)).map(SealedLine.text)
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    guard try fromDisk({ () throws(DiskError) in try WholeFile.create(bytes, at: path) }) else {
      throw EngineError("cannot write \(Path.quoted(path)): it is there already")
    }
  }

  /// Opens a file to continue it. No other process can do so at the same time.
  ///
  /// - Throws: `EngineError` for a file that is no study, that is damaged before its first trial, or
  ///   that another search writes to.
  public static func open(at path: String) throws -> (file: StudyFile, contents: Contents) {
    let file = try fromDisk { () throws(DiskError) in try GrowingFile(opening: path) }
    guard file.tryLock() else {
      throw EngineError("another search is writing to \(Path.quoted(path))")
    }
    let contents = try read(path)
    // A torn line must not run into the next one.
    try fromDisk { () throws(DiskError) in try file.truncate(to: contents.length) }
    return (StudyFile(file), contents)
  }

  /// Adds trials; when it returns, they are on the disk.
  ///
  /// - Throws: `EngineError` where they cannot be written; none of them is half there then.
  public func append(_ trials: [Trial]) throws {
    try append(trials.map(\.line))
  }

  /// Lets the study go on to more trials.
  public func append(trialCount: Int) throws {
    try append(["trials \(trialCount)"])
  }

  private func append(_ lines: [String]) throws {
    let bytes = Array(lines.map { SealedLine.text($0) + "\n" }.joined().utf8)
    try Self.fromDisk { () throws(DiskError) in try file.append(bytes, isDurable: true) }
  }

  private static func fromDisk<Result>(
    _ body: () throws(DiskError) -> Result
  ) throws(EngineError) -> Result {
    do { return try body() } catch { throw EngineError(error.message) }
  }

  // MARK: Reading

  /// - Throws: `EngineError` for a file that is no study, or is damaged before its first trial.
  public static func read(_ path: String) throws -> Contents {
    let bytes = try DataFile.bytes(of: path, limit: largest)
    guard bytes.starts(with: "# descent study ".utf8) else {
      throw EngineError("\(Path.quoted(path)) is no study; 'search ... study=FILE' writes one")
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.first.map({ $0.elementsEqual(head.utf8) }) ?? false else {
      throw EngineError("\(Path.quoted(path)) was written by a later version of this program")
    }
    func damaged(_ what: String) -> EngineError {
      EngineError("the study \(Path.quoted(path)) is damaged: \(what)")
    }
    var definition: [String] = []
    var place = 1
    while true {
      guard place < lines.count - 1, let line = SealedLine.content(of: lines[place]) else {
        throw damaged("line \(place + 1), of its definition, is missing or changed")
      }
      place += 1
      if line == "begin" { break }
      definition.append(line)
    }
    let study: Study
    do { study = Study(try StudyDefinition(lines: definition)) } catch { throw damaged("\(error)") }
    var contents = Contents(study: study)
    // Behind the last line end there is nothing, or what is torn.
    for (i, line) in lines[place..<(lines.count - 1)].enumerated() {
      contents.take(line, number: place + i + 1)
    }
    let torn = lines.last?.count ?? 0
    contents.length = bytes.count - torn
    if torn > 0 {
      contents.remarks.append("a torn last line is dropped; its trial will be made again")
    }
    return contents
  }
}

extension StudyFile.Contents {
  fileprivate mutating func take(_ bytes: ArraySlice<UInt8>, number: Int) {
    let line = SealedLine.content(of: bytes)
    let count = line.flatMap { $0.hasPrefix("trials ") ? Int($0.dropFirst(7)) : nil }
    if let count, (1...StudyDefinition.mostTrials).contains(count) {
      study.definition.trials = count
    } else if let trial = line.flatMap(Trial.init(line:)),
      trial.point.count == study.definition.space.dimensions.count
    {
      study.add(trial)
    } else {
      remarks.append("line \(number) is damaged and left out; its trial will be made again")
    }
  }
}
