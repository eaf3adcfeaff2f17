import Console
import Session
import Wording

extension Verbs {
  private static let action = Argument<String?>(
    "action", as: .positional, .choice(["share", "trust", "close"]), "what to do besides opening")
  private static let addresses = Argument<[String]>(
    "addresses", .word, "for share: IPv4 addresses of this computer's; for trust: no")

  static let view = Command(
    "view", .see, "opens a page in the browser that follows the session",
    discussion: """
      What is clicked there is a command that appears here, with 'page:' and the gesture behind it. \
      Commands of the page may set up experiments, train and look; they read and write no files. \
      'view trust' lets them do what you can do, until 'view trust no'. 'view share ADDRESS' serves \
      the page to others, for reading alone, at an address of this computer's that you name; people \
      who have the link see what you do. 'view close' ends it.
      """,
    parameters: [action, addresses],
    examples: ["view", "view share 192.168.1.20", "view trust", "view trust no", "view close"],
    effect: .talks
  ) { workspace, arguments throws(ShellError) in
    guard let viewer = workspace.host.viewer else {
      throw ShellError("a page needs the shell at a terminal: 'descent view' opens both")
    }
    let words = arguments[addresses]
    switch arguments[action] {
    case "share":
      guard !words.isEmpty else {
        throw arguments.error(
          "'view share' needs the address of this computer that the audience can reach, as "
            + "'view share 192.168.1.20'", about: action)
      }
      let links = try viewer.share(at: words)
      return links.map { link in
        var report = Report(json: ["address": .string(link), "reads_only": true])
        report.line(StyledText("for reading alone: ", .faint) + StyledText(link))
        return report
      }
    case "trust":
      guard words.isEmpty || words == ["no"] || words == ["yes"] else {
        throw arguments.error("'view trust' takes yes or no", about: addresses)
      }
      viewer.isTrusted = words != ["no"]
      var report = Report(json: ["trust": .boolean(viewer.isTrusted)])
      report.line(
        viewer.isTrusted
          ? "commands of the page may do what yours may"
          : "commands of the page are held back again")
      return [report]
    case "close":
      guard words.isEmpty else {
        throw arguments.error("'view close' takes nothing else", about: addresses)
      }
      viewer.close()
      var report = Report(json: ["closed": true])
      report.line("the page is closed")
      return [report]
    default:
      let link = try viewer.open()
      var report = Report(json: ["address": .string(link)])
      report.line(StyledText("the page is at ", .faint) + StyledText(link))
      return [report]
    }
  }
}
