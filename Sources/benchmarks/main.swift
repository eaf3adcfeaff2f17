import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

// benchmarks [runs=N] [NAME...]: runs the workloads named (all of them without a name) and prints one
// JSON line a figure. Each figure is the median of several runs, or of N, after a warm-up, on one thread
// unless the line says otherwise.
let wanted = CommandLine.arguments.dropFirst().filter {
  Workload.runs == nil || !$0.hasPrefix("runs=")
}
let unknown = wanted.filter { name in !Workload.all.contains { $0.name == name } }
if !unknown.isEmpty {
  let known = Workload.all.map(\.name).joined(separator: ", ")
  complain("no benchmark named \(unknown.joined(separator: ", ")); there are \(known)\n")
  exit(2)
}
dk_set_threads(1)
for workload in Workload.all where wanted.isEmpty || wanted.contains(workload.name) {
  do {
    try workload.run()
  } catch {
    complain("\(workload.name): \(error)\n")
    exit(1)
  }
}
