import Engine
import Foundation
import Testing

/// Files as a disk, an editor or a stranger may leave them: reading gives a data set or a sentence,
/// and never ends the program.
@Suite struct DataDamageTests {
  @Test func damagedCSVIsReadOrRefused() throws {
    let seed = "a,\"b, c\",color,y\n1,2.5,red,3\n-1e3,\"4\",\"bl\"\"ue\",5\n0.5,6,red,7\n"
    let alphabet = Array("\",;\t\n\r 0123456789.-+eExnaNIf\u{0}\u{7f}\u{e9}\u{1F600}".utf8)
    var draw = MersenneTwister(seed: 12)
    var read = 0
    var refused = 0
    for _ in 0..<4000 {
      var bytes = Array(seed.utf8)
      for _ in 0...draw.nextInteger(through: 5) {
        let place = Int(draw.nextInteger(through: UInt32(max(bytes.count, 1) - 1)))
        let byte = alphabet[Int(draw.nextInteger(through: UInt32(alphabet.count - 1)))]
        switch draw.nextInteger(through: 3) {
        case 0 where !bytes.isEmpty: bytes.remove(at: place)
        case 1 where !bytes.isEmpty: bytes[place] = byte
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 7))
        default: bytes.insert(byte, at: min(place, bytes.count))
        }
      }
      do {
        let set = try Dataset(csvText: bytes, name: "f.csv")
        #expect(set.featureValues.allSatisfy(\.isFinite) && set.targets.allSatisfy(\.isFinite))
        #expect(set.featureValues.count == set.count * set.featureCount)
        read += 1
      } catch let error as DataError {
        #expect(!error.description.isEmpty && !error.description.contains("\n"))
        refused += 1
      }
    }
    #expect(read > 200 && refused > 200)
  }

  @Test func damagedIDXIsReadOrRefused() throws {
    let folder = try ScratchFolder()
    let whole = try Data(contentsOf: URL(fileURLWithPath: reference("data/images.idx.gz")))
    let plain = try Data(contentsOf: URL(fileURLWithPath: reference("data/images.idx")))
    let labels = reference("data/labels.idx")
    var draw = MersenneTwister(seed: 13)
    var refused = 0
    for (name, original) in [("a.gz", whole), ("b", plain)] {
      for _ in 0..<300 {
        var bytes = original
        let place = Int(draw.nextInteger(through: UInt32(bytes.count - 1)))
        if draw.nextInteger(through: 1) == 0 {
          bytes = bytes.prefix(place)
        } else {
          bytes[place] = UInt8(truncatingIfNeeded: draw.nextWord())
        }
        let path = try folder.file(name, bytes)
        do {
          let set = try Dataset(idxImages: path, labels: labels)
          #expect(set.count == 5)
        } catch is DataError {
          refused += 1
        }
      }
    }
    #expect(refused > 300)
  }
}
