import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The scratch folder of the trials: a home, a working folder with files of all sorts, and where
/// errors go. It is filled again for each session and removed at the end.
final class TrialFolder {
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  /// The folder of the parent.
  init(at path: String) { home = TemporaryFolder(of: path) }

  var path: String { home.path }
  var work: String { home.path + "/home/work" }
  var errors: String { home.path + "/errors" }

  var variables: [String: String] {
    [
      "HOME": home.path + "/home", "XDG_STATE_HOME": home.path + "/home/state",
      "XDG_CONFIG_HOME": home.path + "/home/config", "XDG_DATA_HOME": home.path + "/home/data",
      "XDG_CACHE_HOME": home.path + "/home/cache", "PATH": home.path + "/none",
      "SWIFT_BACKTRACE": "enable=no",
    ]
  }

  /// Takes away what a session has written and puts the files back.
  func fill(editsAsVi: Bool) {
    home.empty("home")
    unlink(errors)
    try? home.makeFolders("home/work/folder")
    try? home.makeFolders("home/work/locked")
    for (name, text) in Self.files { try? home.write(Array(text.utf8), to: "home/work/" + name) }
    try? home.write(
      [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7], to: "home/work/images.idx")
    try? home.write([0, 0, 8, 1, 0, 0, 0, 1, 2], to: "home/work/labels.idx")
    try? home.write(
      (0..<200).map { UInt8(truncatingIfNeeded: $0 * 37) }, to: "home/work/garbage.bin")
    if editsAsVi { try? home.write(Array("bind -v\n".utf8), to: "home/.editrc") }
    mkfifo(work + "/fifo", 0o600)
    symlink("loop", work + "/loop")
    chmod(work + "/locked", 0)
  }

  func text(of path: String) -> String { Self.text(at: path) }

  static func text(at path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func write(_ bytes: [UInt8], to name: String) -> Bool {
    (try? home.write(bytes, to: name)) != nil
  }

  /// What has been added to the errors, and where they end now.
  func errors(from start: Int) -> (text: String, end: Int) {
    let file = open(errors, O_RDONLY)
    guard file >= 0 else { return ("", start) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = pread(file, &bytes, bytes.count, off_t(start))
    guard count > 0 else { return ("", start) }
    return (String(decoding: bytes[..<count], as: UTF8.self), start + count)
  }

  static let files = [
    "numbers.csv": "x,y,target\n1,2,3\n2,3,5\n3,4,7.5\n4,5,9\n5,6,11\n6,7,13\n",
    "classes.csv": "a,b,kind\n1,red,yes\n2,blue,no\n3,red,yes\n4,green,no\n5,blue,yes\n6,red,no\n",
    "bad.csv": "a,b\n1\n2,\"3\n", "empty.csv": "", "a b.csv": "x;y\n1,5;2\n2,5;3\n",
    "script.descent": "surface bowl\nstep 2\nprint theta\n",
    "self.descent": "source self.descent\n",
    "book.md": "# A book\n\n```descent\nsurface bowl\nstep\n```\n\n```descent output\nt 1\n```\n",
    "lesson.md": """
    ---
    title: A lesson
    ---
    ## One

    ```descent setup
    surface bowl
    ```

    ```ask
    What is 1 + 1?
    answer: 2
    ```

    """,
    "saved.descent": "surface bowl\noptimizer adam lr=0.1\nrun 3\n",
    "receipt": "descent receipt 1\n",
  ]
}
