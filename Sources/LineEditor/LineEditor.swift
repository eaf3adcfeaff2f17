import CLineEditor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Reads lines from the terminal, with editing, a history that outlives the program, and completion.
///
/// The editing is libedit's, so a user's `~/.editrc` holds here too (its own lines may be marked
/// with the program's name, `descent:bind -v`). One editor belongs to one thread.
public final class LineEditor {
  public enum Input: Equatable, Sendable {
    /// A line without its newline, and whether it is part of what was pasted: several lines that
    /// came together, rather than each at a press of Enter.
    case line(String, isPasted: Bool)
    /// The user dropped the line with ^C.
    case interrupted
    /// ^D on an empty line, or the terminal went away.
    case endOfFile
  }

  /// Asked at Tab with the line and the cursor, an offset in UTF-8 bytes.
  public var complete: (_ line: String, _ cursorUTF8Offset: Int) -> Completion = { _, _ in
    Completion()
  }

  /// Called while a key is awaited, after `wake()`; returns the prompt that holds from then on where
  /// something was written, after `stepAside()`.
  public var attend: (() -> String?)? {
    didSet {
      guard attend != nil else { return dl_editor_set_visitor(editor, nil, nil) }
      dl_editor_set_visitor(
        editor,
        { context, _ in
          guard let context else { return }
          Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().visit()
        }, Unmanaged.passUnretained(self).toOpaque())
    }
  }

  /// Has `attend` called soon, on the editor's thread; any thread may call it.
  public static func wake() { dl_editor_wake() }

  /// Takes the line that is typed off the screen until `attend` returns, so that something can be
  /// written in its place.
  public func stepAside() { dl_editor_step_aside(editor) }

  private func visit() {
    guard let prompt = attend?() else { return }
    let encoded = EncodedPrompt(prompt, ascii: !Terminal.showsUnicode)
    encoded.text.withCString { dl_editor_set_prompt(editor, $0, Int32(clamping: encoded.width)) }
  }

  /// The lines remembered, oldest first.
  public var history: [String] { store.entries }

  private let store: HistoryStore
  private let editor: OpaquePointer
  private let report: (String) -> Void

  /// Opens an editor on the standard streams; nil where the terminal cannot be set up.
  ///
  /// - Parameters:
  ///   - programName: selects the program's own lines in `~/.editrc`.
  ///   - historyFile: where lines are kept between starts; nil keeps them in memory.
  ///   - report: takes a sentence when the history cannot be read or written; at most one about
  ///     each.
  public init?(
    programName: String, historyFile: String?, report: @escaping (String) -> Void = { _ in }
  ) {
    guard
      let editor = dl_editor_open(
        programName, Self.editrcPath, Int32(HistoryStore.capacity))
    else { return nil }
    self.editor = editor
    self.report = report
    store = HistoryStore(path: historyFile)
    if let complaint = store.load() { report(complaint) }
    for line in store.entries { dl_editor_remember(editor, line) }
    dl_editor_set_completer(
      editor,
      { context, editor, line, length, cursor in
        guard let context, let editor, let line else { return Int32(DL_NOTHING.rawValue) }
        let bytes = UnsafeRawBufferPointer(start: line, count: length)
        let text = String(decoding: bytes, as: UTF8.self)
        return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
          .answerTab(line: text, cursor: cursor, editor: editor)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { dl_editor_close(editor) }

  /// Reads one line after a prompt, which may contain ANSI colours. What is not blank is remembered.
  ///
  /// - Parameter isRemembered: asked of a line that is not blank whether the history takes it.
  public func read(
    prompt: String, remembering isRemembered: (String) -> Bool = { _ in true }
  ) -> Input {
    let encoded = EncodedPrompt(prompt, ascii: !Terminal.showsUnicode)
    var line: UnsafePointer<CChar>?
    var length = 0
    let outcome = encoded.text.withCString {
      dl_editor_read(editor, $0, Int32(encoded.width), &line, &length)
    }
    switch UInt32(outcome) {
    case DL_INTERRUPTED.rawValue: return .interrupted
    case DL_END_OF_FILE.rawValue: return .endOfFile
    default:
      guard let line else { return .endOfFile }
      let text = String(
        decoding: UnsafeRawBufferPointer(start: line, count: length), as: UTF8.self)
      if isRemembered(text) { remember(text) }
      return .line(text, isPasted: dl_editor_was_pasted(editor) != 0)
    }
  }

  /// Forgets every line, here and in the file.
  public func clearHistory() {
    dl_editor_forget_all(editor)
    if let complaint = store.clear() { report(complaint) }
  }

  /// Keeps a line that was not typed here.
  public func remember(_ line: String) {
    guard line.contains(where: { !$0.isWhitespace }) else { return }
    dl_editor_remember(editor, line)
    if let complaint = store.append(line) { report(complaint) }
  }

  private func answerTab(line: String, cursor: Int, editor: OpaquePointer) -> Int32 {
    let completion = complete(line, cursor)
    if let text = completion.insert, !text.isEmpty {
      dl_editor_replace(editor, Int32(clamping: completion.deletes), text)
      return Int32(DL_INSERTED.rawValue)
    }
    if completion.candidates.isEmpty { return Int32(DL_NOTHING.rawValue) }
    let listing = completion.listing(
      columns: Terminal.columns() ?? 80, rows: Terminal.rows() ?? 24)
    dl_editor_list(editor, listing)
    return Int32(DL_LISTED.rawValue)
  }

  /// The user's own file. libedit would also look into the working directory on some systems, which
  /// must not be able to change what keys do.
  private static var editrcPath: String? {
    if let path = Environment["EDITRC"] { return path }
    return Environment["HOME"].map { $0 + "/.editrc" }
  }
}
