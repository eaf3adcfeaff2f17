import ArrayElements
import LongWork

/// Files of named arrays that libraries exchange: NumPy's `.npz` and `.safetensors`.
///
/// A file is another person's: nothing of it is run, its sizes are looked at before they are believed,
/// and what does not fit together is refused in a sentence. Both ways hear ^C between parts of the
/// numbers.
public enum ArrayFile: String, CaseIterable, Sendable {
  case npz, safetensors

  /// The format that a path's ending says; nil for another one.
  public init?(path: String) {
    let lowered = path.lowercased()
    guard let format = Self.allCases.first(where: { lowered.hasSuffix("." + $0.rawValue) }) else {
      return nil
    }
    self = format
  }

  /// The largest file read, and the most bytes that its members may inflate to, all together.
  public static let largest = 1 << 30

  /// The arrays of a file, in its order.
  ///
  /// - Throws: `ArrayError` for a file that is damaged, of another kind, or larger than `limit`, and
  ///   where reading it is given up.
  public func arrays(
    in bytes: [UInt8], limit: Int = largest
  ) throws(ArrayError) -> [NamedArray] {
    guard bytes.count <= limit else {
      throw ArrayError("it has \(bytes.count) bytes; up to \(limit) are read")
    }
    let arrays =
      switch self {
      case .safetensors: try Safetensors.arrays(in: bytes)
      case .npz: try Self.members(of: bytes, limit)
      }
    if Interruption.hasGivenUp { throw .interrupted }
    return arrays
  }

  private static func members(
    of bytes: [UInt8], _ limit: Int
  ) throws(ArrayError) -> [NamedArray] {
    if bytes.starts(with: NumPyArray.magic) {
      throw ArrayError(
        "it is a single NumPy array (.npy), without a key; save it by numpy.savez(FILE, X=X, y=y)")
    }
    let archive = try ZipArchive(bytes)
    var left = limit
    for member in archive.members {
      guard member.size <= left else {
        throw ArrayError("its members inflate to more than \(limit) bytes")
      }
      left -= member.size
    }
    var arrays: [NamedArray] = []
    for member in archive.members {
      guard member.name.hasSuffix(".npy"), member.name.utf8.count > 4 else {
        let isPickle = member.name.hasSuffix(".pkl")
        throw ArrayError(
          "it holds '\(ZipArchive.shown(member.name))', "
            + (isPickle
              ? "a pickle, as torch.save writes; save the state_dict by safetensors or numpy.savez"
              : "which is no NumPy array"))
      }
      if Interruption.givesUp() { throw .interrupted }
      let name = String(member.name.dropLast(4))
      arrays.append(try NumPyArray.array(name, in: try archive.contents(of: member)))
    }
    return arrays
  }

  /// A file of arrays, float64; always of the same bytes for the same arrays.
  ///
  /// - Throws: `ArrayError` for more than an archive holds, and where making it is given up.
  public func bytes(of arrays: [NamedArray]) throws(ArrayError) -> [UInt8] {
    let bytes =
      switch self {
      case .safetensors: Safetensors.bytes(of: arrays)
      case .npz:
        try ZipArchive.bytes(
          of: arrays.map { (name: $0.name + ".npy", contents: NumPyArray.bytes(of: $0)) })
      }
    if Interruption.hasGivenUp { throw .interrupted }
    return bytes
  }
}
