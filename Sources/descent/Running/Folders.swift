import LineEditor

/// Where the program keeps what should outlive it, by the XDG Base Directory Specification.
enum Folders {
  /// The state folder, `$XDG_STATE_HOME/descent`; nil where there is no home.
  ///
  /// A relative path counts as unset, as the specification wants: state must not follow the working
  /// directory.
  static var state: String? {
    if let folder = Environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
      return folder + "/descent"
    }
    guard let home = Environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/state/descent"
  }
}
