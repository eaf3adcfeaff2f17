import Lessons

/// A lesson of three questions that need nothing set up.
let threeQuestions = lessonText(
  """
  ```descent number id=sum
  ask: What is 2 + 2?
  expect: 4
  hint: Half of eight.
  ```
  ```descent number id=product
  ask: What is 3 * 3?
  expect: 9
  hint: A square.
  ```
  ```descent text id=word
  ask: What is the sign between the numbers called?
  accept: plus
  wrong: minus -> That takes away.
  hint: A word of four letters.
  ```
  """)

/// Lines that solve so many of `threeQuestions` at the first try and skip the rest.
func linesSolving(_ count: Int) -> [String] {
  zip(["4", "9", "plus"], 0...).flatMap { answer, i in [i < count ? answer : "skip", ""] }
}

/// The receipt of a student who types these lines in `threeQuestions`.
func handedIn(
  by student: String, at time: String = "", _ lines: [String],
  _ change: (inout Progress) -> Void = { _ in }
) -> String {
  var taken = Taken(threeQuestions, student: Student(student))
  for line in lines { taken.type(line) }
  var progress = taken.run.progress
  change(&progress)
  return Receipt(student: Student(student), lessons: [progress], time: time).text
}

extension GradeReport {
  /// Receipts of `threeQuestions`, named `0`, `1` and so on.
  init(of receipts: [String]) {
    self.init()
    for (i, text) in receipts.enumerated() {
      add(text, named: "\(i)", lessons: ["toy": [parsed(threeQuestions)]]) { _ in ToyLaboratory() }
    }
  }
}
