import CLineEditor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What the terminal, the locale and the environment say about how to write.
public enum Terminal {
  /// How many colours text may use.
  public enum ColorDepth: Int, Comparable, Sendable {
    case none = 0
    case basic = 16
    case palette = 256
    case full = 16_777_216

    public static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
  }

  /// Whether the user's locale says UTF-8; otherwise names and plots keep to ASCII.
  ///
  /// The first use sets the process's character set for the editor.
  public static var usersLocaleIsUTF8: Bool { locale == DL_LOCALE_USERS_UTF8.rawValue }

  /// Whether the editor can take and show more than ASCII, with a borrowed locale if need be.
  static var showsUnicode: Bool { locale != DL_LOCALE_ASCII.rawValue }

  private static let locale = UInt32(dl_adopt_locale())

  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Whether a program may move the cursor about: a dumb terminal shows the escapes themselves.
  public static var movesCursor: Bool {
    isTerminal(STDOUT_FILENO) && Environment["TERM"] != nil && Environment["TERM"] != "dumb"
  }

  /// The columns of the terminal behind a descriptor, or what COLUMNS says; nil where neither does.
  public static func columns(of descriptor: Int32 = STDOUT_FILENO) -> Int? {
    let columns = Int(dl_terminal_columns(descriptor))
    if columns > 0 { return columns }
    return Environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The rows of the terminal behind a descriptor, or what LINES says; nil where neither does.
  public static func rows(of descriptor: Int32 = STDOUT_FILENO) -> Int? {
    let rows = Int(dl_terminal_rows(descriptor))
    if rows > 0 { return rows }
    return Environment["LINES"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The colours that text written to a descriptor may use: none for what is no terminal, a dumb
  /// one, or where NO_COLOR is set to anything.
  public static func colorDepth(of descriptor: Int32 = STDOUT_FILENO) -> ColorDepth {
    guard isTerminal(descriptor) else { return .none }
    return colorDepth(
      term: Environment["TERM"], colorTerm: Environment["COLORTERM"],
      noColor: Environment["NO_COLOR"])
  }

  package static func colorDepth(term: String?, colorTerm: String?, noColor: String?) -> ColorDepth
  {
    if noColor != nil { return .none }
    guard let term, term != "dumb" else { return .none }
    if colorTerm == "truecolor" || colorTerm == "24bit" || term.hasSuffix("-direct") {
      return .full
    }
    if term.hasSuffix("-256color") { return .palette }
    if term.hasPrefix("vt") || term.hasSuffix("-mono") { return .none }
    return .basic
  }
}

/// The environment's variables; an empty one counts as unset.
public enum Environment {
  public static subscript(name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}

/// Columns that a text takes on the screen.
public func displayWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) {
    $0 + ($1.isASCII ? 1 : Int(dl_scalar_width($1.value)))
  }
}

extension Terminal {
  /// The program that opens a file on this desktop; nil without one.
  public static var desktopOpener: String? {
    #if canImport(Darwin)
      return Environment["SSH_CONNECTION"] == nil ? "open" : nil
    #else
      let hasDesktop = Environment["DISPLAY"] != nil || Environment["WAYLAND_DISPLAY"] != nil
      return hasDesktop ? "xdg-open" : nil
    #endif
  }
}
