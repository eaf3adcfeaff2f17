extension Misconception {
  /// The lecture's v is a movement, with η inside; PyTorch's is a sum of gradients.
  private static let movement: [Misconception] = [
    lecture("lambda*v_prev + eta*g", "you added the gradient; it is subtracted."),
    lecture("-eta*g", "you left out λ times the last movement."),
    lecture("lambda*v_prev", "you left out the gradient's share, −η g."),
    lecture("v_prev - eta*g", "you kept all of the last movement; λ is missing."),
    lecture("lambda*v_prev - g", "you left out the learning rate."),
    lecture("lambda*(v_prev - eta*g)", "you multiplied the gradient's share by λ as well."),
    lecture(
      "lambda*v_prev - (1 - lambda)*eta*g",
      "you took a weighted mean; the gradient's share is not multiplied by 1 − λ."),
    lecture(
      "lambda*v_prev + g", "that is PyTorch's v, without η; the lecture's v is a movement."),
    pytorch("lambda*v_prev - g", "you subtracted the gradient; PyTorch's v adds it."),
    pytorch("g", "you left out λ times the last v."),
    pytorch("lambda*v_prev", "you left out the gradient."),
    pytorch("v_prev + g", "you kept all of the last v; λ is missing."),
    pytorch("lambda*(v_prev + g)", "you multiplied the gradient by λ as well."),
    pytorch(
      "lambda*v_prev + (1 - lambda)*g",
      "you took a weighted mean; the gradient is not multiplied by 1 − λ."),
    pytorch(
      "lambda*v_prev - eta*g", "that is the lecture's v, with η inside; PyTorch's has it outside."),
  ]

  private static func lecture(_ formula: String, _ says: String) -> Misconception {
    Misconception("v", formula, says, in: .lecture)
  }
  private static func pytorch(_ formula: String, _ says: String) -> Misconception {
    Misconception("v", formula, says, in: .pytorch)
  }

  private static let steps: [Misconception] = [
    Misconception(
      "delta", "-eta*g", "that is plain gradient descent; the movement is missing."),
    Misconception(
      "delta", "eta*v", "you multiplied by η twice; v has it inside.", in: .lecture),
    Misconception(
      "delta", "v_prev", "that is the last movement; use the new one.", needsLast: true,
      in: .lecture),
    Misconception(
      "delta", "-eta*v_prev", "that is the last v; use the new one.", needsLast: true,
      in: .pytorch),
    Misconception("delta", "-v", "you left out the learning rate.", in: .pytorch),
  ]

  static let momentum: [Misconception] =
    common + movement + steps.carriedToTheta() + [
      Misconception(
        point, "theta_prev + lambda*v_prev",
        "that is the gradient at the look-ahead point θ + λ v, which is Nesterov's; momentum takes "
          + "it at θ.", needsLast: true, in: .lecture)
    ]

  static let nesterov: [Misconception] =
    common + movement
    + (steps + [
      Misconception(
        "delta", "-eta*v", "that is plain momentum's step; Nesterov's is −η (g + λ v).",
        in: .pytorch)
    ]).carriedToTheta()
}
