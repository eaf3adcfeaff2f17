import CLongWork

/// Arrays of very many numbers, made so that ^C is heard meanwhile.
///
/// The first touch of a million numbers takes some milliseconds, so even a copy is long work.
extension Array where Element: BitwiseCopyable {
  /// An array whose elements are about to be written, all of them.
  public init(unfilled count: Int) {
    self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress {
        lw_expect_filling(base, count * MemoryLayout<Element>.stride)
      }
      initialized = count
    }
  }

  /// `count` elements that `fill` writes part by part; where the work is given up the rest is
  /// arbitrary for floating-point numbers and bytes and 0 for all else, so that an index stays one.
  @inlinable
  public init(
    inParts count: Int, of size: Int = Parts.size,
    _ fill: (UnsafeMutablePointer<Element>, Range<Int>) throws -> Void
  ) rethrows {
    self.init(unfilled: count)
    try withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var filled = 0
      try Parts.forEach(of: 0..<count, size: size) { part in
        try fill(base, part)
        filled = part.upperBound
      }
      if filled < count, !(Element.self is any FloatingPoint.Type), Element.self != UInt8.self {
        let rest = UnsafeMutableRawPointer(base + filled)
        rest.initializeMemory(
          as: UInt8.self, repeating: 0, count: (count - filled) * MemoryLayout<Element>.stride)
      }
    }
  }

  /// `count` times the same.
  public init(inParts count: Int, repeating element: Element) {
    self.init(inParts: count) { base, part in
      (base + part.lowerBound).update(repeating: element, count: part.count)
    }
  }

  /// A copy of numbers that lie in memory.
  public init(inParts count: Int, copying source: UnsafePointer<Element>) {
    self.init(inParts: count) { base, part in
      (base + part.lowerBound).update(from: source + part.lowerBound, count: part.count)
    }
  }

  /// A copy of a part of an array.
  public init(copying slice: ArraySlice<Element>) {
    self = slice.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { Array(inParts: buffer.count, copying: $0) } ?? []
    }
  }
}

extension Array where Element: BitwiseCopyable {
  /// Appends a part of another array, of which the rest is left out where the work is given up.
  public mutating func append(inParts slice: ArraySlice<Element>) {
    reserveCapacity(count + slice.count)
    Parts.forEach(of: slice.indices) { append(contentsOf: slice[$0]) }
  }
}

extension Collection where Index == Int {
  /// `transform` of every element, in order, as an array of the same length.
  @inlinable
  public func mapInParts<T: BitwiseCopyable>(
    of size: Int = Parts.size, _ transform: (Element) throws -> T
  ) rethrows -> [T] {
    let first = startIndex
    return try [T](inParts: count, of: size) { base, part in
      for i in part { base[i] = try transform(self[first + i]) }
    }
  }
}
