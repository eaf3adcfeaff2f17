import Console
import Testing

@testable import Session
@testable import Shell

/// A status line that keeps what was shown, and a clock that the test moves.
private final class Watcher {
  var time = 0.0
  var shown: [String?] = []
  var columns = 80

  func meter(
    _ total: Double?, _ unit: String = "updates", isLimit: Bool = false, unicode: Bool = true
  ) -> ProgressMeter {
    ProgressMeter(
      "run", of: total, unit, isLimit: isLimit,
      on: StatusLine(show: { [self] in shown.append($0) }, columns: { [self] in columns }),
      unicode: unicode, clock: { [self] in time })
  }
}

/// Progress of long commands.
@Suite struct ProgressMeterTests {
  private let watcher = Watcher()

  @Test func appearsAfterAWhileAndMovesTenTimesASecond() {
    let meter = watcher.meter(10_000)
    var asked = 0
    func detail() -> String {
      asked += 1
      return ""
    }
    for k in 0..<10_000 {
      watcher.time = Double(k) * 1e-4
      meter.update(Double(k), detail())
    }
    // From 0.3 s to 1 s, every tenth of a second.
    #expect((7...8).contains(watcher.shown.count))
    #expect(asked == watcher.shown.count)
  }

  @Test func saysShareCountDetailRateAndTimeLeft() {
    let meter = watcher.meter(10_000)
    watcher.time = 1
    meter.update(2_500, "loss 0.25")
    #expect(
      watcher.shown == [
        "run  ███░░░░░░░░░  25 %  loss 0.25  2500 updates/s  3 s left"
      ])
    watcher.columns = 120
    watcher.time = 2
    meter.update(5_000, "loss 0.25")
    #expect(
      watcher.shown.last
        == "run  ██████░░░░░░  50 %  5000 of 10000 updates  loss 0.25  2500 updates/s  2 s left")
  }

  @Test func aRateIsThatOfTheLastSeconds() {
    let meter = watcher.meter(1_000)
    var done = 0.0
    // A second at 100, then ten at 10.
    for tick in 1...110 {
      watcher.time = Double(tick) * 0.1
      done += tick <= 10 ? 10 : 1
      meter.update(done)
    }
    #expect(watcher.shown.last??.contains("  10 updates/s  1 min 20 s left") == true)
  }

  @Test(arguments: [
    (60, "run  25 %  loss 0.25  2500 updates/s  3 s left"),
    (40, "run  25 %  loss 0.25  3 s left"), (20, "run  25 %"), (7, "run"), (6, "ru"), (3, ""),
  ])
  func whatDoesNotFitIsLeftOut(columns: Int, text: String) {
    watcher.columns = columns
    let meter = watcher.meter(10_000)
    watcher.time = 1
    meter.update(2_500, "loss 0.25")
    #expect(watcher.shown == [text])
  }

  @Test func withoutUnicodeItIsASCII() {
    let meter = watcher.meter(100, unicode: false)
    watcher.time = 1
    meter.update(50, "σ 0.25")
    #expect(
      watcher.shown == ["run  ######......  50 %  sigma 0.25  50 updates/s  1 s left"])
    #expect(watcher.shown.allSatisfy { ($0 ?? "").utf8.allSatisfy { $0 < 0x80 } })
    #expect(watcher.shown.allSatisfy { ($0 ?? "").count <= 76 })
  }

  @Test func aLimitIsNoPromise() {
    let meter = watcher.meter(1_000, isLimit: true)
    watcher.time = 1
    meter.update(100)
    #expect(
      watcher.shown == ["run  100 of at most 1000 updates  100 updates/s  at most 9 s left"])
  }

  @Test func withoutATotalItCounts() {
    let meter = watcher.meter(nil)
    watcher.time = 1
    meter.update(123, "t 7")
    #expect(watcher.shown == ["run  123 updates  t 7  123 updates/s"])
  }

  @Test(arguments: [
    (0.2, "1 s"), (59.4, "59 s"), (60, "1 min 00 s"), (61, "1 min 01 s"), (3_661, "1 h 01 min"),
    (1e9, "more than 100 h"),
  ])
  func durations(seconds: Double, text: String) {
    #expect(ProgressMeter.duration(seconds) == text)
  }

  /// Scripts, JSON and lessons' own commands are not watched.
  @Test(arguments: [
    (Traits(isInteractive: true), true), (Traits(), false),
    (Traits(isInteractive: true, json: true), false),
  ])
  func onlySomebodyWhoTypesSeesIt(traits: Traits, isSeen: Bool) {
    var shown: [String?] = []
    let begin = ContinuousClock.now
    let session = Session(
      output: .init(
        write: { _ in }, writeError: { _ in },
        statusLine: StatusLine(show: { shown.append($0) }, columns: { 80 })),
      traits: traits,
      // Long enough for it to appear.
      interrupt: {
        shown.contains { $0 != nil } || ContinuousClock.now - begin > .seconds(isSeen ? 10 : 0.6)
      })
    session.execute("surface bowl; run 1000000000")
    #expect(shown.contains { $0?.hasPrefix("run  ") ?? false } == isSeen)
    // It is gone when the command is over.
    #expect(shown.last == .some(nil))
  }
}
