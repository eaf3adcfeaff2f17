import Lessons
import Pages
import Wording

/// The page that lists the lessons.
public enum SiteIndex {
  public static func html(
    title: String, _ lessons: [(lesson: Lesson, address: String, command: String)]
  ) -> String {
    let rows = lessons.map { entry in
      [
        "<a href=\"\(escapedForMarkup(LessonPage.address(entry.address)))\">"
          + "\(escapedForMarkup(entry.lesson.title))</a>",
        escapedForMarkup(entry.lesson.slide), escapedForMarkup(entry.lesson.minutes),
        "<code>\(escapedForMarkup(entry.command))</code>",
      ]
    }
    var page = Page(
      title: title,
      body: Element.paragraph(
        "Each page shows a lesson with the numbers of its transcript. In the program you get numbers of "
          + "your own, and your answers are kept.")
        + Element.table(
          caption: "Lessons", header: ["Lesson", "Slide", "Minutes", "To take it"], rows: rows,
          numbers: [2]))
    page.generator = LessonPage.generator
    return page.text
  }
}
