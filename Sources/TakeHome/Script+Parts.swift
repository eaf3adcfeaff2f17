import Engine

/// Sessions whose settings changed on the way: each part's settings are a function that puts them in force.
extension Script {
  /// The script of one part alone.
  private func script(of part: SessionPlan.Part) -> Script {
    Script(plan.under(part), for: framework, besides: dataFile ?? "")
  }

  /// What a part sets up, as `def settings_from_21():`.
  func settingsCell(_ k: Int) -> Cell {
    let part = plan.parts[k]
    let own = script(of: part)
    var code = ""
    // The network itself changes with its dropout alone.
    let dropout = part.experiment.setup.dropout
    if k > 0, dropout != plan.parts[k - 1].experiment.setup.dropout, let network = own.networkCode {
      code += network + "\n\n"
    }
    if k == 0 || dropout != plan.parts[k - 1].experiment.setup.dropout, let masks = own.maskCode {
      code += masks + "\n\n"
    }
    code += own.rule.schedule + "\n\n" + own.rule.code + "\n\n" + own.hooks
    let names = code.split(separator: "\n").compactMap { line -> Substring? in
      guard line.hasPrefix("def ") else { return nil }
      return line.dropFirst(4).prefix { $0 != "(" }
    }
    var seen: Set<Substring> = []
    let all = names.filter { seen.insert($0).inserted }.joined(separator: ", ")
    let last = k + 1 < plan.parts.count ? plan.parts[k + 1].first - 1 : plan.updates
    return Cell(
      prose: "The settings of the updates \(part.first) to \(last).",
      code: "def settings_from_\(part.first)():\n    global \(all)\n\n"
        + code.indentedWhole(4) + "\n")
  }

  /// What the loop asks the settings in force.
  private var hooks: String {
    let experiment = plan.experiment
    let isNetwork = plan.network != nil
    let byEpochs = experiment.schedule.unit == .epoch && isNetwork
    let count = plan.network?.exampleCount ?? 0
    let hasMasks = !(plan.network?.dropoutLayers.isEmpty ?? true)
    let stop = stopping
    return """
      def learning_rate(updates, epochs):
          return rate(\(byEpochs ? "epochs" : "updates"))


      def batch_size():
          return \(min(experiment.batchSize ?? count, count))


      def masks(count):
          return \(hasMasks ? "draw_masks(count)" : "None")


      def points(theta, memories, t, eta):
          \"""Where the gradient is taken.\"""
          return \(plan.looksAhead ? "[look_ahead(p, m, t, eta) for p, m in zip(theta, memories)]" : "theta")


      def penalized(g, point):
      \(penalty)    return g


      def ended(theta):
          \"""Early stopping, asked \(isNetwork ? "at the end of each epoch" : "after each update").\"""
      \(stop.isEmpty ? "" : "    global best, best_theta, wait\n" + stop.indented(4) + "\n")    return theta

      """
  }

  /// The loop over all parts.
  var trainingInParts: String {
    let isNetwork = plan.network != nil
    var loop = ""
    for part in plan.parts {
      loop += "    if t == \(part.first):\n        settings_from_\(part.first)()\n"
      if part.first == 1 || part.forgotten.contains(.rule) {
        let memory = RuleText(plan: plan.under(part), framework: framework).memory(zeros: "0*p")
        loop += "        memories, begun = [\(memory) for p in theta], t - 1\n"
      }
      if part.first == 1 || part.forgotten.contains(.stopping) {
        loop += "        best, best_theta, wait = None, theta, 0\n"
      }
    }
    loop += "    eta = learning_rate(t - 1, epochs)\n"
    if isNetwork {
      loop += """
            if position == len(order):
                order, position = order_stream.permutation(\(plan.network?.exampleCount ?? 0)), 0
            batch = order[position : position + batch_size()]
            position += len(batch)

        """
    }
    loop += """
          point = points(theta, memories, t - begun, eta)
          g = gradient(point\(isNetwork ? ", X[batch], Y[batch], masks(len(batch))" : ""))
          g = penalized(g, point)
          theta = [p + update(p, d, m, t - begun, eta) for p, d, m in zip(theta, g, memories)]

      """
    loop +=
      isNetwork
      ? "    if position == len(order):\n        epochs += 1\n        theta = ended(theta)\n"
      : "    theta = ended(theta)\n"
    return """
      theta = arrays(start)
      order, position, epochs = [], 0, 0
      agrees, horizon = True, 0
      for t in range(1, \(plan.updates) + 1):
      \(loop)\(Self.comparison)print(f"the same to 1e-9 up to t {horizon} of \(plan.updates)")

      """
  }
}
