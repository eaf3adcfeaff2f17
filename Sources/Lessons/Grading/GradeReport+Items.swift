extension GradeReport {
  /// How each question went.
  public var items: [Item] {
    var items: [Item] = []
    var wrong: [[String: Int]] = []
    for row in rows {
      for result in row.results {
        var place = items.firstIndex { $0.lesson == row.lesson && $0.question == result.id }
        if place == nil {
          items.append(Item(lesson: row.lesson, question: result.id))
          wrong.append([:])
          place = items.count - 1
        }
        guard let i = place else { continue }
        items[i].students += 1
        items[i].solved += result.isSolved && !result.isSkipped ? 1 : 0
        items[i].firstTries += result.isFirstTry ? 1 : 0
        items[i].hints += result.hints
        items[i].skips += result.isSkipped ? 1 : 0
        for answer in result.wrongAnswers where !answer.isEmpty {
          wrong[i][answer, default: 0] += 1
        }
      }
    }
    for i in items.indices {
      items[i].wrongAnswers = wrong[i].map { (answer: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.answer) < ($0.count, $1.answer) }
    }
    return items
  }
}
