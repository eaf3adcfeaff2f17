/// What an instructor begins an assignment from: a lesson, a class list, a page for the students and a
/// script that grades.
public enum Assignment {
  /// The files of a new assignment.
  ///
  /// - Parameters:
  ///   - name: the lesson's name, which its file has too.
  ///   - lesson: the lesson's text.
  public static func files(
    named name: String, lesson: String
  ) -> [(name: String, text: String, isExecutable: Bool)] {
    [
      ("\(name).md", lesson, false),
      ("roster.csv", roster, false),
      ("STUDENTS.md", instructions(for: name), false),
      ("README.md", readme(for: name), false),
      ("grade.sh", script(for: name), true),
    ]
  }

  private static let roster = """
    name,id
    Zoë Example,1001
    Jürgen Müller,1002

    """

  private static func instructions(for name: String) -> String {
    """
    # How to do this assignment

    1. Save `\(name).md` in a folder, and open a terminal there.
    2. Run `descent`. Type `set student "Your Name"`, with your name as it is on the class list.
    3. Type `lesson \(name).md`. Enter turns a page. `hint` helps, `skip` shows an answer and goes on,
       `quit` leaves and keeps your place; `lesson \(name).md` comes back to it.
    4. When you are done, leave the lesson with `quit` and type `progress export \(name).receipt`.
    5. Hand in `\(name).receipt`. You may hand in again: the best one counts.

    Your numbers are your own, so another student's answers are no use to you. The receipt holds each
    answer and hint of this and other lessons that you took under your name, and the time that you
    spent with each question. Nothing leaves your machine before you hand it in.

    """
  }

  private static func readme(for name: String) -> String {
    """
    # An assignment

    | file | what it is for |
    | --- | --- |
    | `\(name).md` | the lesson: change it, then run `descent check \(name).md` |
    | `roster.csv` | the class list: put your own in its place (an export of Blackboard, Canvas or Moodle will do) |
    | `STUDENTS.md` | what to tell the students; give them this and `\(name).md` |
    | `grade.sh` | grades: put what came back into `receipts/`, then run `./grade.sh` |

    `./grade.sh` writes `grades.csv` (a row for each student and lesson), `gradebook.csv` (a row for each
    student), `report.html` (the class, with names) and `projector.html` (the same without names). It
    ends with 0 if all is verified, and with 1 if a receipt wants a look: its row says why.

    Points: write `points: first=1 later=0.5 hint=0.1 skip=0` into the head of `\(name).md`, or leave it
    out: then each question that was solved is worth a point.

    """
  }

  private static func script(for name: String) -> String {
    """
    #!/bin/sh
    # Grades the receipts in receipts/ and writes the tables and pages beside this script.
    cd "$(dirname "$0")" || exit 2
    set -- receipts/*
    if [ ! -e "$1" ]; then
      echo "put the receipts into receipts/ first" >&2
      exit 2
    fi
    descent=${DESCENT:-descent}
    "$descent" grade "$@" --lessons \(name).md --roster roster.csv --csv grades.csv \\
      --gradebook gradebook.csv --html report.html
    status=$?
    "$descent" grade "$@" --lessons \(name).md --roster roster.csv --html projector.html --no-names \\
      > /dev/null
    exit $status

    """
  }
}
