import Lessons
import Testing

/// Each student's numbers.
@Suite struct DrawTests {
  private static let text = lessonText(
    """
    ```descent setup
    let: k = $pick(4,3,-5)
    start $k $uniform(0.1, 0.2)
    ```
    ```descent number id=a
    ask: With {x - $k}?
    expect: x - $k
    hint: h
    ```
    """)

  private func start(_ student: Student) -> ToyLaboratory {
    var run = LessonRun(parsed(Self.text), student: student, lab: ToyLaboratory())
    run.begin { _ in }
    return run.lab
  }

  @Test func `The transcript has the first values`() {
    let lab = start(.transcript)
    #expect(lab.x == 4)
    #expect(lab.y == 0.1)
  }

  @Test func `Students differ, and each has the same numbers always`() {
    var seen: Set<Double> = []
    var rates: Set<Double> = []
    for i in 0..<200 {
      let lab = start(Student("s\(i)"))
      #expect(start(Student("s\(i)")).digest == lab.digest)
      seen.insert(lab.x)
      rates.insert(lab.y)
      #expect(lab.y >= 0.1 && lab.y <= 0.2)
    }
    #expect(seen == [4, 3, -5])
    #expect(rates.count > 60)
  }

  /// The generator is documented: the values must not change, or every student's lesson would.
  @Test func `The generator gives the documented values`() {
    // By an independent transcription of FNV-1a and SplitMix64 in Python.
    let labs = ["ada", "grace", "emmy"].map { start(Student($0)) }
    #expect(labs.map(\.x) == [4, 3, 4])
    #expect(labs.map(\.y) == [0.172, 0.145, 0.158])
  }

  @Test func `A negative number keeps its parentheses in an expression`() {
    for i in 0..<20 {
      var run = LessonRun(parsed(Self.text), student: Student("s\(i)"), lab: ToyLaboratory())
      run.begin { _ in }
      _ = run.respond(to: "0") { _ in }
      #expect(run.results["a"]?.isSolved == true)
    }
  }
}
