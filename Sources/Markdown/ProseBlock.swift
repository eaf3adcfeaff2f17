/// A part of the prose between a lesson's blocks.
public indirect enum ProseBlock: Hashable, Sendable {
  case heading(level: Int, [Inline])
  case paragraph([Inline])
  /// `start` is nil for bullets.
  case list(start: Int?, isTight: Bool, items: [[ProseBlock]])
  case quote([ProseBlock])
  case code(String)
  case table(header: [[Inline]], rows: [[[Inline]]], isTrailing: [Bool])
  case rule
}
