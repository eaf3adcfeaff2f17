/// The numbers that a client asks for variables by; they hold while the program stands still.
struct Handles {
  /// Groups of variables at most; a client that has asked for more asks again at the next stop.
  private static let most = 100_000

  /// What they are read from.
  var inspector: Inspector?
  private var nodes: [Node] = []
  private var numbers: [Node: Int] = [:]

  /// The number of a group; 0 where there are too many.
  mutating func number(of node: Node) -> Int {
    if let number = numbers[node] { return number }
    guard nodes.count < Self.most else { return 0 }
    nodes.append(node)
    numbers[node] = nodes.count
    return nodes.count
  }

  subscript(number: Int) -> Node? {
    nodes.indices.contains(number - 1) ? nodes[number - 1] : nil
  }

  mutating func forget() {
    inspector = nil
    nodes = []
    numbers = [:]
  }
}
