import Foundation
import LongWork
import Testing

/// What memory may be used.
@Suite struct MemoryBudgetTests {
  private static let gigabyte = 1 << 30

  /// What is left of 64 GB under control groups as the files of a folder describe them.
  private func limit(_ files: [String: String]) throws -> Int {
    let folder = try ScratchFolder()
    for (path, text) in files {
      let parent = folder.path + "/" + path.split(separator: "/").dropLast().joined(separator: "/")
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      _ = try folder.file(path, text)
    }
    return MemoryBudget.limited(to: 64 * Self.gigabyte, under: folder.path).machine
  }

  @Test func withoutGroupsItIsTheMachines() throws {
    #expect(try limit([:]) == 64 * Self.gigabyte)
    #expect(try limit(["proc/self/cgroup": "0::/\n"]) == 64 * Self.gigabyte)
    #expect(
      try limit(["proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "max\n"])
        == 64 * Self.gigabyte)
  }

  @Test func theLeastOfTheGroupsCounts() throws {
    // Version 2, nested, the inner ones unlimited.
    var files = [
      "proc/self/cgroup": "0::/user.slice/job.scope/step\n",
      "sys/fs/cgroup/user.slice/memory.max": "8589934592\n",
      "sys/fs/cgroup/user.slice/job.scope/memory.max": "max\n",
    ]
    #expect(try limit(files) == 8 * Self.gigabyte)
    files["sys/fs/cgroup/user.slice/job.scope/step/memory.max"] = "1073741824\n"
    #expect(try limit(files) == Self.gigabyte)
    files["sys/fs/cgroup/user.slice/job.scope/step/memory.max"] = "max\n"
    files["sys/fs/cgroup/user.slice/job.scope/memory.max"] = "2147483648\n"
    #expect(try limit(files) == 2 * Self.gigabyte)
  }

  @Test func aContainersGroupMayBeTheRoot() throws {
    #expect(
      try limit([
        "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "3221225472\n",
      ]) == 3 * Self.gigabyte)
    // Version 1 names the group as the host knows it.
    #expect(
      try limit([
        "proc/self/cgroup": "12:cpu,memory:/docker/abc\n3:memoryless:/x\n1:name=systemd:/y\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "4294967296\n",
        "sys/fs/cgroup/memory/x/memory.limit_in_bytes": "4096\n",
      ]) == 4 * Self.gigabyte)
  }

  @Test func version1NestsAndHasALargestNumber() throws {
    var files = [
      "proc/self/cgroup": "9:memory:/slurm/job_7\n0::/slurm/job_7\n",
      "sys/fs/cgroup/memory/slurm/job_7/memory.limit_in_bytes": "9223372036854771712\n",
      "sys/fs/cgroup/memory/slurm/memory.limit_in_bytes": "17179869184\n",
    ]
    #expect(try limit(files) == 16 * Self.gigabyte)
    // Both versions side by side.
    files["sys/fs/cgroup/unified/slurm/job_7/memory.max"] = "5368709120\n"
    #expect(try limit(files) == 5 * Self.gigabyte)
  }

  @Test func whatIsTooMuchIsSaidWithTheFigures() throws {
    let budget = MemoryBudget(machine: 8_000_000_000)
    try budget.check(4_000_000_000, for: "a", less: "b")
    let error = #expect(throws: MemoryError.self) {
      try budget.check(6_200_000_000, for: "a.csv: its 955 MB", less: "keep fewer rows")
    }
    #expect(
      error?.description
        == "a.csv: its 955 MB would take about 6.2 GB of memory, more than half of the 8 GB that "
        + "this process may use; keep fewer rows")
  }
}
