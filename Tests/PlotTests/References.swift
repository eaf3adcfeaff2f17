import Foundation
import Testing

/// Whole figures kept as text under References/.
///
/// After a wanted change run the tests once with `ACCEPT=1` in the environment: the files are
/// rewritten. Then read the difference (`git diff`) as a picture before committing it.
enum References {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("References")

  static func expect(
    _ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = folder.appendingPathComponent(name)
    let expected = try? String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["ACCEPT"] == "1" { try Data(text.utf8).write(to: file) }
    #expect(
      text == expected, "\(name) differs; ACCEPT=1 rewrites it", sourceLocation: sourceLocation)
  }
}
