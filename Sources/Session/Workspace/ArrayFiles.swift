import ArrayElements
import Arrays
import Console
import Disk
import LongWork

/// Files of arrays as commands read and write them.
extension ArrayFile {
  /// The arrays of a file.
  ///
  /// - Throws: `ShellError` for a path with another ending, a file that cannot be read, and what
  ///   `ArrayFile` refuses.
  package static func read(_ path: String) throws(ShellError) -> [NamedArray] {
    let format = try format(of: path)
    let bytes = try Files.bytes(of: path, limit: largest)
    try engineError {
      // The file, its members inflated, and its numbers as doubles.
      try MemoryBudget.current.check(
        bytes.count.times(4), for: "the \(bytes.count) bytes of \(Path.quoted(path))",
        less: "save fewer arrays in it")
    }
    do throws(ArrayError) {
      return try format.arrays(in: bytes)
    } catch {
      if Interruption.hasGivenUp { throw .interrupted("nothing was read") }
      throw ShellError("\(Path.quoted(path)): \(error)")
    }
  }

  /// How what libraries write otherwise is saved as one of these.
  private static let advice: [(ending: String, text: String)] =
    [".pt", ".pth", ".bin", ".pkl", ".ckpt"].map {
      ($0, "; it is a pickle: save by safetensors.torch.save_file(model.state_dict(), FILE)")
    }
    + [".h5", ".keras", ".hdf5"].map {
      ($0, "; save by numpy.savez(FILE, *model.get_weights()), read with transpose=yes")
    } + [(".npy", "; save by numpy.savez(FILE, W1=W1, b1=b1)")]

  /// - Throws: `ShellError` for an ending that is no such format's.
  package static func format(of path: String) throws(ShellError) -> ArrayFile {
    guard let format = ArrayFile(path: path) else {
      let hint = advice.first { path.lowercased().hasSuffix($0.ending) }?.text ?? ""
      throw ShellError(
        "\(Path.quoted(path)) must end in .npz (NumPy) or .safetensors, which say its format" + hint
      )
    }
    return format
  }

  /// Whether bytes may be such a file that this program wrote: its arrays are read back.
  package func isOwn(_ bytes: [UInt8]) -> Bool {
    guard let arrays = try? arrays(in: bytes), let again = try? self.bytes(of: arrays) else {
      return false
    }
    return again == bytes
  }
}
