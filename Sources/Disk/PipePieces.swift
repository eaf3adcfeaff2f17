#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The next bytes of a pipe or a file, 64 kB of them at most; waits for some. Empty at the end, and
/// where it cannot be read.
public func nextPiece(of descriptor: Int32) -> [UInt8] {
  let size = 65_536
  return [UInt8](unsafeUninitializedCapacity: size) { piece, filled in
    var count = 0
    repeat { count = read(descriptor, piece.baseAddress, size) } while count < 0 && errno == EINTR
    filled = max(0, count)
  }
}
