/// Prose as CommonMark's reference parser reads it.
public indirect enum Inline: Hashable, Sendable {
  case text(String)
  case code(String)
  case emphasis([Inline])
  case strong([Inline])
  case link([Inline], url: String)
  case lineBreak
}
