import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Paths as text. What the file system holds is asked only where a comment says so.
public enum Path {
  /// The path with a home folder in the place of a leading `~` or `~user`.
  ///
  /// - Throws: `DiskError` where there is no home folder, or no such user.
  public static func expandingHome(_ path: String) throws(DiskError) -> String {
    guard path.first == "~" else { return path }
    let word = path.prefix { $0 != "/" }
    let user = String(word.dropFirst())
    if user.isEmpty {
      guard let home else {
        throw DiskError(
          "there is no home folder for \(quoted(path)): HOME is not set; put './' before it for a file of "
            + "that name")
      }
      return joined(home, String(path.dropFirst(word.count)))
    }
    guard let folder = homeFolder(of: user) else {
      throw DiskError(
        "\(quoted(path)) means the home folder of '\(user)', and there is no such user; put './' before "
          + "it for a file of that name")
    }
    return joined(folder, String(path.dropFirst(word.count)))
  }

  private static func joined(_ home: String, _ rest: String) -> String {
    home == "/" && !rest.isEmpty ? rest : home + rest
  }

  /// The user's home folder: `HOME`, or what the system's list of users says; nil where neither does.
  public static var home: String? {
    if let value = getenv("HOME") {
      let folder = String(cString: value)
      if folder.hasPrefix("/") { return withoutTrailingSlashes(folder) }
    }
    return getpwuid(getuid())?.pointee.pw_dir.map { withoutTrailingSlashes(String(cString: $0)) }
  }

  private static func homeFolder(of user: String) -> String? {
    getpwnam(user)?.pointee.pw_dir.map { withoutTrailingSlashes(String(cString: $0)) }
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return String(path)
  }

  /// The folder that a path's last part lies in: `.` for a bare name.
  public static func folder(of path: String) -> String {
    let path = withoutTrailingSlashes(path)
    guard let slash = path.lastIndex(of: "/") else { return "." }
    if path == "/" { return path }
    return slash == path.startIndex ? "/" : withoutTrailingSlashes(String(path[..<slash]))
  }

  /// A path's last part.
  public static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// A path as seen from a folder; one from the root stays what it is.
  public static func path(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") || folder == "." { return path }
    if path == "." { return folder }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// A path from the root, without resolving links.
  public static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return self.path(path, in: String(cString: current))
  }

  /// A path from the root with all links resolved; nil where it leads nowhere.
  public static func resolved(_ path: String) -> String? {
    guard let whole = realpath(path, nil) else { return nil }
    defer { free(whole) }
    return String(cString: whole)
  }

  /// A path as seen from a folder, links resolved; nil where either is not there, or they have
  /// nothing in common.
  public static func relative(_ path: String, to folder: String) -> String? {
    guard let whole = resolved(path), let base = resolved(folder) else { return nil }
    let (parts, above) = (whole.split(separator: "/"), base.split(separator: "/"))
    let common = zip(parts, above).prefix { $0 == $1 }.count
    guard common > 0 || above.isEmpty else { return nil }
    let up = Array(repeating: "..", count: above.count - common)
    return (up + parts.dropFirst(common).map(String.init)).joined(separator: "/")
  }

  /// Whether something lies there.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// A path in quotes for an error: its beginning where it is very long, control characters as `?`.
  public static func quoted(_ path: String) -> String { Wording.quoted(path, limit: 400) }

  /// A path as a word of a POSIX shell's command line, in quotes where it needs them.
  public static func quotedForShell(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x7F
        ? scalar.properties.isAlphabetic
        : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "_-./:@%+=,".unicodeScalars.contains(scalar)
    }
    if isPlain, !path.isEmpty { return path }
    let parts = path.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
