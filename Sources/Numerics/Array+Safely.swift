extension Array {
  /// The element, or nil where there is none at that place.
  package subscript(safely i: Int) -> Element? { indices.contains(i) ? self[i] : nil }
}
