/// How the program ends.
struct ExitCode: Equatable {
  var rawValue: Int32

  init(_ rawValue: Int32) { self.rawValue = rawValue }

  static let success = ExitCode(0)
  static let failure = ExitCode(1)
  /// Wrong use of the command line, as sysexits.h numbers it.
  static let usage = ExitCode(64)
}
