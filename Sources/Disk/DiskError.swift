#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Why a file could not be read or written: one sentence that names it.
public struct DiskError: Error, Equatable, CustomStringConvertible, Sendable {
  public var message: String
  public var description: String { message }

  public init(_ message: String) { self.message = message }

  /// An error number in words, to be written after a colon.
  public static func reason(of number: Int32) -> String {
    let text = strerror(number).map { String(cString: $0) } ?? "unknown reason"
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
