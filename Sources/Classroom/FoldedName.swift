/// A person's name as names are compared: accents, capitals, punctuation and the order of its parts do
/// not matter. `Müller, Zoë`, `zoe mueller` and `ZOE MULLER` are one.
struct FoldedName: Hashable {
  /// The parts, sorted, in each way in which accents may be written without.
  let ways: Set<[String]>
  /// The parts as one word, in their order and with the last one first.
  private let glued: Set<String>

  init(_ name: String) {
    var ways: Set<[String]> = []
    var glued: Set<String> = []
    for isGerman in [false, true] {
      let parts = Self.plain(name, isGerman: isGerman).split(separator: " ").map(String.init)
      ways.insert(parts.sorted())
      glued.insert(parts.joined())
      if let last = parts.last { glued.insert(([last] + parts.dropLast()).joined()) }
      if let first = parts.first { glued.insert((Array(parts.dropFirst()) + [first]).joined()) }
    }
    self.ways = ways
    self.glued = glued
  }

  var isEmpty: Bool { ways.allSatisfy(\.isEmpty) }

  /// Whether both are the same name.
  func isSame(as other: FoldedName) -> Bool {
    guard !isEmpty else { return false }
    return !ways.isDisjoint(with: other.ways) || !glued.isDisjoint(with: other.glued)
  }

  /// Whether one has all parts of the other, two or more, and some besides: a middle name.
  func isPart(of other: FoldedName) -> Bool {
    ways.contains { mine in
      mine.count >= 2 && other.ways.contains { Set(mine).isSubset(of: Set($0)) }
    }
  }

  /// One way to write it, for looking for the nearest.
  var text: String { ways.map { $0.joined(separator: " ") }.min() ?? "" }

  // MARK: Letters

  /// Small letters and digits, one blank between parts.
  static func plain(_ name: String, isGerman: Bool = false) -> String {
    var plain = ""
    for character in name.lowercased() {
      if isGerman, let pair = german[character] {
        plain += pair
      } else if let base = bases[character] {
        plain += base
      } else if "'’`´ʼ".contains(character) {
        continue
      } else if character.isLetter || character.isNumber {
        plain += withoutMarks(character)
      } else {
        plain += " "
      }
    }
    return plain.split(separator: " ").joined(separator: " ")
  }

  /// The letter without marks above and below, in scripts where those are accents.
  private static func withoutMarks(_ character: Character) -> String {
    let scalars = character.unicodeScalars
    guard let first = scalars.first, first.value < 0x0780 else { return String(character) }
    var kept = String.UnicodeScalarView()
    for scalar in scalars where scalar.properties.generalCategory != .nonspacingMark {
      kept.append(scalar)
    }
    return String(kept)
  }

  private static let german: [Character: String] = [
    "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe",
  ]

  /// Letters with accents, each with the one without. To Swift a letter with a mark behind it is the
  /// same character as the letter that has the mark in it, so that marks set on plain letters give
  /// all of them.
  private static let bases: [Character: String] = {
    var bases: [Character: String] = [
      "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
      "ŋ": "n", "ħ": "h", "ŧ": "t", "ĸ": "k", "ς": "σ", "ё": "е",
    ]
    let marks = (0x300...0x338).compactMap(Unicode.Scalar.init)
    let letters = (0x61...0x7A).compactMap(Unicode.Scalar.init) + "αεηιουω".unicodeScalars
    for letter in letters {
      for mark in marks {
        func set(_ scalars: [Unicode.Scalar]) {
          var view = String.UnicodeScalarView()
          view.append(contentsOf: scalars)
          let text = String(view)
          if text.count == 1, let character = text.first { bases[character] = String(letter) }
        }
        set([letter, mark])
        // Vietnamese has two.
        if [0x302, 0x306, 0x31B, 0x308].contains(mark.value) {
          for second in marks where [0x300, 0x301, 0x303, 0x309, 0x323].contains(second.value) {
            set([letter, mark, second])
          }
        }
      }
    }
    return bases
  }()
}
