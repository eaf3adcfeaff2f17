import Console
import Disk
import Engine
import Formula
import HyperparameterSearch
import Numerics
import Session
import Wording

/// A study whose trials several machines make: `export=slurm`, `search task`, `search collect`.
///
/// The folder holds the study, which no task writes to, and one file a task, each a study itself with
/// the trials of that task. Task i of K makes the trials whose number leaves i when divided by K: the
/// same trials as on one machine, whatever K is.
extension Workspace {
  private static func studyPath(in folder: String) -> String { folder + "/study" }

  private static func taskPath(_ index: Int, in folder: String) -> String {
    "\(folder)/task-\(index).study"
  }

  // MARK: export=slurm

  /// Writes the folder of a job array instead of making the trials.
  func exportSearch(
    _ search: Search, to folder: String, tasks: Int?, _ arguments: Arguments
  ) throws(ShellError) -> [Report] {
    if case .bayes = search.definition.method {
      throw arguments.error(
        "a Bayesian search proposes each trial from those before, so that its trials cannot be "
          + "dealt out at once; export a grid or a random search", about: Key.export)
    }
    let definition = search.definition
    let proposals = try engineCall { () throws(EngineError) in try Proposals(definition) }
    let count = min(tasks ?? Key.usualTasks, proposals.count)
    try Files.withFolder(folder) { () throws(ShellError) in
      guard !Files.exists(Self.studyPath(in: folder)) else {
        throw arguments.error(
          "\(Path.quoted(folder)) holds a study already; 'search collect \(LineSyntax.word(for: folder))' "
            + "continues it", about: Key.export)
      }
      let (script, guide) = (folder + "/submit.sbatch", folder + "/README.md")
      let isForced = arguments[Workspace.force]
      for (path, document) in [(script, Document.job), (guide, .jobGuide)] {
        try Files.check(path, as: document, isForced: isForced)
      }
      try Files.write(
        Self.script(tasks: count), to: script, as: .job, isForced: isForced, mode: 0o777)
      try Files.write(
        Self.readme(search, trials: proposals.count, tasks: count), to: guide, as: .jobGuide,
        isForced: isForced)
      let study = Study(definition)
      try engineError { try StudyFile.create(at: Self.studyPath(in: folder), study) }
    }
    var report = Report(json: [
      "export": "slurm", "folder": .string(folder), "trials": .integer(proposals.count),
      "tasks": .integer(count), "method": .string(definition.method.name),
    ])
    report.line(
      "\(folder): \(counted(proposals.count, "trial")) for \(counted(count, "task"))")
    report.paragraph(
      StyledText(
        "'cd \(Path.quotedForShell(folder)) && sbatch submit.sbatch' makes them, 'search collect "
          + "\(LineSyntax.word(for: folder))' merges them",
        .faint), indent: 2)
    return [report]
  }

  private static func script(tasks: Int) -> String {
    """
    #!/bin/sh
    #SBATCH --job-name=descent-search
    #SBATCH --array=0-\(tasks - 1)
    #SBATCH --ntasks=1
    #SBATCH --cpus-per-task=1
    #SBATCH --output=task-%a.log
    # Submit it from its own folder. A task that is killed and submitted again goes on where it was.
    cd "${SLURM_SUBMIT_DIR:-.}" || exit 1
    exec "${DESCENT:-descent}" --json -c \\
      "search task . $SLURM_ARRAY_TASK_ID of=\(tasks) workers=${SLURM_CPUS_PER_TASK:-1}"

    """
  }

  private static func readme(_ search: Search, trials: Int, tasks: Int) -> String {
    """
    # A search for a cluster

    \(trials) trials (\(search.definition.method.name), \(search.definition.budget), \
    \(search.definition.monitor)) of \(search.title), in \(tasks) tasks. Task i makes the trials whose \
    number leaves i when divided by \(tasks), and writes them to `task-i.study`; nothing else is shared.

    Slurm, with `descent` on the PATH of the machines or its place in `DESCENT`:

        cd this-folder && sbatch submit.sbatch

    HTCondor, with a file system that all machines share; `condor_submit` this, from this folder:

        executable = /usr/bin/env
        arguments  = "descent --json -c 'search task . $(Process) of=\(tasks)'"
        output     = task-$(Process).log
        error      = task-$(Process).err
        queue \(tasks)

    By hand, one machine after the other: `descent -c 'search task . 0 of=\(tasks)'` and so on.

    Afterwards, and at any time before: `descent -c 'search collect this-folder; search table top=5'`.

    """
  }

  // MARK: search task

  /// Makes the trials of one task, going on where an earlier run of it stopped.
  mutating func runTask(_ arguments: Arguments) throws(ShellError) -> [Report] {
    let folder = arguments[Key.folder]
    let index = arguments[Key.index]
    let count = arguments[Key.taskCount]
    guard index < count else {
      throw arguments.error(
        "of=\(count) tasks have the numbers 0 to \(count - 1)", about: Key.index)
    }
    let study = try engineError { try StudyFile.read(Self.studyPath(in: folder)) }.study
    let path = Self.taskPath(index, in: folder)
    let definition = study.definition
    var search = try self.search(for: study, at: Self.studyPath(in: folder))
    let workers = try workerCount(
      for: search, asked: arguments[Key.workers],
      missing: (definition.trials + count - 1) / count)
    if !Files.exists(path) {
      try engineError { try StudyFile.create(at: path, Study(definition)) }
    }
    let (file, contents) = try engineError { try StudyFile.open(at: path) }
    if let difference = definition.difference(from: contents.study.definition) {
      throw ShellError("'\(path)' is of another study than the folder: \(difference)")
    }
    (search.study, search.path) = (contents.study, path)
    let proposals = try engineCall { () throws(EngineError) in try Proposals(definition) }
    return try run(search, proposals, file, workers: workers, remarks: contents.remarks) {
      $0 % count == index
    }
  }

  // MARK: search collect

  /// Merges the tasks' trials into the folder's study.
  mutating func collectSearch(_ arguments: Arguments) throws(ShellError) -> [Report] {
    let folder = arguments[Key.folder]
    let path = Self.studyPath(in: folder)
    let (file, contents) = try engineError { try StudyFile.open(at: path) }
    var study = contents.study
    let known = Set(study.trials.map(\.number))
    var remarks = contents.remarks
    let names = Files.entries(of: folder).filter { $0.hasPrefix("task-") && $0.hasSuffix(".study") }
    for name in names {
      do {
        let part = try StudyFile.read("\(folder)/\(name)")
        if let difference = study.definition.difference(from: part.study.definition) {
          remarks.append("\(name) is left out: \(difference)")
          continue
        }
        remarks += part.remarks.map { "\(name): \($0)" }
        for trial in part.study.trials { study.add(trial) }
      } catch { remarks.append("\(name) is left out: \(error)") }
    }
    let new = study.trials.filter { !known.contains($0.number) }
    try engineError { try file.append(new) }
    let search = try self.search(for: study, at: path)
    take(search)
    fileSteps.append(.study(Path.absolute(path)))
    let found = study.definition
    let wanted = try engineCall { () throws(EngineError) in try Proposals(found) }.count
    var report = searchReport(search, top: 10)
    report.json["collected"] = .integer(new.count)
    report.json["missing"] = .integer(wanted - study.trials.count)
    report.line("\(counted(new.count, "new trial")) from \(counted(names.count, "task"))")
    if study.trials.count < wanted {
      report.paragraph(
        StyledText(
          "\(counted(wanted - study.trials.count, "trial")) missing; tasks that are not over, or were "
            + "killed, can be submitted again", .warning), indent: 2)
    }
    for remark in remarks { report.paragraph(StyledText(remark, .warning), indent: 2) }
    if !remarks.isEmpty { report.json["remarks"] = .strings(remarks) }
    return [report]
  }
}

extension Document {
  static let job = Document(name: "job script of 'search'") {
    $0.starts(with: "#!/bin/sh\n#SBATCH --job-name=descent-search\n".utf8)
  }
  static let jobGuide = Document(name: "guide to a job of 'search'") {
    $0.starts(with: "# A search for a cluster\n".utf8)
  }
}
