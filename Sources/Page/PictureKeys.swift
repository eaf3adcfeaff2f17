/// Names of pictures that a page keeps. No two are the same, not even in two runs of the program: a page
/// outlives it.
struct PictureKeys {
  private let run = String(UInt64.random(in: .min ... .max), radix: 36)
  private var count = 0

  mutating func next() -> String {
    count += 1
    return "\(run)-\(count)"
  }
}
