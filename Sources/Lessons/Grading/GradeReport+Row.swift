extension GradeReport {
  /// One student's lesson.
  public struct Row: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
      /// Doing it again gives what the receipt says.
      case verified
      /// The receipt says what its own answers do not give, and what.
      case edited(String)
      /// It cannot be done again here, which says nothing against it: the lesson is not at hand, or
      /// another version of it, of the program or of the data.
      case unverified(String)
      /// Taken in an older edition of the lesson: so many of the questions answered still fit.
      case older(fitting: Int, of: Int)
      /// Graded by the mended lesson: so many of the questions answered fit it, these are right by it
      /// alone, and those do not fit, each with why.
      case mended(fitting: Int, of: Int, gained: [String], misfits: [String])

      public var isEdited: Bool { if case .edited = self { true } else { false } }

      /// Whether nothing is left to look at.
      public var isVerified: Bool {
        switch self {
        case .verified: true
        case .mended(_, _, _, let misfits): misfits.isEmpty
        case .edited, .unverified, .older: false
        }
      }

      public var text: String {
        switch self {
        case .verified: return "verified"
        case .edited(let what): return "edited: \(what)"
        case .unverified(let why): return "not verified: \(why)"
        case .older(let fitting, let count):
          return "older course: not graded here; `grade --lessons DIR` with the old files does"
            + (fitting == 0 ? "" : " (\(fitting) of \(count) questions still fit and are graded)")
        case .mended(let fitting, let count, let gained, let misfits):
          var text =
            misfits.isEmpty ? "verified by the mended lesson" : "graded by the mended lesson"
          text += ", \(fitting) of \(count) questions fit"
          if !gained.isEmpty { text += "; right now: \(gained.joined(separator: ", "))" }
          if !misfits.isEmpty { text += "; not: \(misfits.joined(separator: "; "))" }
          return text
        }
      }
    }

    public var receipt: String
    public var student: String
    public var lesson: String
    public var status: Status
    public var results: [QuestionResult]
    public var questions: Int
    public var isFinished: Bool
    /// When it was handed in, as ISO 8601 in UTC; empty where nothing says.
    public var time = ""
    /// The lesson's own name for people.
    public var title = ""
    /// Tells editions of the lesson apart: that which the student took.
    public var version = ""
    /// What questions are worth.
    public var scheme = PointScheme.full
    /// Whether it was taken without a name, and claimed afterwards.
    public var isClaimed = false
    /// Seconds with each question, where that is known.
    public var seconds: [String: Int] = [:]
    /// The question at which the student left; nil where the lesson is finished.
    public var openQuestion: String?

    /// One for each question solved without `skip`.
    public var points: Int { results.count { $0.isSolved && !$0.isSkipped } }
    public var firstTries: Int { results.count(where: \.isFirstTry) }
    /// The points by the scheme; none for what was edited.
    public var score: Double { results.reduce(0) { $0 + scheme.points(for: $1) } }
    /// The most that the lesson can bring.
    public var most: Double { scheme.most * Double(questions) }

    /// What is to be said of it.
    public var remark: String {
      status.text + (isClaimed ? ", taken without a name" : "")
        + (isFinished ? "" : ", not finished")
    }

    /// Whether it counts before another hand-in of the same lesson; of equals the later one does.
    func isBetter(than other: Row) -> Bool {
      func rank(_ row: Row) -> [Double] {
        let standing = row.status.isVerified ? 2.0 : row.status.isEdited ? 0 : 1
        let hints = row.results.reduce(0) { $0 + $1.hints }
        return [
          standing, row.score, Double(row.points), Double(row.firstTries), row.isFinished ? 1 : 0,
          -Double(hints),
        ]
      }
      let (mine, others) = (rank(self), rank(other))
      return mine == others ? time >= other.time : others.lexicographicallyPrecedes(mine)
    }
  }
}
