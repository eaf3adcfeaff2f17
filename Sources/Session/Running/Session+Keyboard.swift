extension Session {
  /// Where keys come from while something plays; without one nothing can be paused.
  package var keyboard: Keyboard? {
    get { workspace.host.keyboard }
    set { workspace.host.keyboard = newValue }
  }
}
