import Console
import Engine
import Session
import Timelines

/// The page with its data in it: it is stepped through without any program.
package enum FrozenPage {
  /// More updates are thinned to so many moments.
  static let mostMoments = 10_000
  /// The first line's end, by which a file of this kind is known again.
  private static let mark = "<!-- a page of descent with its data -->"

  /// Whether a file's bytes are such a page.
  package static let isOne: @Sendable ([UInt8]) -> Bool = { bytes in
    bytes.starts(with: Array("<!doctype html>\(mark)\n".utf8))
  }

  /// The page of a session as it stands.
  ///
  /// - Throws: `ShellError` where nothing is descended yet.
  package static func text(of workspace: Workspace) throws(ShellError) -> String {
    _ = try workspace.requireBranch()
    guard let document = PageFile.named("page.html")?.text, let script = PageFile.named("page.js"),
      let style = PageFile.named("page.css")
    else { throw ShellError("the program was built without its page") }
    let policy =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
    let data = try workspace.frozenData().text
    // Within a script no tag ends it by mistake.
    let safe = String(
      decoding: data.utf8.flatMap { $0 == 0x3C ? Array("\\u003c".utf8) : [$0] }, as: UTF8.self)
    var text = ""
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "<!doctype html>" {
        text += "<!doctype html>\(mark)\n"
      } else if line.contains("page.css") {
        text += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
        text += "<style>\n\(style.text)</style>\n"
      } else if line.contains("page.js") {
        continue
      } else if line == "</body>" {
        text += "<script type=\"application/json\" id=\"frozen\">\(safe)</script>\n"
        text += "<script>\n\(script.text)</script>\n</body>\n"
      } else {
        text += line + "\n"
      }
    }
    return text
  }
}

extension Workspace {
  /// What the page asks of a program, all at once.
  fileprivate func frozenData() throws(ShellError) -> JSON {
    let branch = try requireBranch()
    var quiet = self
    quiet.traits = Traits(unicode: true, isInteractive: false, json: true)
    func first(_ question: String) throws(ShellError) -> JSON {
      .object(try quiet.reports(of: question).first?.json ?? [:])
    }
    var object: JSON.Object = [
      "status": try first("status"), "prompt": .string("\(branch.place.name) > "),
    ]
    var course = packedCourse()
    if branch.place.surface != nil {
      object["surface"] = .object(try quiet.surfacePicture())
      let moments = moments(of: branch.timeline)
      object["quantities"] = moments.quantities
      course = replacing(course, name: branch.name, with: moments.course)
    }
    object["course"] = .object(course)
    var words: JSON.Object = [:]
    for picture in ["surface", "loss"] {
      if let text = try? quiet.look("plot \(picture) describe")["description"] {
        words[picture] = ["text": text]
      }
    }
    object["words"] = .object(words)
    if branch.timeline.record != nil {
      object["explain"] = try first("explain")
      object["settings"] = .object(settings(of: branch.timeline.experimentOfLastUpdate))
    }
    return .object(object)
  }

  /// What a rule's formulas name besides its quantities.
  private func settings(of experiment: Experiment) -> JSON.Object {
    var object: JSON.Object = [:]
    let optimizer = experiment.optimizer
    for setting in optimizer.declaration.hyperparameters {
      if let value = optimizer.settings[setting.name] { object[setting.name] = .number(value) }
    }
    return object
  }

  /// The present branch's course whole in the place of the thinned one.
  private func replacing(
    _ course: JSON.Object, name: String, with whole: JSON.Object
  ) -> JSON.Object {
    guard case .array(let branches)? = course["branches"] else { return course }
    var course = course
    course["branches"] = .array(
      branches.map { one in
        guard case .object(var object) = one, object["name"] == .string(name) else { return one }
        for member in whole.members { object[member.name] = member.value }
        return .object(object)
      })
    return course
  }

  /// Each update's quantities, packed by component; those of the start are not a number.
  private func moments(of timeline: Timeline) -> (course: JSON.Object, quantities: JSON) {
    let (start, end) = (timeline.extent.lowerBound, timeline.extent.upperBound)
    let stride = max(1, (end - start + FrozenPage.mostMoments - 1) / FrozenPage.mostMoments)
    let surface = timeline.experiment.objective.surface
    var (times, losses) = ([Double(start)], [Double]())
    var (theta, named) = ([[Double](), []], [String: [[Double]]]())
    var order: [String] = []
    func add(_ point: [Double]) {
      for i in 0..<2 { theta[i].append(i < point.count ? point[i] : .nan) }
      losses.append(point.count == 2 ? surface?.value(point[0], point[1]) ?? .nan : .nan)
    }
    add(timeline.startTheta)
    timeline.replay((start + 1)...max(end, start + 1)) { record, state in
      guard (record.t - start).isMultiple(of: stride) || record.t == end else { return true }
      let values =
        [("eta", [record.eta]), ("g", record.g)] + record.quantities.map { ($0.name, $0.values) }
        + [("delta", record.delta), ("theta", record.theta)]
      for (name, numbers) in values {
        if named[name] == nil {
          order.append(name)
          let missing = [Double](repeating: .nan, count: times.count)
          named[name] = [missing, missing]
        }
        for i in 0..<2 { named[name]?[i].append(i < numbers.count ? numbers[i] : .nan) }
      }
      times.append(Double(record.t))
      add(record.theta)
      // A rule that was left has no numbers from here on.
      for name in order where (named[name]?[0].count ?? 0) < times.count {
        for i in 0..<2 { named[name]?[i].append(.nan) }
      }
      return true
    }
    var quantities: JSON.Object = [:]
    for name in order { quantities[name] = .array((named[name] ?? []).map(JSON.packed)) }
    return (
      [
        "t": .packed(times), "loss": .packed(losses), "theta": .array(theta.map(JSON.packed)),
      ], .object(quantities)
    )
  }
}
