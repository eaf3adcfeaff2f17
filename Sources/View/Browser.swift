import CSockets
import Disk
import Wording

/// The user's browser.
struct Browser: Sendable {
  /// What opens a file with the program that is for it.
  let opener: String
  /// Where the file lies that leads to the page.
  let folder: String

  /// Opens a page. The link holds a secret, which other users would see among a program's arguments:
  /// so it stands in a file that its user alone reads.
  func open(_ link: String) {
    let path = folder + "/view.html"
    let text =
      "<!doctype html><meta charset=\"utf-8\"><title>descent</title>"
      + "<meta http-equiv=\"refresh\" content=\"0; url=\(escapedForMarkup(link))\">\n"
    do throws(DiskError) {
      try Disk.makeFolder(folder)
      try WholeFile.write(Array(text.utf8), to: path, mode: 0o600)
    } catch { return }
    cs_start(opener, path)
  }
}
