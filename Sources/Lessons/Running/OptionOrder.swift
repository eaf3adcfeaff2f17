/// The order in which a student sees a question's options.
///
/// It is drawn from (course, student, lesson, id) and holds on the screen alone: what is judged, kept
/// and handed in is the author's number. Without a name the order is the author's, as the numbers are
/// those of the transcript.
package struct OptionOrder {
  /// The author's places, from 0, in the order of the screen.
  package let places: [Int]

  package init(of question: Block, in lesson: Lesson, for student: Student) {
    var places = Array(question.choices.indices)
    if !student.id.isEmpty {
      var generator = DrawGenerator(
        course: lesson.course, student: student, lesson: lesson.id, block: question.id + "/options")
      for i in places.indices.dropFirst().reversed() {
        places.swapAt(i, generator.index(below: i + 1))
      }
    }
    self.places = places
  }

  /// The author's place of the option that the screen calls `number`, from 1.
  func place(ofShown number: Int) -> Int? {
    // Not `number - 1`, which the least of all numbers does not have.
    places.indices.first { $0 + 1 == number }.map { places[$0] }
  }

  /// What the screen calls the option at an author's place, from 0.
  func shown(ofPlace place: Int) -> Int? {
    places.firstIndex(of: place).map { $0 + 1 }
  }
}

extension LessonRun {
  func order(of question: Block) -> OptionOrder {
    OptionOrder(of: question, in: lesson, for: student)
  }

  /// The author's place of the option that a line names by its words: all of them, or a beginning
  /// that is no other option's.
  func option(named text: String, of question: Block) -> Int? {
    let typed = Words.plain(text)
    guard !typed.isEmpty else { return nil }
    let options = question.choices.map { Words.plain(base.text(of: $0.text)) }
    if let place = options.firstIndex(of: typed) { return place }
    guard typed.count >= 8 || typed.contains(" ") else { return nil }
    let begun = options.indices.filter { options[$0].hasPrefix(typed) }
    return begun.count == 1 ? begun.first : nil
  }
}
