import Foundation
import Testing

/// The objects of an output in JSON form, one a line.
func objects(_ output: String) throws -> [[String: Any]] {
  try output.split(separator: "\n").map { line in
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return try #require(object, "not an object: \(line)")
  }
}

/// Each line is one object, and each names its command first.
func expectObjects(
  _ output: String, from line: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let lines = output.split(separator: "\n")
  #expect(!lines.isEmpty, "\(line) printed nothing", sourceLocation: sourceLocation)
  for text in lines {
    let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object != nil, "not an object: \(text)", sourceLocation: sourceLocation)
    #expect(text.hasPrefix("{\"command\":"), sourceLocation: sourceLocation)
  }
}

/// Text with every occurrence of a part replaced.
func replacing(_ part: String, by replacement: String, in text: String) -> String {
  text.replacingOccurrences(of: part, with: replacement)
}
