import Console
import Shell
import Testing

@testable import Session

/// A list of many versions is one list, whatever was done to it, and adding to it is cheap.
@Suite struct SharedListTests {
  @Test func itIsAnArray() {
    var generator = SystemlessGenerator(state: 3)
    var list: SharedList<Int> = []
    var array: [Int] = []
    var versions: [(SharedList<Int>, [Int])] = []
    for i in 0..<2_000 {
      switch Int.random(in: 0..<40, using: &generator) {
      case 0:
        list.removeAll { $0.isMultiple(of: 3) }
        array.removeAll { $0.isMultiple(of: 3) }
      case 1 where !array.isEmpty:
        list.removeLast(1)
        array.removeLast(1)
      default:
        list.append(i)
        array.append(i)
      }
      versions.append((list, array))
      #expect(list.count == array.count && list.last == array.last)
    }
    for (list, array) in versions {
      #expect(Array(list) == array && list == SharedList(array))
      #expect(array.indices.allSatisfy { list[$0] == array[$0] })
      var other = array
      other.append(-1)
      #expect(list != SharedList(other))
    }
  }

  /// An element that counts how often it is compared.
  private struct Counted: Equatable {
    final class Counter { var count = 0 }
    let value: Int
    let counter: Counter

    static func == (a: Counted, b: Counted) -> Bool {
      a.counter.count += 1
      return a.value == b.value
    }
  }

  @Test func versionsShareWhatTheyHaveInCommon() {
    let counter = Counted.Counter()
    var list: SharedList<Counted> = []
    for i in 0..<10_000 { list.append(Counted(value: i, counter: counter)) }
    let copy = list
    #expect(copy == list && counter.count == 0)
    var longer = list
    longer.append(Counted(value: 1, counter: counter))
    #expect(longer != list && counter.count == 0)
    var other = list
    other.append(Counted(value: 2, counter: counter))
    // The last pieces alone are compared.
    #expect(longer != other && counter.count <= 32)
  }

  /// 8 times as many breakpoints take about 8 times as long, whether typed or loaded: each is copied
  /// and compared as often as the list's length has digits.
  @Test func manyBreakpointsAreSetAndLoaded() throws {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.run("surface bowl")
    for i in 1...3_000 { transcript.run("break when loss < \(i)e-9") }
    #expect(transcript.session.workspace.breakpoints.count == 3_000)
    transcript.run("undo; undo")
    #expect(transcript.session.workspace.breakpoints.count == 2_998)
    transcript.run("break clear 7")
    #expect(transcript.session.workspace.breakpoints.count == 2_997)
    #expect(transcript.session.workspace.breakpoints[6].number == 8)
  }
}
