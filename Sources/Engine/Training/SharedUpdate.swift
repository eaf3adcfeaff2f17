import CKernels
import LongWork
import Numerics

/// One update of all parameters, in pieces that stay in the processor's cache while they are worked
/// on; where there are many, threads share them. Parameters do not depend on one another, so the bits
/// are those of one sweep.
///
/// A long update goes from one state's memory to another's, so that the state before is whole until
/// the update is done.
final class SharedUpdate {
  /// Parameters of a piece.
  private static let piece = 4_096
  /// Fewer pieces take one thread less time than it takes to call another.
  private static let worthSharing = 4
  /// Fewer parameters fill no wide vector.
  private static let worthWidth = 8

  private let rule: any UpdateRule
  /// The rule for wider vectors, where there are many parameters and the machine has them.
  private let wideUpdate: WideUpdate?
  private let count: Int
  private let slotCount: Int
  private let pieces: Int
  /// For each piece 1 where it is finite after the update, else 0; each has one writer.
  private let isFinite: ParameterVector
  // Set for the duration of an update.
  private var memory: BulkMemory?
  /// Where the numbers before the update lie, if not in `memory` itself.
  private var origin: BulkMemory?
  private var scalars: StepScalars<Double>

  init(_ optimizer: Optimizer, _ scalars: StepScalars<Double>, count: Int) {
    rule = optimizer.rule
    wideUpdate = count < Self.worthWidth ? nil : WideUpdate(optimizer)
    slotCount = optimizer.declaration.slots.count
    self.scalars = scalars
    self.count = count
    pieces = (count + Self.piece - 1) / Self.piece
    isFinite = ParameterVector(count: pieces)
  }

  /// Makes the update.
  ///
  /// - Parameter origin: where the numbers before it lie, if not in `memory`.
  /// - Returns: whether θ is finite afterwards; meaningless where the work was given up.
  func apply(
    to memory: BulkMemory, from origin: BulkMemory? = nil, _ scalars: StepScalars<Double>
  ) -> Bool {
    self.scalars = scalars
    guard pieces >= Self.worthSharing else {
      if let origin { copy(0..<count, from: origin, to: memory) }
      return update(memory)
    }
    self.memory = memory
    self.origin = origin
    defer { (self.memory, self.origin) = (nil, nil) }
    dk_parallel(
      pieces,
      { context, piece in
        guard let context else { return }
        Unmanaged<SharedUpdate>.fromOpaque(context).takeUnretainedValue().apply(piece: piece)
      }, Unmanaged.passUnretained(self).toOpaque())
    return (0..<pieces).allSatisfy { isFinite.pointer[$0] == 1 }
  }

  private func apply(piece: Int) {
    guard let memory else { return }
    let start = piece * Self.piece
    let range = start..<min(start + Self.piece, count)
    let part = memory.part(range)
    if let origin { copy(range, from: origin, to: memory) }
    isFinite.pointer[piece] = update(part) ? 1 : 0
  }

  private func update(_ memory: BulkMemory) -> Bool {
    wideUpdate?.apply(to: memory, scalars) ?? rule.apply(to: memory, scalars)
  }

  /// Copies some parameters and what the rule remembers of them.
  private func copy(_ range: Range<Int>, from origin: BulkMemory, to memory: BulkMemory) {
    let start = range.lowerBound
    (memory.theta + start).update(from: origin.theta + start, count: range.count)
    for k in 0..<slotCount {
      (memory.slots + k * memory.slotStride + start).update(
        from: origin.slots + k * origin.slotStride + start, count: range.count)
    }
  }
}
