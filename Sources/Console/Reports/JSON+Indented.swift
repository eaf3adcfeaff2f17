extension JSON {
  /// The value as text, a member a line: for files that people compare.
  package var indentedText: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indent: Int) {
    func line(_ depth: Int) { text += "\n" + String(repeating: " ", count: depth) }
    switch self {
    case .array(let values) where !values.isEmpty:
      text += "["
      for (i, value) in values.enumerated() {
        if i > 0 { text += "," }
        line(indent + 1)
        value.write(to: &text, indent: indent + 1)
      }
      line(indent)
      text += "]"
    case .object(let object) where !object.isEmpty:
      text += "{"
      for (i, member) in object.members.enumerated() {
        if i > 0 { text += "," }
        line(indent + 1)
        JSON.string(member.name).write(to: &text)
        text += ": "
        member.value.write(to: &text, indent: indent + 1)
      }
      line(indent)
      text += "}"
    default: write(to: &text)
    }
  }
}
