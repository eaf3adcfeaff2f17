import Diagnostics
import Engine
import Session
import Wording

/// The words for a network that is no better than guessing.
extension AdviceWriter {
  var stuck: (because: String, remedy: String) {
    var because = e.last > 1.1 * curves.guess ? "Stuck: " : "Stuck at guessing: "
    var remedy = "No signal gets through: 'gradients' shows where it ends."
    switch diagnosis.blockage {
    case .zeroWeights(let layer):
      because += "the gradient of W1 is exactly 0, since the weights of layer \(layer) are all 0."
      remedy =
        "Weights that begin at 0 get nowhere: init=he for relu, init=xavier for tanh and sigmoid."
    case .deadLayer(let layer):
      let isReLU = network.architecture.layers[layer - 1].activation == .relu
      because +=
        "the gradient of W1 is exactly 0, since every unit of layer \(layer) is "
        + (isReLU ? "dead: it gives 0 for every example." : "saturated on every example.")
      if diagnosis.isBlockedByTraining {
        because +=
          " At the start they were not: the updates drove them there, as a rate that is too high does."
        if diagnosis.unscaled != nil { because += " " + unscaledInputs }
        remedy = "Begin again with a smaller rate: 'optimizer lr=\(number(lr / 10))', then 'reset'."
        if diagnosis.unscaled != nil { remedy += " Before that, 'data NAME standardize=yes'." }
        if isReLU { remedy += " leaky_relu units do not die." }
      } else {
        remedy =
          isReLU
          ? "Dead units do not come back: 'reset', and other weights at the start (init=he, another "
            + "seed, biases of 0), leaky_relu, or standardized inputs."
          : "Begin again with smaller weights (init=xavier), standardized inputs, or relu."
      }
    case .noGradient:
      because += "the gradient of W1 is exactly 0."
    case .vanishing(let ratio):
      because +=
        "the gradient vanishes on its way down. Per weight, W1's is "
        + "\(percent(ratio)) of the last layer's."
      remedy =
        "'gradients' shows it layer by layer: try relu units, fewer layers, or init=xavier for tanh and "
        + "sigmoid, init=he for relu."
    case .equalUnits(let layer):
      because +=
        "all units of layer \(layer) have the same weights. They began equal and stay equal, so the "
        + "layer is worth one unit."
      remedy =
        "Let the weights begin at random: init=he for relu, init=xavier for tanh and sigmoid."
    case nil:
      because += "the loss stays at \(number(e.last))."
      if let kernel = diagnosis.kernel {
        because +=
          kernel.score > kernel.networkScore + Diagnosis.margin
          ? " There is something to learn: a kernel regression comes to "
            + "\(network.scoreName) \(number(kernel.score))."
          : " A kernel regression does no better: x may say nothing about y."
      }
      remedy =
        "Either the weights at the start are to blame or the network is too small. To tell, try another "
        + "seed and init=he or xavier ('gradients' shows where a signal ends), then more units."
    }
    because += " The best answer that is the same for every x costs \(number(curves.guess))"
    if let largest = network.training.classShares.max() {
      because += " and is right for \(percent(largest)) of the examples"
    }
    return (because + ".", remedy)
  }
}
