/// What each layer of a pass has, by the letter before the layer's number: z1, a1, d1.
public enum LayerQuantity: String, Sendable, CaseIterable {
  case preActivation = "z"
  case activation = "a"
  case delta = "d"
}
