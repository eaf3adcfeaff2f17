import Console
import Disk
import Engine
import Formula
import HyperparameterSearch
import Session
import Wording

extension Workspace {
  /// Makes the trials that are missing and reports.
  ///
  /// - Throws: `ShellError` where the study's file can no longer be written; what it holds stays.
  mutating func run(
    _ search: Search, _ proposals: Proposals, _ file: StudyFile?, workers: Int,
    remarks: [String] = [], isWanted: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) throws(ShellError) -> [Report] {
    var search = search
    let before = search.study.trials.count
    let runner = TrialRunner(proposals, workers: workers, isWanted: isWanted)
    let work = try search.work()
    let interrupt = host.interrupt
    let wantsObjects = traits.wantsObjects
    var study = search.study
    // Objects appear in the order of the trials, each as soon as it is kept.
    let wanted = (0..<proposals.count).filter(isWanted)
    var shown = 0
    func show(_ study: Study) {
      guard wantsObjects else { return }
      while shown < study.trials.count, shown < wanted.count,
        study.trials[shown].number == wanted[shown]
      {
        let report = Report(json: search.json(of: study.trials[shown]))
        emit(report.only(for: .programs), as: "search")
        shown += 1
      }
    }
    let meter = meter("search", of: Double(wanted.count), "trials")
    func watch(_ study: Study) {
      show(study)
      meter.update(Double(study.trials.count), search.bestSoFar(of: study, self))
    }
    let isComplete: Bool
    do {
      isComplete = try runner.run(
        &study, isInterrupted: interrupt, record: { try file?.append($0) },
        progress: { watch($0) }, work)
    } catch {
      let count = counted(study.trials.count, "trial")
      throw ShellError(
        "\(error); the \(count) before are kept there, 'search resume "
          + "\(LineSyntax.word(for: search.path ?? ""))' goes on"
      )
    }
    search.study = study
    take(search)
    if let path = search.path { fileSteps.append(.study(Path.absolute(path))) }
    if wantsObjects {
      while shown < study.trials.count {
        let report = Report(json: search.json(of: study.trials[shown]))
        emit(report.only(for: .programs), as: "search")
        shown += 1
      }
    }
    var report = searchReport(search, top: 10)
    for remark in remarks.reversed() {
      report.blocks.insert(.paragraph(StyledText(remark, .warning), indent: 0), at: 0)
    }
    if !remarks.isEmpty { report.json["remarks"] = .strings(remarks) }
    if before > 0 { report.json["resumed_after"] = .integer(before) }
    if !isComplete {
      let name = search.path.map { " " + LineSyntax.word(for: keptName(of: $0)) } ?? ""
      report.json["stopped"] = .string(StopCause.interrupted)
      report.paragraph(
        StyledText(
          "interrupted after \(study.trials.count) of \(counted(wanted.count, "trial")); "
            + "'search resume\(name)' goes on", .warning))
    }
    return [report]
  }

  // MARK: Where studies are kept

  /// Where studies without a name of their own are kept; nil keeps them in memory.
  private var studyFolder: String? {
    sandbox == nil && keepsStudies ? host.shelf.stateFolder.map { $0 + "/studies" } : nil
  }

  /// The studies of that folder by name.
  var keptStudies: [(name: String, path: String)] {
    guard let folder = studyFolder else { return [] }
    return Files.entries(of: folder).filter { $0.hasSuffix(".study") }.map {
      (String($0.dropLast(6)), folder + "/" + $0)
    }
  }

  /// What a study's file is called by a person: its name where it lies in the folder for studies.
  func keptName(of path: String) -> String {
    keptStudies.first { $0.path == path }?.name ?? path
  }

  /// The file that a study's name or path means.
  func studyPath(_ text: String) -> String {
    if Files.exists(text) { return text }
    return keptStudies.first { $0.name == text }?.path ?? text
  }

  /// Begins the file of a new study, or takes one up that holds the same one.
  func openStudy(
    for search: inout Search, _ path: String?, _ arguments: Arguments
  ) throws(ShellError) -> StudyFile? {
    guard !host.isReplaying else { return nil }
    var path = path
    if path == nil { path = try newStudyPath(for: search) }
    guard let path else { return nil }
    let study = search.study
    if !Files.exists(path) {
      try engineError { try StudyFile.create(at: path, study) }
    }
    let (file, contents) = try engineError { try StudyFile.open(at: path) }
    var definition = contents.study.definition
    if let difference = study.definition.difference(from: definition) {
      throw arguments.error(
        "'\(path)' holds another study: \(difference); choose another file, or go on with that one: "
          + "search resume \(LineSyntax.word(for: path))", about: Key.study)
    }
    if study.definition.trials > definition.trials {
      definition.trials = study.definition.trials
      try engineError { try file.append(trialCount: definition.trials) }
    }
    search.study = contents.study
    search.study.definition.trials = definition.trials
    search.path = path
    return file
  }

  /// A free name in the folder for studies: `digits-random-3`.
  private func newStudyPath(for search: Search) throws(ShellError) -> String? {
    guard let folder = studyFolder else { return nil }
    try Files.makeFolder(folder)
    let subject: String
    if case .formula = search.definition.task {
      subject = "formula"
    } else {
      let network = search.ground?.base.objective.network
      subject = network?.training.name ?? search.ground?.place.name ?? "study"
    }
    let plain = String(
      String.UnicodeScalarView(
        subject.unicodeScalars.filter {
          $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
        }.prefix(24)))
    let stem = "\(folder)/\(plain.isEmpty ? "study" : plain)-\(search.definition.method.name)"
    var number = 1
    while Files.exists("\(stem)-\(number).study") { number += 1 }
    return "\(stem)-\(number).study"
  }
}
