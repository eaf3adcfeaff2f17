/// A value with its tag.
public struct Summary: Sendable {
  public enum Content: Sendable {
    case scalar(Double)
    case histogram(Histogram)
    /// Shown as Markdown.
    case text(String)
    /// The settings of a run, for the table of runs.
    case settings([(name: String, value: Setting)], started: Double)
    /// How the run ended.
    case end(Outcome, at: Double)
    /// What the runs of a search vary, and the tags of what they are judged by.
    case experiment(varied: [(name: String, domain: Domain)], measures: [String])
  }

  public enum Setting: Sendable, Hashable {
    case number(Double)
    case text(String)
    case truth(Bool)
  }

  /// What a setting of a search may be.
  public enum Domain: Sendable {
    case interval(Double, Double)
    case values([Setting])
  }

  /// A run's status by its number in the plugin's protocol.
  public enum Outcome: Int, Sendable {
    case success = 1
    case failure = 2
    case running = 3
  }

  /// The tag that the table of runs looks for.
  private static let startTag = "_hparams_/session_start_info"
  private static let experimentTag = "_hparams_/experiment"
  private static let endTag = "_hparams_/session_end_info"

  public let tag: String
  public let content: Content

  public init(_ tag: String, _ content: Content) {
    self.tag = tag
    self.content = content
  }

  public static func settings(
    _ settings: [(name: String, value: Setting)], started: Double
  ) -> Summary {
    Summary(startTag, .settings(settings, started: started))
  }

  public static func experiment(
    varied: [(name: String, domain: Domain)], measures: [String]
  ) -> Summary {
    Summary(experimentTag, .experiment(varied: varied, measures: measures))
  }

  public static func end(_ outcome: Outcome, at time: Double) -> Summary {
    Summary(endTag, .end(outcome, at: time))
  }
}

extension Summary {
  /// What a plugin is told about a tag's data.
  private enum DataClass: Int {
    case scalar = 1
    case tensor = 2
  }

  var message: Message {
    var message = Message()
    message.add(1, text: tag)
    switch content {
    case .scalar(let number):
      message.add(8, Message(scalar: Float(number)))
      message.add(9, Message(plugin: "scalars", class: DataClass.scalar.rawValue))
    case .histogram(let histogram):
      let rows = histogram.buckets.flatMap { [$0.lower, $0.upper, Double($0.count)] }
      message.add(8, Message(tensor: rows, shape: [histogram.buckets.count, 3]))
      message.add(9, Message(plugin: "histograms", class: DataClass.tensor.rawValue))
    case .text(let text):
      message.add(8, Message(tensor: text))
      message.add(9, Message(plugin: "text", class: DataClass.tensor.rawValue))
    case .settings(let settings, let started):
      var info = Message()
      for (name, value) in settings {
        var entry = Message()
        entry.add(1, text: name)
        entry.add(2, value.message)
        info.add(1, entry)
      }
      info.add(5, number: started)
      addSettingsPlugin(to: &message, field: 3, info)
    case .experiment(let varied, let measures):
      var info = Message()
      for (name, domain) in varied { info.add(4, domain.message(name: name)) }
      for tag in measures {
        var (name, measure) = (Message(), Message())
        name.add(2, text: tag)
        measure.add(1, name)
        info.add(5, measure)
      }
      addSettingsPlugin(to: &message, field: 2, info)
    case .end(let outcome, let time):
      var info = Message()
      info.add(1, integer: outcome.rawValue)
      info.add(2, number: time)
      addSettingsPlugin(to: &message, field: 4, info)
    }
    return message
  }

  /// The plugin reads the metadata alone; a tag must have a value all the same.
  private func addSettingsPlugin(to message: inout Message, field: Int, _ info: Message) {
    var data = Message()
    data.add(field, info)
    message.add(8, Message(tensor: [0], shape: []))
    message.add(
      9, Message(plugin: "hparams", content: data.bytes, class: DataClass.tensor.rawValue))
  }
}

extension Summary.Domain {
  private enum Kind: Int {
    case text = 1
    case truth = 2
    case number = 3
  }

  /// A setting of the plugin's experiment.
  fileprivate func message(name: String) -> Message {
    var message = Message()
    message.add(1, text: name)
    switch self {
    case .interval(let low, let high):
      message.add(4, integer: Kind.number.rawValue)
      var interval = Message()
      interval.add(1, number: low)
      interval.add(2, number: high)
      message.add(6, interval)
    case .values(let values):
      let kind: Kind =
        switch values.first {
        case .number: .number
        case .truth: .truth
        default: .text
        }
      message.add(4, integer: kind.rawValue)
      var list = Message()
      for value in values { list.add(1, value.message) }
      message.add(5, list)
    }
    return message
  }
}

extension Summary.Setting {
  /// A `google.protobuf.Value`.
  fileprivate var message: Message {
    var message = Message()
    switch self {
    case .number(let number): message.add(2, number: number)
    case .text(let text): message.add(3, text: text)
    case .truth(let truth): message.add(4, integer: truth ? 1 : 0)
    }
    return message
  }
}

extension Message {
  private static let float = 1
  private static let double = 2
  private static let string = 7

  private init(type: Int, shape: [Int]) {
    self.init()
    add(1, integer: type)
    var sizes = Message()
    for size in shape {
      var dimension = Message()
      dimension.add(1, integer: size)
      sizes.add(2, dimension)
    }
    add(2, sizes)
  }

  /// A single number of single precision.
  fileprivate init(scalar number: Float) {
    self.init(type: Self.float, shape: [])
    add(5, packed: [number])
  }

  /// A tensor of doubles; of no dimensions, a number.
  fileprivate init(tensor numbers: [Double], shape: [Int]) {
    self.init(type: Self.double, shape: shape)
    add(6, packed: numbers)
  }

  /// A single text.
  fileprivate init(tensor text: String) {
    self.init(type: Self.string, shape: [])
    add(8, text: text)
  }

  /// The metadata that hand a tag to a plugin.
  fileprivate init(plugin name: String, content: [UInt8] = [], class dataClass: Int) {
    self.init()
    var plugin = Message()
    plugin.add(1, text: name)
    if !content.isEmpty { plugin.add(2, bytes: content) }
    add(1, plugin)
    add(4, integer: dataClass)
  }
}
