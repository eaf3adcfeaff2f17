/// The editions of a lesson that are at hand.
public struct Editions: Sendable {
  /// Those that were given; the first is the key.
  public var given: [Lesson]
  /// The program's own.
  public var own: [Lesson]

  public init(given: [Lesson] = [], own: [Lesson] = []) {
    self.given = given
    self.own = own
  }

  var all: [Lesson] { given + own }
}
