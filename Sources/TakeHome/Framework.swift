/// The libraries that a session is exported for.
public enum Framework: String, CaseIterable, Sendable {
  case numpy, pytorch, keras

  /// As the script names it.
  var title: String {
    switch self {
    case .numpy: "NumPy"
    case .pytorch: "PyTorch"
    case .keras: "Keras 3"
    }
  }

  /// What its elementwise functions are called after. Keras runs on torch here: its own functions of two
  /// arguments round to single precision there, and torch's do not.
  var prefix: String {
    switch self {
    case .numpy: "np"
    case .pytorch, .keras: "torch"
    }
  }
}
