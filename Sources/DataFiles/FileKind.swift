import Czlib

/// What a file's first bytes say it is.
enum FileKind {
  /// What a file is that is not CSV text, and how its data get here; nil for what may be text.
  ///
  /// - Parameter head: the file's first bytes, a few hundred of them at most.
  static func advice(head: some Collection<UInt8>, path: String) -> String? {
    let head = Array(head.prefix(512))
    if let idx = idxAdvice(head) { return idx }
    if head.starts(with: [0x1F, 0x8B]) {
      if let idx = idxAdvice(inflatedHead(of: path)) { return idx }
      return "compressed by gzip; unpack it by 'gunzip \(path)'"
    }
    for (magic, advice) in magics where head.starts(with: magic) { return advice }
    let start = head.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    let text = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
    for (beginning, advice) in beginnings where text.hasPrefix(beginning) { return advice }
    if looksLikeUTF16(head) { return utf16 }
    return nil
  }

  private static let utf16 = "UTF-16 text; save it as UTF-8 (in Excel 'CSV UTF-8')"
  private static let asCSV = "save its table as CSV"
  private static let pandas = "save its table as CSV, as pandas' to_csv does"

  private static let magics: [([UInt8], String)] = [
    (
      Array("PK\u{3}\u{4}".utf8),
      "a workbook (.xlsx, .ods) or another zip archive; save its sheet as CSV, or call NumPy's "
        + "arrays FILE.npz"
    ),
    ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook (.xls); save its sheet as CSV"),
    (Array("PAR1".utf8), "a Parquet file; \(pandas)"),
    (Array("ARROW1".utf8), "an Arrow file; \(pandas)"),
    (Array("FEA1".utf8), "a Feather file; \(pandas)"),
    (
      [0x93] + Array("NUMPY".utf8),
      "a NumPy array (.npy); save it with its targets by numpy.savez('FILE.npz', X=X, y=y)"
    ),
    (
      [0x89] + Array("HDF\r\n".utf8),
      "an HDF5 file (as MATLAB's .mat is); \(asCSV) (in MATLAB by writetable)"
    ),
    (Array("MATLAB 5.0 MAT-file".utf8), "a MATLAB file (.mat); \(asCSV) by writetable"),
    (Array("SQLite format 3".utf8), "an SQLite database; \(asCSV)"),
    (Array("%PDF".utf8), "a PDF document; \(asCSV)"),
    ([0x89] + Array("PNG".utf8), "a picture (PNG); data are read from CSV and IDX files"),
    ([0xFF, 0xD8, 0xFF], "a picture (JPEG); data are read from CSV and IDX files"),
    (Array("GIF8".utf8), "a picture (GIF); data are read from CSV and IDX files"),
    (Array("BZh".utf8), "compressed by bzip2; unpack it first"),
    ([0xFD] + Array("7zXZ".utf8), "compressed by xz; unpack it first"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd; unpack it first"),
    (Array("RDX".utf8), "an R workspace; save its data frame by write.csv"),
    ([0x80, 0x03], "a Python pickle; \(pandas)"), ([0x80, 0x04], "a Python pickle; \(pandas)"),
    ([0x80, 0x05], "a Python pickle; \(pandas)"),
    ([0x7F] + Array("ELF".utf8), "a program; data are read from CSV and IDX files"),
    ([0xFF, 0xFE, 0, 0], "UTF-32 text; save it as UTF-8"), ([0xFF, 0xFE], utf16),
    ([0xFE, 0xFF], utf16),
  ]

  private static let beginnings: [(String, String)] = [
    ("<!doctype html", "an HTML page rather than CSV text; download the file itself, or \(asCSV)"),
    ("<html", "an HTML page rather than CSV text; download the file itself, or \(asCSV)"),
    ("<table", "an HTML table; \(asCSV)"), ("<?xml", "XML rather than CSV text; \(asCSV)"),
    ("{", "JSON rather than CSV text; \(pandas)"), ("[", "JSON rather than CSV text; \(pandas)"),
    (
      "@relation", "an ARFF file; delete the lines up to @data and name the columns in a first line"
    ),
    ("version https://git-lfs", "a Git LFS pointer; 'git lfs pull' fetches the file itself"),
  ]

  /// IDX: two zeros, a type, the number of dimensions.
  private static func idxAdvice(_ head: [UInt8]) -> String? {
    guard head.count >= 4, head[0] == 0, head[1] == 0, (0x08...0x0E).contains(head[2]),
      (1...4).contains(head[3])
    else { return nil }
    let kind = head[3] == 1 ? "labels" : "images"
    return "an IDX file of \(kind); 'data idx images=FILE labels=FILE' reads it with its other half"
  }

  private static func inflatedHead(of path: String) -> [UInt8] {
    guard let file = gzopen(path, "rb") else { return [] }
    defer { gzclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4)
    let count = gzread(file, &bytes, 4)
    return count == 4 ? bytes : []
  }

  /// Whether every other byte is zero, as in UTF-16 without a mark at its start.
  private static func looksLikeUTF16(_ head: [UInt8]) -> Bool {
    guard head.count >= 8 else { return false }
    let zeros = [0, 1].map { offset in
      stride(from: offset, to: head.count - 1, by: 2).count { head[$0] == 0 }
    }
    let half = head.count / 2
    return (zeros[0] == 0 && zeros[1] * 4 > half * 3) || (zeros[1] == 0 && zeros[0] * 4 > half * 3)
  }
}
