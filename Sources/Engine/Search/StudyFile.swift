import Formula

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A study in a file: its definition, then one line a trial, each with a checksum, in the order in
/// which the trials came back.
///
/// The definition is written as a whole or not at all; after that the file only grows, and every
/// trial is on the disk before it counts. What a crash, a kill or a full disk leaves behind is
/// therefore a study with all the trials that counted and at most one torn line, which is dropped.
public final class StudyFile {
  public let path: String
  private let descriptor: Int32
  /// Bytes up to the end of the last whole line.
  private var length: Int

  private static let head = "# descent study 1"
  static let largest = 512 << 20

  private init(path: String, descriptor: Int32, length: Int) {
    self.path = path
    self.descriptor = descriptor
    self.length = length
  }

  deinit { close(descriptor) }

  /// What was read, and what had to be left out of it, in words.
  public struct Contents: Sendable {
    public var study: Study
    public var remarks: [String] = []
    fileprivate var length = 0
  }

  // MARK: Writing

  /// Begins a file, with the trials given.
  ///
  /// - Throws: `DataError` where the file exists, or cannot be written whole.
  public static func create(at path: String, _ study: Study) throws {
    let lines = [head] + (study.definition.lines + study.trials.map(\.line)).map(sealed)
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map(mkstemp) ?? -1
    }
    guard descriptor >= 0 else { throw failure("write", path) }
    let temporary = String(
      decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { unlink(temporary) }
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
    guard write(bytes, to: descriptor), fsync(descriptor) == 0 else {
      let error = failure("write", path)
      close(descriptor)
      throw error
    }
    close(descriptor)
    // A link fails where there is a file already; renaming would take its place.
    guard link(temporary, path) == 0 else { throw failure("write", path) }
    syncFolder(of: path)
  }

  /// Opens a file to go on with it. Nobody else can at the same time.
  ///
  /// - Throws: `DataError` for a file that is no study, that is damaged before its first trial, or
  ///   that another search writes to.
  public static func open(at path: String) throws -> (file: StudyFile, contents: Contents) {
    let descriptor = sys_open(path, O_RDWR | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("write", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw DataError("another search is writing to \(quotedPath(path))")
    }
    do {
      let contents = try read(path)
      // A torn line must not run into the next one.
      guard ftruncate(descriptor, off_t(contents.length)) == 0 else { throw failure("write", path) }
      return (StudyFile(path: path, descriptor: descriptor, length: contents.length), contents)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Adds trials; when it returns, they are on the disk.
  ///
  /// - Throws: `DataError` where they cannot be written; none of them is half there then.
  public func append(_ trials: [Trial]) throws {
    try append(trials.map(\.line))
  }

  /// Lets the study go on to more trials.
  public func append(trialCount: Int) throws {
    try append(["trials \(trialCount)"])
  }

  private func append(_ lines: [String]) throws {
    let bytes = Array(lines.map { Self.sealed($0) + "\n" }.joined().utf8)
    guard Self.write(bytes, to: descriptor), fsync(descriptor) == 0 else {
      let error = Self.failure("write", path)
      ftruncate(descriptor, off_t(length))
      throw error
    }
    length += bytes.count
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        sys_write(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  private static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = sys_open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func failure(_ action: String, _ path: String) -> DataError {
    DataError("cannot \(action) \(quotedPath(path)): \(DataFile.reason(errno).lowercased())")
  }

  // MARK: Reading

  /// - Throws: `DataError` for a file that is no study, or is damaged before its first trial.
  public static func read(_ path: String) throws -> Contents {
    let bytes = try DataFile.bytes(of: path, limit: largest)
    guard bytes.starts(with: "# descent study ".utf8) else {
      throw DataError("\(quotedPath(path)) is no study; 'search ... study=FILE' writes one")
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.first.map({ $0.elementsEqual(head.utf8) }) ?? false else {
      throw DataError("\(quotedPath(path)) was written by a later version of this program")
    }
    func damaged(_ what: String) -> DataError {
      DataError("the study \(quotedPath(path)) is damaged: \(what)")
    }
    var definition: [String] = []
    var place = 1
    while true {
      guard place < lines.count - 1, let line = opened(lines[place]) else {
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

  /// A line with its checksum before it.
  private static func sealed(_ text: String) -> String {
    var digest = Digest()
    digest.add(text)
    return Digest.text(of: digest.value) + " " + text
  }

  /// The line without its checksum; nil where it is not right.
  fileprivate static func opened(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self), text.utf8.count > 17 else {
      return nil
    }
    let line = String(text.dropFirst(17))
    return sealed(line) == text ? line : nil
  }
}

extension StudyFile.Contents {
  fileprivate mutating func take(_ bytes: ArraySlice<UInt8>, number: Int) {
    let line = StudyFile.opened(bytes)
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

/// The system's calls, whose names the type's own methods hide.
private func sys_open(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
private func sys_write(_ descriptor: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, from, count)
}
