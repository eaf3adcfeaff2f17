import Engine

/// A network's passes as Python, layer by layer in the lecture's names.
struct NetworkText {
  let network: Network
  let framework: Framework

  private var layers: [NetworkArchitecture.Layer] { network.architecture.layers }
  private var names: String { network.layout.entries.map(\.name).joined(separator: ", ") }
  private var f: String { framework == .keras ? "ops" : framework.prefix }
  private var functional: String { framework == .keras ? "torch.nn.functional" : "F" }

  // MARK: Forward

  /// `def forward(theta, x, masks)`: z, a and what the next layer sees, as a dictionary.
  var forward: String {
    var text = """
      def forward(theta, x, masks=None):
          \"""z and a of each layer, examples in rows; without masks as testing has it.\"""
          \(framework == .keras ? "put(theta)" : "\(names) = theta")
          h0 = \(dropped("x", by: 0))

      """
    var kept = ["h0"]
    for (k, layer) in layers.enumerated() {
      let l = k + 1
      text += "    z\(l) = \(product(l))\n    a\(l) = \(activation(layer.activation, l))\n"
      text += "    h\(l) = \(dropped("a\(l)", by: l))\n"
      kept += ["z\(l)", "a\(l)", "h\(l)"]
    }
    text += "    return dict(" + kept.map { "\($0)=\($0)" }.joined(separator: ", ") + ")\n"
    return text
  }

  private func product(_ l: Int) -> String {
    switch framework {
    case .numpy: "h\(l - 1) @ W\(l).T + b\(l)"
    // W is [out, in], as in nn.Linear.
    case .pytorch: "F.linear(h\(l - 1), W\(l), b\(l))"
    case .keras: "dense[\(l - 1)](h\(l - 1))"
    }
  }

  /// What layer `l` passes on: times its mask in training, times keep in vanilla dropout's testing.
  private func dropped(_ name: String, by l: Int) -> String {
    guard let dropout = network.dropoutLayers[layer: l] else { return name }
    let place = network.dropoutLayers.firstIndex { $0.name == dropout.name } ?? 0
    let testing = dropout.isInverted ? name : "\(PythonText.number(dropout.keep))*\(name)"
    return "\(testing) if masks is None else \(name)*masks[\(place)]"
  }

  private func activation(_ activation: Activation, _ l: Int) -> String {
    let z = "z\(l)"
    let setting = PythonText.number(activation.setting)
    if activation.pieces > 1 {
      // The first of equals wins: amax would share the gradient among them.
      switch framework {
      case .numpy: return "\(z).reshape(len(x), -1, \(activation.pieces)).max(2)"
      case .pytorch, .keras:
        return "\(z).unflatten(1, (-1, \(activation.pieces))).max(-1).values"
      }
    }
    switch (activation.name, framework) {
    case ("linear", _): return z
    case ("tanh", _): return "\(f).tanh(\(z))"
    case ("sigmoid", .numpy): return "sigmoid(\(z))"
    case ("sigmoid", _): return "\(f).sigmoid(\(z))"
    case ("relu", .numpy): return "np.maximum(0, \(z))"
    case ("relu", _): return "\(f).relu(\(z))"
    case ("leaky_relu", .numpy): return "np.where(\(z) < 0, \(setting)*\(z), \(z))"
    case ("leaky_relu", .pytorch): return "F.leaky_relu(\(z), \(setting))"
    case ("leaky_relu", .keras): return "ops.leaky_relu(\(z), negative_slope=\(setting))"
    case ("elu", .numpy):
      return "np.where(\(z) < 0, \(setting)*np.expm1(np.minimum(\(z), 0)), \(z))"
    // At 0 the slope is 1, where both libraries have alpha.
    case ("elu", _) where activation.setting != 1:
      return "torch.where(\(z) < 0, \(setting)*torch.expm1(\(z).clamp(max=0)), \(z))"
    case ("elu", .pytorch): return "F.elu(\(z))"
    case ("elu", .keras): return "ops.elu(\(z))"
    case ("gelu", .numpy): return "\(z)/2*(1 + erf(\(z)/math.sqrt(2)))"
    case ("gelu", .pytorch): return "F.gelu(\(z))"
    case ("gelu", .keras): return "ops.gelu(\(z), approximate=False)"
    // Libraries cut softplus off at 20 unless told otherwise.
    case ("softplus", .numpy): return "np.logaddexp(0, \(z))"
    case ("softplus", _): return "\(functional).softplus(\(z), threshold=1e9)"
    case ("softmax", .numpy): return "softmax(\(z))"
    case ("softmax", .pytorch): return "torch.softmax(\(z), 1)"
    case ("softmax", .keras): return "ops.softmax(\(z), axis=1)"
    default: return z
    }
  }

  /// What the passes need besides, in NumPy.
  var helpers: String {
    let names = Set(layers.map(\.activation.name))
    var text = ""
    if framework == .numpy, !names.isDisjoint(with: ["sigmoid", "softplus"]) {
      text += """
        def sigmoid(z):
            e = np.exp(-np.abs(z))
            return np.where(z < 0, e, 1)/(1 + e)


        """
    }
    if framework == .numpy, names.contains("softmax") {
      text += """
        def softmax(z):
            e = np.exp(z - z.max(1, keepdims=True))
            return e/e.sum(1, keepdims=True)


        """
    }
    if framework == .numpy, names.contains("gelu") {
      text += "erf = np.vectorize(math.erf)\n\n\n"
    }
    return text
  }

  // MARK: Loss

  /// `def loss(theta, x, y, masks)`: the mean over the examples, without penalty.
  var loss: String {
    let l = layers.count
    let value: String
    switch (network.architecture.loss, framework) {
    case (.mse, _): value = "((f[\"a\(l)\"] - y)**2).mean()"
    case (.bce, .numpy): value = "(np.logaddexp(0, f[\"z\(l)\"]) - f[\"z\(l)\"]*y).mean()"
    case (.bce, _):
      value = "\(functional).binary_cross_entropy_with_logits(f[\"z\(l)\"], y)"
    case (.crossEntropy, .numpy):
      value =
        "-(y*(f[\"z\(l)\"] - np.logaddexp.reduce(f[\"z\(l)\"], 1, keepdims=True))).sum(1).mean()"
    case (.crossEntropy, _):
      value = "-(y*torch.log_softmax(f[\"z\(l)\"], 1)).sum(1).mean()"
    }
    return """
      def loss(theta, x, y, masks=None):
          \"""The \(network.architecture.loss.name) over the examples, from the logits.\"""
          f = forward(theta, x, masks)
          return \(value)

      """
  }

  // MARK: Backward

  /// `def gradient(theta, x, y, masks)`: a gradient for each array.
  var gradient: String {
    switch framework {
    case .numpy: byHand
    case .pytorch:
      """
      def gradient(theta, x, y, masks):
          \"""The gradient of the loss, by autograd.\"""
          leaves = [p.detach().requires_grad_() for p in theta]
          return list(torch.autograd.grad(loss(leaves, x, y, masks), leaves))

      """
    case .keras:
      """
      class Dense(keras.layers.Dense):
          def call(self, h):
              # ops.matmul would round to single precision on this backend.
              return h @ self.kernel.value + self.bias.value


      dense = [Dense(rows) for rows in [\(rows)]]
      for layer, inputs in zip(dense, [\(fanIns)]):
          layer.build((None, inputs))


      def gradient(theta, x, y, masks):
          \"""The gradient of the loss, by the backend's automatic differentiation.\"""
          variables = [v.value for layer in dense for v in (layer.kernel, layer.bias)]
          g = torch.autograd.grad(loss(theta, x, y, masks), variables)
          # A kernel is the transpose of W.
          return [d.T if d.ndim == 2 else d for d in g]


      def put(theta):
          for layer, W, b in zip(dense, theta[::2], theta[1::2]):
              layer.kernel.assign(ops.transpose(W))
              layer.bias.assign(b)

      """
    }
  }

  private var rows: String { layers.map { "\($0.rows)" }.joined(separator: ", ") }
  private var fanIns: String {
    ([network.architecture.inputs] + layers.dropLast().map(\.units)).map { "\($0)" }
      .joined(separator: ", ")
  }

  private var byHand: String {
    let last = layers.count
    var text = """
      def gradient(theta, x, y, masks):
          \"""The backward pass: δ layer by layer, ∂L/∂W = δᵀ h, ∂L/∂b = Σ δ.\"""
          \(names) = theta
          f = forward(theta, x, masks)
          n = len(x)
      \(outputDelta)
      """
    for l in stride(from: last, through: 1, by: -1) {
      text += "    gW\(l), gb\(l) = d\(l).T @ f[\"h\(l - 1)\"], d\(l).sum(0)\n"
      guard l > 1 else { break }
      text += "    dh = d\(l) @ W\(l)\n"
      if let dropout = network.dropoutLayers[layer: l - 1] {
        let place = network.dropoutLayers.firstIndex { $0.name == dropout.name } ?? 0
        text += "    dh = dh*masks[\(place)]\n"
      }
      text += delta(l - 1)
    }
    let all = (1...last).map { "gW\($0), gb\($0)" }.joined(separator: ", ")
    return text + "    return [\(all)]\n"
  }

  private var outputDelta: String {
    let l = layers.count
    let outputs = network.architecture.outputs
    let error = "(f[\"a\(l)\"] - y)"
    switch network.architecture.loss {
    case .crossEntropy: return "    d\(l) = \(error)/n\n"
    case .bce: return "    d\(l) = \(error)/(n*\(outputs))\n"
    case .mse:
      let start = "    dh = 2*\(error)/(n*\(outputs))\n"
      guard layers[l - 1].activation == .softmax else { return start + delta(l) }
      return start
        + "    d\(l) = f[\"a\(l)\"]*(dh - (dh*f[\"a\(l)\"]).sum(1, keepdims=True))\n"
    }
  }

  /// δ of layer `l` from ∂L/∂h, which is called dh.
  private func delta(_ l: Int) -> String {
    let activation = layers[l - 1].activation
    let (z, a) = ("f[\"z\(l)\"]", "f[\"a\(l)\"]")
    let setting = PythonText.number(activation.setting)
    guard activation.pieces == 1 else {
      return """
            pieces = \(z).reshape(n, -1, \(activation.pieces))
            d\(l) = np.zeros_like(pieces)
            np.put_along_axis(d\(l), pieces.argmax(2)[..., None], dh[..., None], 2)
            d\(l) = d\(l).reshape(n, -1)

        """
    }
    let slope: String
    switch activation.name {
    case "tanh": slope = "(1 - \(a)*\(a))"
    case "sigmoid": slope = "\(a)*(1 - \(a))"
    case "relu": slope = "(\(z) > 0)"
    case "leaky_relu": slope = "np.where(\(z) > 0, 1, \(setting))"
    case "elu": slope = "np.where(\(z) < 0, \(setting)*np.exp(np.minimum(\(z), 0)), 1)"
    case "gelu":
      slope =
        "((1 + erf(\(z)/math.sqrt(2)))/2 + \(z)*np.exp(-\(z)*\(z)/2)/math.sqrt(2*math.pi))"
    case "softplus": slope = "sigmoid(\(z))"
    default: return "    d\(l) = dh\n"
    }
    return "    d\(l) = dh*\(slope)\n"
  }

  // MARK: Draws

  /// `def draw_masks(n)`: what each dropout layer multiplies a batch by.
  var masks: String? {
    guard !network.dropoutLayers.isEmpty else { return nil }
    let sizes = network.dropoutLayers.map { layer in
      "(\(layer.units), \(PythonText.number(layer.keep)), \(layer.isInverted ? PythonText.number(layer.keep) : "1"), \(layer.isPerBatch ? "True" : "False"))"
    }
    return """
      # Units, keep, what a mask is divided by, and whether one mask serves the whole batch.
      dropout = [\(sizes.joined(separator: ", "))]


      def draw_masks(n):
          \"""A unit is kept where the draw is below keep; units × examples, row by row.\"""
          masks = []
          for units, keep, scale, per_batch in dropout:
              draw = mask_stream.random_sample((units, 1 if per_batch else n))
              masks.append(array((draw < keep).T/scale))
          return masks

      """
  }
}
