import Engine
import Foundation
import Numerics
import Testing

/// NumPy's draws, written by Tests/Scripts/numerics_random.py.
struct RandomReference: Decodable {
  struct Draws: Decodable {
    enum Values: Decodable {
      case integers([UInt32])
      case numbers([Double])
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let integers = try? container.decode([UInt32].self) {
          self = .integers(integers)
        } else {
          self = .numbers(
            try container.decode([String].self).map { text in
              try #require(Double(text), "not a number: \(text)")
            })
        }
      }
    }
    let kind: String
    let values: Values
    let a: String?
    let b: String?
    let limit: UInt32?
    let count: Int?
  }
  struct State: Decodable {
    let position: Int
    let first: UInt32
    let last: UInt32
    let pending: String?
  }
  struct Program: Decodable, CustomTestStringConvertible {
    let seed: UInt32
    let draws: [Draws]
    let state: State
    var testDescription: String { "seed \(seed)" }
  }
  let programs: [Program]

  static func load() throws -> [Program] {
    let url = try #require(
      Bundle.module.url(forResource: "References/numerics_random", withExtension: "json"))
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url)).programs
  }
}

struct MersenneTwisterTests {
  @Test(arguments: try RandomReference.load())
  func drawsWhatNumPyDraws(program: RandomReference.Program) throws {
    var generator = MersenneTwister(seed: program.seed)
    for (step, draws) in program.draws.enumerated() {
      let a = draws.a.flatMap { Double($0) } ?? 0, b = draws.b.flatMap { Double($0) } ?? 0
      switch (draws.kind, draws.values) {
      case ("uniform", .numbers(let expected)):
        #expect(generator.uniforms(expected.count) == expected, "draw \(step)")
      case ("between", .numbers(let expected)):
        #expect(expected.map { _ in generator.nextUniform(from: a, to: b) } == expected)
      case ("normal", .numbers(let expected)):
        // One unit in the last place: NumPy's logarithm is the C library's.
        for (draw, value) in zip(generator.normals(expected.count), expected) {
          #expect(abs(draw - value) <= value.ulp, "draw \(step)")
        }
      case ("gaussian", .numbers(let expected)):
        for value in expected {
          let draw = generator.nextNormal(mean: a, standardDeviation: b)
          #expect(abs(draw - value) <= 2 * value.ulp, "draw \(step)")
        }
      case ("permutation", .integers(let expected)):
        #expect(generator.permutation(expected.count) == expected.map(Int.init), "draw \(step)")
      case ("integers", .integers(let expected)):
        let limit = try #require(draws.limit)
        #expect(expected.map { _ in generator.nextInteger(through: limit) } == expected)
      case ("skip", _):
        for _ in 0..<(try #require(draws.count)) { _ = generator.nextUniform() }
      default:
        Issue.record("an unknown kind of draw, \(draws.kind)")
      }
    }
    #expect(generator.position == program.state.position)
    #expect(generator.words.first == program.state.first)
    #expect(generator.words.last == program.state.last)
    #expect((generator.pendingNormal == nil) == (program.state.pending == nil))
  }

  @Test func bulkUniformsAreTheSingleOnesWhereverTheStateStands() {
    // An odd number of words first, so that draws straddle the renewal of the state.
    for skipped in [0, 1, 2, 311, 622, 623, 624] {
      var bulk = MersenneTwister(seed: 5)
      for _ in 0..<skipped { _ = bulk.nextWord() }
      var single = bulk
      let expected = (0..<1500).map { _ in single.nextUniform() }
      #expect(bulk.uniforms(1500) == expected, "\(skipped) words in")
      #expect(bulk == single)
    }
  }

  @Test func aCopyGoesItsOwnWay() throws {
    var original = MersenneTwister(seed: 3)
    _ = original.nextNormal()
    let copy = original
    var replay = copy
    let draws = original.normals(5)
    #expect(copy != original)
    #expect(replay.normals(5) == draws)
    let restored = try #require(
      MersenneTwister(
        words: copy.words, position: copy.position, pendingNormal: copy.pendingNormal))
    #expect(restored == copy)
    #expect(MersenneTwister(words: [1, 2], position: 0, pendingNormal: nil) == nil)
    #expect(MersenneTwister(words: copy.words, position: 625, pendingNormal: nil) == nil)
  }
}
