/// The rules of a figure's style sheet: what an element of a kind, and of a class, looks like.
struct StyleSheet {
  private typealias Rule = (selector: String, properties: [(name: Substring, value: Substring)])
  private var rules: [Rule] = []

  /// - Parameter text: rules `.figure .class{property:value;...}`; what another form has is left out.
  init(_ text: some StringProtocol) {
    for rule in text.split(separator: "}") {
      let halves = rule.split(separator: "{", maxSplits: 1)
      guard halves.count == 2 else { continue }
      let properties = halves[1].split(separator: ";").compactMap { property in
        let parts = property.split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? (name: Substring(parts[0]), value: Substring(parts[1])) : nil
      }
      for selector in halves[0].split(separator: ",") {
        // The first word confines the rule to this figure.
        let words = selector.split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let last = words.last else { continue }
        rules.append((String(last), properties))
      }
    }
  }

  /// A class counts for more than an element's name, and of two classes the later rule holds.
  func apply(to paint: inout Paint, element: String, classes: [Substring]) {
    for rule in rules where rule.selector == element { Self.take(rule, &paint) }
    for rule in rules where rule.selector.hasPrefix(".") {
      if classes.contains(rule.selector.dropFirst()) { Self.take(rule, &paint) }
    }
  }

  private static func take(_ rule: Rule, _ paint: inout Paint) {
    for (name, value) in rule.properties { paint.set(name, value) }
  }
}
