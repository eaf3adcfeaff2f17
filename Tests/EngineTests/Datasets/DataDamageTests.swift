import DataFiles
import Datasets
import Engine
import Foundation
import Numerics
import Testing

/// Files as a disk, an editor or a stranger may leave them: reading gives a data set or a sentence,
/// and never ends the program.
@Suite struct DataDamageTests {
  /// Good files of every kind.
  private static let seeds = [
    "a,\"b, c\",color,y\n1,2.5,red,3\n-1e3,\"4\",\"bl\"\"ue\",5\n0.5,6,red,7\n",
    "sep=;\r\nTemperatur;Leistung;Art\r\n1,5;10,25;x\r\n2,5;20,5;y\r\n3,5;30,75;x\r\n",
    "weight, kg\tname\ty\n1,250\tanna\t1,5\n2,000\tbob\t2\n,\t?\tNaN\n",
    "  a   b  y \n  1.0 2\t3 \n 4 5  6\n \"7\" 8 9\n",
    "\"\",\"mpg\",\"am\"\n\"Mazda RX4\",21,TRUE\n\"Datsun\",22.8,FALSE\n\"Fiat\",NA,TRUE\n",
    ",date,time,zip,y\n0,2024-01-05,12:30,007,5\n1,5.1.2024,1:05 PM,010,45\n2,,,012,1e40\n",
    "\u{FEFF}a|Gr\u{F6}\u{DF}e|y\n1|gro\u{DF}|5\n2|klein|6\n3|gro\u{DF}|7\n",
    "a,b,y,,\n1,2,3,,\n,,,,\n4,5,6,,\n\n7,8,9,,",
    "length,width,species\n5.1,3.5,setosa\n4.9,3.0,setosa\n7.0,3.2,versicolor\n",
  ]

  private static let alphabet =
    Array("\",;\t|\n\r 0123456789.-+eEDxnaNIf%$_'#/:".utf8)
    + [0, 0x7F, 0xC3, 0xA9, 0xE2, 0x88, 0x92, 0xF0, 0xFF, 0xEF, 0xBB, 0xBF]

  /// As many files as DESCENT_FUZZ says, 4000 unless given.
  @Test func damagedCSVIsReadOrRefused() throws {
    let files = ProcessInfo.processInfo.environment["DESCENT_FUZZ"].flatMap { Int($0) } ?? 4000
    var draw = MersenneTwister(seed: 12)
    var (read, refused) = (0, 0)
    for i in 0..<files {
      var bytes = Array(Self.seeds[i % Self.seeds.count].utf8)
      for _ in 0...draw.nextInteger(through: 2) { mutate(&bytes, &draw) }
      do {
        let reading = try CSVReading(csvText: bytes, name: "f.csv", options: options(&draw))
        let set = reading.dataset
        #expect(set.featureValues.allSatisfy(\.isFinite) && set.targets.allSatisfy(\.isFinite))
        #expect(set.featureValues.count == set.count * set.featureCount)
        #expect(set.count == reading.summary.rows - reading.summary.droppedRows)
        read += 1
      } catch let error as EngineError {
        #expect(!error.description.isEmpty && !error.description.contains("\n"))
        refused += 1
      }
    }
    #expect(read > files / 20 && refused > files / 20, "\(read) read, \(refused) refused")
  }

  private func mutate(_ bytes: inout [UInt8], _ draw: inout MersenneTwister) {
    let place = Int(draw.nextInteger(through: UInt32(max(bytes.count, 1) - 1)))
    let byte = Self.alphabet[Int(draw.nextInteger(through: UInt32(Self.alphabet.count - 1)))]
    switch draw.nextInteger(through: 5) {
    case 0 where !bytes.isEmpty: bytes.remove(at: place)
    case 1 where !bytes.isEmpty: bytes[place] = byte
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 7))
    case 3: bytes.insert(contentsOf: bytes[..<min(place, bytes.count)], at: min(place, bytes.count))
    case 4:
      bytes.insert(
        contentsOf: repeatElement(byte, count: 1 + place % 40), at: min(place, bytes.count))
    default: bytes.insert(byte, at: min(place, bytes.count))
    }
  }

  private func pick(_ names: [String], _ draw: inout MersenneTwister) -> String {
    names[Int(draw.nextInteger(through: UInt32(names.count - 1)))]
  }

  /// Options at random, mostly none.
  private func options(_ draw: inout MersenneTwister) -> CSVOptions {
    var options = CSVOptions()
    options.dropsMissing = true
    switch draw.nextInteger(through: 15) {
    case 0: options.hasHeader = false
    case 1: options.hasHeader = true
    case 2: options.dropsMissing = false
    case 3: options.missing = ["x,1,-"]
    case 4: options.decimal = "comma"
    case 5: options.delimiter = pick(CSVOptions.delimiterNames, &draw)
    case 6: options.skippedLines = 1
    case 7: options.task = pick(["regression", "binary", "classes"], &draw)
    case 8: options.targets = ["y"]
    case 9: (options.hasHeader, options.categories) = (false, ["x1,x2"])
    case 10: (options.hasHeader, options.ignored) = (false, ["x2"])
    default: break
    }
    return options
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
        } catch is EngineError {
          refused += 1
        }
      }
    }
    #expect(refused > 300)
  }
}
