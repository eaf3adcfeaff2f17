/// Single keys while something plays. The shell knows no terminal: the program that has one lends it.
package struct Keyboard {
  /// From here on keys come one by one; false where the terminal cannot play anything.
  package var begin: () -> Bool
  /// A key that has been pressed; nil where none waits. `←` and `→` are the arrows, `\u{1B}` Escape.
  package var next: () -> Character?
  package var end: () -> Void

  package init(
    begin: @escaping () -> Bool, next: @escaping () -> Character?, end: @escaping () -> Void
  ) {
    self.begin = begin
    self.next = next
    self.end = end
  }
}
