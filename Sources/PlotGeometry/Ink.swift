/// How a character is coloured.
package enum Ink: Equatable, Sendable {
  case plain
  case bold
  case dim
  case series(Int)
  case rgb(RGB)
}
