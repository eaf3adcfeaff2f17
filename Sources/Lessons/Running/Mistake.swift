/// What a wrong answer met: the same for all students, whatever their numbers.
public enum Mistake: Hashable, Sendable {
  /// A `wrong:` line of the question, by its place among them.
  case remark(Int)
  /// A built-in misconception, by what is said to it.
  case misconception(String)
  /// An option, by the author's place, from 0.
  case option(Int)
}
