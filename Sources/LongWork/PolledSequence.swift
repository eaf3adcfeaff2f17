import CLongWork

extension Sequence {
  /// The same elements, in parts between which ^C is heard: the sequence ends early where the work is
  /// given up.
  @inlinable
  public func inParts(of size: Int = Parts.size) -> PolledSequence<Self> {
    PolledSequence(base: self, size: size)
  }
}

/// A sequence that ends early where the current work is given up.
public struct PolledSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let size: Int

  @inlinable
  init(base: Base, size: Int) {
    self.base = base
    self.size = size
  }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline let size: Int
    @usableFromInline var left: Int

    @inlinable
    init(base: Base.Iterator, size: Int) {
      self.base = base
      self.size = size
      left = size
    }

    @inlinable
    public mutating func next() -> Base.Element? {
      if left == 0 {
        if Interruption.givesUp() { return nil }
        left = size
      }
      left &-= 1
      return base.next()
    }
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), size: size) }
}
