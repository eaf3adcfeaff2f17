/// How values become colours.
public enum ColorScale: Sendable, Equatable {
  case sequential
  /// Two hues that meet at zero; the scale is symmetric about it.
  case diverging
}
