/// The name of a rule's quantity, its symbol where that does not follow from the name, what it is, and
/// what stands beside its formula.
///
/// Texts alone, so that the compiler makes constants of the slots and results that hold them: a hot loop
/// then knows a slot's position.
struct QuantityWords: Hashable, Sendable {
  let name: String
  let symbol: String?
  let meaning: String
  let short: String?

  init(_ name: String, symbol: String?, _ meaning: String, short: String?) {
    (self.name, self.symbol, self.meaning, self.short) = (name, symbol, meaning, short)
  }
}

extension QuantityDeclaration {
  init(_ words: QuantityWords, _ shape: Shape) {
    self.init(words.name, shape, words.meaning, symbol: words.symbol, short: words.short)
  }
}
