import Console

/// What shows the session in a browser; the shell has one.
package protocol Viewer: AnyObject {
  /// Serves the page from now on, if it does not yet.
  ///
  /// - Returns: the page's address.
  func open() throws(ShellError) -> String
  /// Serves it for reading alone at addresses of this computer's.
  ///
  /// - Returns: the page's address at each.
  func share(at addresses: [String]) throws(ShellError) -> [String]
  /// Whether commands of the page may do what the shell's may.
  var isTrusted: Bool { get set }
  /// Ends all of it.
  func close()
}
