/// How a character is coloured.
enum Ink: Equatable {
  case plain
  case bold
  case dim
  case series(Int)
  case rgb(RGB)
}
