import DataFiles
import Datasets
import Engine
import Numerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension Workload {
  static let files: [Workload] = [csv]

  /// Reading a CSV file of 38 MB, 200,000 rows of 21 numbers, in seconds of the processor.
  private static let csv = Workload(name: "csv") {
    let (rows, columns) = (200_000, 21)
    var path = Array("/tmp/descent-benchmark-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else {
      complain("csv: no temporary file can be made\n")
      return
    }
    defer { unlink(path) }
    var generator = MersenneTwister(seed: 0)
    let names = (1..<columns).map { "x\($0)" } + ["y"]
    var text = names.joined(separator: ",") + "\n"
    for _ in 0..<rows {
      // Nine characters a number, as measurements have them.
      let row = (0..<columns).map { _ in
        (1e6 * generator.nextUniform()).rounded() / 1e6
      }
      text += row.map { "\($0)" }.joined(separator: ",") + "\n"
    }
    let bytes = Array(text.utf8)
    let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
    guard written == bytes.count else {
      complain("csv: the disk is full\n")
      return
    }
    let name = path.withUnsafeBufferPointer { $0.baseAddress.map(String.init(cString:)) } ?? ""
    let seconds = try medianSeconds(runs: 3, by: CLOCK_PROCESS_CPUTIME_ID) {
      _ = try Dataset(csv: name)
    }
    Figure(bench: "csv", value: seconds, unit: "s").print()
  }
}
