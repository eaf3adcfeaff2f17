import Arrays
import Testing

/// 100,000 files as an attacker may make them: taken apart, put together wrongly, with numbers changed
/// where sizes and places stand. Each is refused in one sentence, or its arrays are whole.
@Suite struct HostileFileTests {
  private struct Draw {
    var state: UInt64

    mutating func below(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: (state >> 33) % UInt64(max(count, 1)))
    }

    /// A number that a size may be replaced with.
    mutating func extreme() -> UInt64 {
      let all: [UInt64] = [
        0, 1, 7, 8, 0x7F, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, .max,
        1 << 20, 1 << 30, 1 << 40,
      ]
      return all[below(all.count)]
    }

    mutating func mutate(_ bytes: inout [UInt8], _ other: [UInt8]) {
      guard !bytes.isEmpty else { return }
      let place = below(bytes.count)
      switch below(8) {
      case 0: bytes[place] ^= UInt8(1 << below(8))
      case 1: bytes[place] = UInt8(below(256))
      case 2:
        let (word, width) = (extreme(), [1, 2, 4, 8][below(4)])
        for k in 0..<width where place + k < bytes.count {
          bytes[place + k] = UInt8(truncatingIfNeeded: word >> UInt64(8 * k))
        }
      case 3: bytes.removeLast(below(bytes.count))
      case 4: bytes.removeSubrange(place..<min(place + 1 + below(12), bytes.count))
      case 5:
        let part = Array(bytes[place..<min(place + 1 + below(40), bytes.count)])
        bytes.insert(contentsOf: part, at: below(bytes.count))
      case 6:
        let from = below(other.count)
        let part = other[from..<min(from + 1 + below(60), other.count)]
        bytes.insert(contentsOf: part, at: place)
      default:
        // A digit of a header's text.
        if let digit = bytes.indices.first(where: {
          $0 >= place && (0x30...0x39).contains(bytes[$0])
        }) {
          bytes[digit] = UInt8(0x30 + below(10))
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4])
  func isRefusedOrWhole(seed: Int) throws {
    let arrays = ArrayFileTests.arrays
    let members = arrays.map { ($0.name + ".npy", NumPyArray.bytes(of: $0)) }
    let seeds: [(ArrayFile, [UInt8])] = [
      (.npz, try ArrayFile.npz.bytes(of: arrays)), (.npz, ArrayFileTests.compressed),
      (.safetensors, try ArrayFile.safetensors.bytes(of: arrays)),
    ]
    var draw = Draw(state: UInt64(seed))
    var (taken, refused) = (0, 0)
    for round in 0..<25_000 {
      var (format, bytes) = seeds[draw.below(seeds.count)]
      if round % 3 == 0 {
        // The damage lies within a member, and the archive is right.
        var changed = members
        let k = draw.below(changed.count)
        for _ in 0...draw.below(3) { draw.mutate(&changed[k].1, members[0].1) }
        (format, bytes) = (.npz, try ArrayFileTests.npz(changed))
      } else {
        let other = seeds[draw.below(seeds.count)].1
        for _ in 0...draw.below(4) { draw.mutate(&bytes, other) }
      }
      do {
        let read = try format.arrays(in: bytes, limit: 1 << 20)
        taken += 1
        for array in read {
          #expect(array.shape.reduce(1, *) == array.values.count)
          #expect(array.values.count <= 1 << 20)
        }
        #expect(Set(read.map(\.name)).count == read.count)
      } catch {
        refused += 1
        #expect(!error.description.isEmpty && !error.description.contains("\n"))
      }
    }
    // Most are refused, and not all: the damage is no plain noise.
    #expect(taken > 100 && refused > 15_000, "\(taken) taken, \(refused) refused")
  }
}
