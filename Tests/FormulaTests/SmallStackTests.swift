import Arithmetic
import Formula
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The highest trees that the parser lets pass, on a stack as small as a worker thread may have.
@Suite struct SmallStackTests {
  private static let finished = Atomic<Int>(0)

  private static let texts: [String] = [
    Array(repeating: "x", count: 400).joined(separator: "+"),
    Array(repeating: "x", count: 400).joined(separator: " or "),
    Array(repeating: "sin(x)", count: 60).joined(separator: "*"),
    String(repeating: "(", count: 99) + "x" + String(repeating: ")", count: 99),
    String(repeating: "sin(", count: 99) + "x" + String(repeating: ")", count: 99),
    String(repeating: "√(", count: 49) + "x" + String(repeating: ")", count: 49),
    String(repeating: "if(x > 0, 1, ", count: 95) + "x" + String(repeating: ")", count: 95),
    String(repeating: "[", count: 99) + "x" + String(repeating: "]", count: 99),
    String(repeating: "-", count: 99) + "x",
    String(repeating: "not ", count: 99) + "x",
    Array(repeating: "x", count: 95).joined(separator: "^"),
    "(" + Array(repeating: "x", count: 120).joined(separator: "*") + ")^x"
      + String(repeating: "+x", count: 240),
  ]

  private static func walkEverything() {
    for text in texts {
      guard let expression = try? Parser.parse(text) else { return }
      for style in [TypesetStyle.ascii, .unicode] {
        _ = try? Parser.parse(expression.typeset(style))
      }
      _ = expression.hashValue
      _ = expression == expression.replacingVariables { .variable($0 + "1") }
      _ = try? expression.evaluate { _ in Value(0.5) }
      _ = try? expression.evaluateScalar { _ in 0.5 }
      _ = expression.simplified().height
      if let slope = try? expression.derivative(withRespectTo: "x") {
        _ = try? Program(outputs: [expression, slope], variables: ["x"])
        _ = try? slope.derivative(withRespectTo: "x").typeset(.unicode)
      }
      finished.add(1, ordering: .relaxed)
    }
  }

  @Test func everyWalkFits() {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 512 * 1024)
    #if canImport(Glibc)
      var thread = pthread_t()
      let status = pthread_create(
        &thread, &attributes,
        { _ in
          SmallStackTests.walkEverything()
          return nil
        }, nil)
      if status == 0 { pthread_join(thread, nil) }
    #else
      var thread: pthread_t?
      let status = pthread_create(
        &thread, &attributes,
        { _ in
          SmallStackTests.walkEverything()
          return nil
        }, nil)
      if status == 0, let thread { pthread_join(thread, nil) }
    #endif
    #expect(status == 0)
    #expect(Self.finished.load(ordering: .relaxed) == Self.texts.count)
  }
}
