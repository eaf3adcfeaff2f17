import TestSupport
import Testing

/// Memory of long runs.
///
/// A long run on a large network keeps some of its states and makes the others again.
@Suite struct MemoryTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// 100,000 parameters whose update is cheap. Every state that a run could keep takes 0.8 MB, so
  /// that keeping every sixteenth would already take 250 MB, and keeping them for `undo` as well
  /// would take that again for each run.
  @Test func staysBoundedAndGoesAnywhereExactly() throws {
    let setUp = """
      data xor n=4
      network 2-25000:relu-1:sigmoid
      batch 1; optimizer gd lr=1e-4

      """
    let long = try program.run(
      ["--json"],
      input: setUp + "run 5000\ngoto 1234\n" + print + "goto 4321\n" + print
        + "reset; run 5000; reset; run 5000; goto 1234\n" + print,
      measuresMemory: true)
    #expect(long.status == 0, "\(long.errors)")
    #expect(long.peakMemory < 512 << 20, "\(long.peakMemory >> 20) MB")
    #if os(Linux)
      #expect(long.peakMemory > 32 << 20, "the measure itself")
    #endif
    // Gone to after the long run, or reached on the way: the same numbers.
    let short = try program.run(["--json"], input: setUp + "run 1234\n" + print)
    let values = long.output.split(separator: "\n").filter { $0.contains("\"expression\"") }
    let expected = short.output.split(separator: "\n").filter { $0.contains("\"expression\"") }
    #expect(values.count == 9 && expected.count == 3)
    #expect(Array(values.prefix(3)) == expected)
    #expect(Array(values.suffix(3)) == expected)
    #expect(Array(values.dropFirst(3).prefix(3)) != expected)
  }

  /// Two parameters: the rows of a trace take what they show, and no memory by the thousand.
  @Test func aTraceOfASurfaceTakesLittle() throws {
    let run = "surface rosenbrock; optimizer adam lr=0.01; run 3010\n"
    let plain = try program.run(input: run, measuresMemory: true)
    let traced = try program.run(input: run + "trace last=3000\n", measuresMemory: true)
    #expect(traced.status == 0, "\(traced.errors)")
    let more = traced.peakMemory - plain.peakMemory
    #expect(more < 30 << 20, "\(more >> 20) MB")
  }

  private let print = "print loss\nprint norm(theta)\nprint theta[77777]\n"
}
