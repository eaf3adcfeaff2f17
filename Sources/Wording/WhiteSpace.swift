/// The text from its first character that is no white space to its last.
package func withoutWhiteSpaceAround(_ text: some StringProtocol) -> Substring {
  var rest = Substring(text)
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return rest
}
