import Session

extension Room {
  /// Pictures, races and their files.
  package static let pictures = Room(
    [Verbs.plot, Verbs.race, Verbs.sweep, Verbs.animate, Verbs.export],
    pictures: [
      .surface, .step, .loss, .sharpness, .schedule, .activation, .weights, .gradients, .layers,
      .norms,
      .distribution,
      .network, .subnets, .units, .maxout, .boundary, .fit, .predicted, .confusion, .race,
    ])
}
