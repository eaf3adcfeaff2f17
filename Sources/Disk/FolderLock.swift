#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps other programs that ask for the same lock out of a folder for a moment.
public final class FolderLock {
  private var descriptor: Descriptor?

  /// Waits until the folder is free; nil where it cannot be opened.
  public init?(_ folder: String) {
    guard let descriptor = Descriptor(opening: folder, O_RDONLY) else { return nil }
    _ = descriptor.lock()
    self.descriptor = descriptor
  }

  public func release() { descriptor = nil }
}
