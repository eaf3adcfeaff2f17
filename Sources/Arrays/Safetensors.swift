import ArrayElements
import Console
import LongWork

/// The safetensors format: the header's length in 8 bytes, the header in JSON, the numbers.
///
/// As its own library does, it wants the numbers of all tensors one after the other, without holes and
/// without two that share bytes, and each name once.
enum Safetensors {
  /// The longest header read.
  private static let longestHeader = 16 << 20

  // MARK: Reading

  /// - Throws: `ArrayError` for what is no such file.
  static func arrays(in bytes: [UInt8]) throws(ArrayError) -> [NamedArray] {
    let bytes = bytes[...]
    guard let word = bytes.number(at: 0, UInt64.self), let length = Int(exactly: word),
      length <= longestHeader, let text = bytes.part(from: 8, count: length)
    else {
      throw ArrayError("it is no safetensors file: its first 8 bytes are no length of a header")
    }
    guard text.first == UInt8(ascii: "{") else {
      throw ArrayError("it is no safetensors file: its header does not begin with '{'")
    }
    let header: JSON
    do throws(JSON.ReadingError) {
      header = try JSON(reading: Array(text), refusingRepeats: true)
    } catch {
      throw ArrayError("its header cannot be read: \(error.message) (column \(error.column))")
    }
    guard case .object(let object) = header else { throw ArrayError("its header is no object") }
    let data = bytes[(bytes.startIndex + 8 + length)...]
    var tensors: [Tensor] = []
    for (name, value) in object.members {
      if name == "__metadata__" {
        guard case .object(let texts) = value,
          texts.members.allSatisfy({ if case .string = $0.value { true } else { false } })
        else { throw ArrayError("its __metadata__ is no object of texts") }
        continue
      }
      tensors.append(try Tensor(name, value))
    }
    var end = 0
    for tensor in tensors.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard tensor.begin == end else {
        throw ArrayError(
          tensor.begin > end
            ? "the bytes before '\(tensor.shownName)' belong to no tensor"
            : "'\(tensor.shownName)' overlaps another tensor")
      }
      end = tensor.end
    }
    guard end == data.count else {
      throw ArrayError("its tensors take \(end) bytes, and \(data.count) follow its header")
    }
    var arrays: [NamedArray] = []
    for tensor in tensors {
      guard let part = data.part(from: tensor.begin, count: tensor.end - tensor.begin) else {
        throw ArrayError("'\(tensor.shownName)' lies outside the file")
      }
      arrays.append(
        NamedArray(
          tensor.name, shape: tensor.shape,
          values: try tensor.type.numbers(in: part, isBigEndian: false, of: tensor.shownName),
          type: tensor.type))
    }
    return arrays
  }

  /// What the header says of a tensor.
  private struct Tensor {
    let name: String
    let type: ElementType
    let shape: [Int]
    let begin: Int
    let end: Int

    var shownName: String { ZipArchive.shown(name) }

    init(_ name: String, _ value: JSON) throws(ArrayError) {
      let shown = ZipArchive.shown(name)
      guard case .object(let object) = value, object.members.count == 3,
        case .string(let code)? = object["dtype"], case .array(let sizes)? = object["shape"],
        case .array(let offsets)? = object["data_offsets"]
      else {
        throw ArrayError("'\(shown)' has another header than dtype, shape and data_offsets")
      }
      guard let type = ElementType.safetensors(code) else {
        throw ArrayError(
          "'\(shown)' has numbers of the type \(NumPyArray.shown(code)); F64, F32, F16, BF16, whole "
            + "numbers and BOOL are read")
      }
      func whole(_ values: [JSON]) -> [Int]? {
        let numbers = values.compactMap { value -> Int? in
          if case .integer(let number) = value, number >= 0 { number } else { nil }
        }
        return numbers.count == values.count ? numbers : nil
      }
      guard let shape = whole(sizes), let count = NamedArray.count(of: shape),
        let places = whole(offsets), places.count == 2, places[0] <= places[1]
      else { throw ArrayError("'\(shown)' has a shape or data_offsets that are no such numbers") }
      let (size, overflow) = count.multipliedReportingOverflow(by: type.size)
      guard !overflow, size == places[1] - places[0] else {
        throw ArrayError(
          "'\(shown)' announces the shape \(NamedArray.text(of: shape)), and has "
            + "\(places[1] - places[0]) bytes of numbers")
      }
      (self.name, self.type, self.shape) = (name, type, shape)
      (begin, end) = (places[0], places[1])
    }
  }

  // MARK: Writing

  /// The arrays as F64, in their order.
  static func bytes(of arrays: [NamedArray]) -> [UInt8] {
    var (header, place) = (JSON.Object(), 0)
    for array in arrays {
      let end = place + 8 * array.values.count
      header[array.name] = .object([
        "dtype": "F64", "shape": .array(array.shape.map(JSON.integer)),
        "data_offsets": .array([.integer(place), .integer(end)]),
      ])
      place = end
    }
    var text = Array(JSON.object(header).text.utf8)
    // The numbers begin at a multiple of 8.
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + text.count + place)
    bytes.append(number: UInt64(clamping: text.count))
    bytes += text
    for array in arrays { bytes.append(inParts: ElementType.bytes(of: array.values)[...]) }
    return bytes
  }
}
