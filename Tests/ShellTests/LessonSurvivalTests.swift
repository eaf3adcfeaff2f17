import Console
import Course
import Foundation
import Lessons
import TestSupport
import Testing

@testable import Session
@testable import Shell

/// What a student has done in a lesson survives whatever ends the program: it is on the disk before
/// its verdict is shown.
@Suite struct LessonSurvivalTests {
  private func shell(_ folder: TemporaryFolder) -> Transcript {
    let transcript = Transcript(traits: Traits(isInteractive: true))
    transcript.session.stateFolder = folder.path
    transcript.run("set pager off; set student anna")
    return transcript
  }

  /// Lines of every kind that a lesson takes, right or wrong where they stand.
  private static let lines = [
    "", "", "", "next", "hint", "skip", "1", "0.5", "-2", "a", "b", "yes", "1,2", "nonsense",
    "step", "step 2", "run 5", "back", "print x", "optimizer gd lr=0.1", "optimizer adam lr=0.1",
    "surface bowl", "break when loss < 0.1", "reset", "lr=0.5",
  ]

  /// The receipt without when it was written, and the sums over that.
  private func receipt(_ transcript: Transcript, in folder: TemporaryFolder) throws -> [Substring] {
    transcript.run("progress export \(folder.path)/r force=yes")
    return try folder.read("r").split(separator: "\n").filter {
      !$0.hasPrefix("time ") && !$0.hasPrefix("sum ")
        && !($0.hasPrefix("check ") && $0.hasSuffix(" -"))
    }
  }

  /// What a line shows, without the remark that is made once a start.
  private func told(_ transcript: Transcript, _ line: String) -> String {
    transcript.run(line).replacing(
      "(You are trying things on a copy: the lesson goes on from its own state.)\n", with: "")
  }

  /// A lesson belongs to the name that it was begun under, whatever is loaded meanwhile; outside it the
  /// name can be changed, and taken back.
  @Test func aLessonKeepsItsStudent() throws {
    let folder = try TemporaryFolder()
    let transcript = shell(folder)
    transcript.run("surface bowl; step; save \(folder.path)/z; lesson 1")
    for line in ["set student eve", "load \(folder.path)/z", "set student eve"] {
      let said = transcript.run(line)
      if line.hasPrefix("set") { #expect(said.contains("leave it with 'quit'"), "\(said)") }
    }
    transcript.run("quit")
    #expect(!transcript.run("progress").contains("No lesson has been begun"))
    transcript.run("set student eve")
    #expect(transcript.run("set").contains("student eve"))
    transcript.run("set student none")
    #expect(!transcript.run("set").contains("student"))
  }

  /// One session is never disturbed, the other comes to an end without a word at random moments; all
  /// that is shown is the same.
  @Test(arguments: 0..<15) func aLessonThatIsKilledGoesOn(seed: Int) throws {
    var random = SystemlessGenerator(state: UInt64(seed) &* 77_777 + 5)
    let folders = try (TemporaryFolder(), TemporaryFolder())
    let lesson = "lesson \(1 + seed % CourseLesson.all.count)"
    let whole = shell(folders.0)
    var broken: Transcript? = shell(folders.1)
    whole.run(lesson)
    broken?.run(lesson)
    var typed: [String] = []
    for _ in 0..<40 {
      if Int.random(in: 0..<4, using: &random) == 0 {
        broken = nil
        broken = shell(folders.1)
        broken?.run(lesson)
      }
      let line = Self.lines.randomElement(using: &random) ?? ""
      typed.append(line)
      let (expected, found) = (told(whole, line), broken.map { told($0, line) })
      #expect(found == expected, "\(typed)")
      #expect(broken?.session.prompt == whole.session.prompt, "\(typed)")
      guard found == expected, whole.session.isInLesson else { break }
    }
    let other = try #require(broken)
    for transcript in [whole, other] where transcript.session.isInLesson { transcript.run("quit") }
    #expect(other.run("progress") == whole.run("progress"))
    #expect(try receipt(other, in: folders.1) == receipt(whole, in: folders.0))
  }

  /// Whatever is shown of an answer, the answer is on the disk by then.
  @Test func aVerdictIsKeptBeforeItIsShown() throws {
    let folder = try TemporaryFolder()
    var kept: [String] = []
    let session = Session(
      output: .init(write: { _ in kept.append(Self.kept(in: folder)) }, writeError: { _ in }),
      traits: Traits(isInteractive: true))
    session.stateFolder = folder.path
    session.execute("set pager off; set student anna; lesson 1")
    let answer = "123454321"
    for _ in 0..<40 {
      kept = []
      session.execute(answer)
      if Self.kept(in: folder).contains(answer) { break }
      session.execute("")
    }
    #expect(!kept.isEmpty && kept.allSatisfy { $0.contains(answer) })
    for word in ["hint", "skip"] {
      kept = []
      session.execute(word)
      #expect(!kept.isEmpty && kept.allSatisfy { $0.contains("\n" + word) }, "\(word): \(kept)")
    }
  }

  private static func kept(in folder: TemporaryFolder) -> String {
    let files = FileManager.default.enumerator(atPath: folder.path + "/lessons")
    let names = files?.compactMap { $0 as? String }.filter { $0.hasSuffix(".progress") } ?? []
    return names.map { (try? folder.read("lessons/" + $0)) ?? "" }.joined()
  }
}
