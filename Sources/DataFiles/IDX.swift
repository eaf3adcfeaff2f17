import Czlib
import Datasets
import Disk
import LongWork
import Numerics

/// The IDX format of the MNIST family: big-endian header, then bytes; plain or gzip'd.
extension Dataset {
  /// Reads an image file (magic number 2051) and its label file (2049).
  ///
  /// Each pixel becomes a feature, byte / 255; each label from 0 to the largest becomes a class.
  ///
  /// - Throws: `EngineError` for a file of another kind, a truncated one, or files that do not belong
  ///   together.
  public init(idxImages imagesPath: String, labels labelsPath: String) throws {
    let images = try IDXFile(imagesPath, expecting: .images)
    let labels = try IDXFile(labelsPath, expecting: .labels)
    guard images.dimensions[0] == labels.dimensions[0] else {
      throw EngineError(
        "\(Path.quoted(imagesPath)) holds \(images.dimensions[0]) images and \(Path.quoted(labelsPath)) "
          + "\(labels.dimensions[0]) labels; they must be of the same set")
    }
    let rows = images.dimensions[1]
    let columns = images.dimensions[2]
    let classes = Int(labels.bytes.max() ?? 0) + 1
    guard classes >= 2 else {
      throw EngineError(
        "\(Path.quoted(labelsPath)): all labels are 0; at least two classes are needed")
    }
    let names = (0..<classes).map { "\($0)" }
    let numbers = labels.bytes.mapInParts { Int($0) }
    var featureNames: [String] = []
    for i in 0..<rows { for j in 0..<columns { featureNames.append("pixel_\(i)_\(j)") } }
    self.init(
      name: String(imagesPath.split(separator: "/").last ?? "idx"),
      task: classes == 2 ? .binary(names) : .classes(names), featureNames: featureNames,
      targetNames: classes == 2 ? ["label"] : names, count: images.dimensions[0],
      features: .bytes(images.bytes),
      targets: classes == 2
        ? numbers.mapInParts { Double($0) } : Self.oneHot(numbers, classes: classes))
  }
}

/// One IDX file of unsigned bytes.
private struct IDXFile {
  enum Kind: Int {
    case images = 2051
    case labels = 2049

    var dimensionCount: Int { self == .images ? 3 : 1 }
    var name: String { self == .images ? "image" : "label" }
  }

  /// Images, rows, columns; or labels.
  let dimensions: [Int]
  let bytes: [UInt8]

  /// The most bytes that are read into memory.
  static let maximumBytes = 1 << 30
  /// The most pixels of an image: each becomes a feature, and has a name.
  static let maximumPixels = 1 << 20

  init(_ path: String, expecting kind: Kind) throws {
    _ = try DataFile.size(of: path)
    // gzopen reads a file that is not compressed as it is.
    guard let file = gzopen(path, "rb") else {
      throw EngineError("\(Path.quoted(path)) cannot be opened for reading")
    }
    defer { gzclose(file) }
    let magic = try Self.numbers(1, from: file, of: path, at: 0)[0]
    guard magic == kind.rawValue else {
      let other = Kind(rawValue: magic).map { "that of IDX \($0.name)s" }
      throw EngineError(
        "\(Path.quoted(path)) starts with the number \(magic) (\(other ?? "no IDX file's")); "
          + "an IDX file of \(kind.name)s starts with \(kind.rawValue)")
    }
    dimensions = try Self.numbers(kind.dimensionCount, from: file, of: path, at: 4)
    let header = 4 + 4 * kind.dimensionCount
    let (count, overflow) = dimensions.reduce((1, false)) { sum, n in
      let product = sum.0.multipliedReportingOverflow(by: n)
      return (product.partialValue, sum.1 || product.overflow)
    }
    guard !overflow, count > 0, count <= Self.maximumBytes else {
      throw EngineError(
        "\(Path.quoted(path)) announces \(dimensions.map { "\($0)" }.joined(separator: " × ")) bytes; "
          + "from 1 to \(DataFile.megabytes(Self.maximumBytes)) are read")
    }
    guard count / dimensions[0] <= Self.maximumPixels else {
      throw EngineError(
        "\(Path.quoted(path)) announces images of \(dimensions[1]) × \(dimensions[2]) pixels; up to "
          + "\(Self.maximumPixels) become features")
    }
    bytes = try Self.read(count, from: file, of: path, at: header, total: header + count)
    var extra: UInt8 = 0
    guard gzread(file, &extra, 1) <= 0 else {
      throw EngineError(
        "\(Path.quoted(path)) goes on after the \(header + count) bytes its header announces")
    }
  }

  /// `count` big-endian 32-bit numbers of the header.
  private static func numbers(
    _ count: Int, from file: gzFile, of path: String, at offset: Int
  ) throws -> [Int] {
    let bytes = try read(4 * count, from: file, of: path, at: offset, total: nil)
    return stride(from: 0, to: bytes.count, by: 4).map { at in
      bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Exactly `count` bytes, read a piece at a time so that a header that lies costs little.
  private static func read(
    _ count: Int, from file: gzFile, of path: String, at offset: Int, total: Int?
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let piece = 1 << 20
    while bytes.count < count {
      let wanted = min(piece, count - bytes.count)
      var got: Int32 = 0
      bytes += [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        got = gzread(file, buffer.baseAddress, UInt32(wanted))
        filled = max(0, Int(got))
      }
      if got == wanted {
        if Interruption.givesUp() {
          throw EngineError("reading \(Path.quoted(path)) was interrupted")
        }
        continue
      }
      var code: Int32 = 0
      _ = gzerror(file, &code)
      let end = offset + bytes.count
      if code == Z_DATA_ERROR {
        throw EngineError("\(Path.quoted(path)): its gzip data are damaged after \(end) bytes")
      }
      throw EngineError(
        "\(Path.quoted(path)) is truncated: it ends after \(end) bytes"
          + (total.map { " of the \($0) that its header announces" } ?? ", within its header"))
    }
    return bytes
  }
}
