extension Misconception {
  static let gradientDescent: [Misconception] =
    common
    + [
      Misconception("delta", "-eta*sign(g)", "you used only the sign of the gradient."),
      Misconception("delta", "-g/eta", "you divided by the learning rate; multiply by it."),
      Misconception(
        "theta", "theta_prev*(1 - eta*g)", "you multiplied θ by the step; subtract it."),
    ].carriedToTheta()
}
