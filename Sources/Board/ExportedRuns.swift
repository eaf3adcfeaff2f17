import Disk
import Session

/// The folders that this session's `export tensorboard` has made: they are written again, and those of
/// others are left alone.
final class ExportedRuns {
  /// The run's folder by the folder it lies in and the branch.
  private var made: [String: String] = [:]

  private static let file = "events.out.tfevents.0000000000.descent"

  /// Writes a branch's events.
  ///
  /// - Parameters:
  ///   - branches: the names of all branches, which no other's run takes.
  ///   - isForced: whether the run has the branch's name even where another's has, whose
  ///     event files go.
  /// - Returns: the name of the run: the branch's, or `main-2` and so on where that is taken.
  func write(
    _ bytes: [UInt8], of branch: String, besides branches: [String], in folder: String,
    isForced: Bool
  ) throws(DiskError) -> String {
    var new = try Disk.makeFolder(folder, mode: 0o777)
    let key = (Path.resolved(folder) ?? folder) + "/" + branch
    let run: String
    if isForced {
      run = branch
      new += try Disk.makeFolder("\(folder)/\(run)", mode: 0o777)
    } else if let known = made[key], Path.exists("\(folder)/\(known)/\(Self.file)") {
      run = known
    } else {
      run = try BoardLog.newRun(named: branch, in: folder, besides: branches)
      new.append("\(folder)/\(run)")
    }
    let place = "\(folder)/\(run)"
    do { try WholeFile.write(bytes, to: "\(place)/\(Self.file)") } catch {
      Disk.removeEmptyFolders(new)
      throw error
    }
    if isForced {
      for name in Disk.entries(of: place)
      where name.hasPrefix("events.out.tfevents.") && name.hasSuffix(".descent")
        && name != Self.file
      {
        Disk.remove("\(place)/\(name)")
      }
    }
    made[key] = run
    return run
  }
}
