/// The largest of several linear pieces; a tie goes to the first.
enum Maxout: ActivationShape {
  static let name = "maxout"
  static let mostPieces = 64
  static let setting: ActivationSetting? = ActivationSetting(
    "pieces", nil, 2...Double(mostPieces))
  static let isReLULike = true
}
