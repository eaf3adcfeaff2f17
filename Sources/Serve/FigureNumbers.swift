/// The numbers of a conversation's figures, from 1.
final class FigureNumbers {
  private var last = 0

  func next() -> Int {
    last += 1
    return last
  }
}
