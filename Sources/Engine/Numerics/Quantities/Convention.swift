/// Which of two customs a formula follows where they differ.
public enum Convention: String, Sendable, CaseIterable {
  /// The slides' forms, the default.
  case lecture
  /// The forms of torch.optim, so that numbers agree with PyTorch to rounding.
  case pytorch
}
