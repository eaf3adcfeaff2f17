import Session

extension Glossary {
  /// The lecture's terms.
  static let lecture = Glossary(terms) { CourseLesson.label(ofLesson: $0) }

  /// In the order of the lecture.
  static let terms: [Term] = [
    Term(
      "overfitting", "overfit",
      meaning: "good on the training data, bad on new data. Look at the training data first: a "
        + "network that is bad on both does not overfit.", lesson: "recipe"),
    Term(
      "underfitting", "underfit",
      meaning:
        "bad on the training data already. Another activation, rule, rate or a larger network "
        + "may help; dropout and penalties do not.", lesson: "recipe"),
    Term(
      "training set", "training data", "train",
      meaning: "the examples that updates learn from. Check first whether the network is good on "
        + "these.", lesson: "recipe"),
    Term(
      "validation set", "validation data", "validation",
      meaning: "examples that no update sees. They choose between networks and settings: "
        + "'data ... split=0.7,0.3' sets them aside.", lesson: "recipe"),
    Term(
      "test set", "test data",
      meaning: "examples kept for one last measurement. If you choose by them, you have no honest "
        + "number left.", lesson: "seven-steps"),
    Term(
      "generalization", "generalisation",
      meaning: "how well a network does on examples that it has not seen.", lesson: "recipe"),
    Term(
      "R²", "r2", "r squared", "coefficient of determination",
      meaning:
        "1 minus the mean square error over that of always answering the mean: 1 is perfect, "
        + "0 no better than the mean.", lesson: "recipe"),
    Term(
      "epoch",
      meaning: "one pass over the training set. With batches of 32, 320 examples make 10 "
        + "updates an epoch. 'run 20 epochs' makes twenty.", lesson: "decay-on-a-network"),
    Term(
      "update", "iteration", "step of training",
      meaning: "one change of the parameters, from one batch. t counts updates.", lesson: "start"),
    Term(
      "minibatch", "mini-batch",
      meaning:
        "the examples of one update. A small batch gives a noisy gradient; 'batch 32' sets the "
        + "size, 'batch all' takes every example.", lesson: "read-the-curve"),
    Term(
      "stochastic gradient descent", "sgd",
      meaning: "gradient descent with the gradient of a minibatch. 'optimizer gd' with 'batch 32'.",
      lesson: "read-the-curve"),
    Term(
      "gradient",
      meaning: "the slopes of the loss in every parameter, ∇L. It points uphill, so an "
        + "update subtracts it.", lesson: "gradient-descent"),
    Term(
      "gradient descent", "vanilla gradient descent",
      meaning: "each update moves θ by −η ∇L. 'optimizer gd lr=0.1'.", lesson: "gradient-descent"),
    Term(
      "learning rate", "rate", "eta", "step size", "stepsize",
      meaning: "η, what the gradient is multiplied by. 'optimizer lr=0.05' sets it.",
      lesson: "gradient-descent"),
    Term(
      "zig-zag",
      meaning: "a step longer than the distance to the valley's floor changes the sign of "
        + "a coordinate at every update.", lesson: "gradient-descent"),
    Term(
      "condition number",
      meaning: "the largest curvature over the smallest. The larger it is, the "
        + "longer gradient descent takes.", lesson: "gradient-descent"),
    Term(
      "curvature", "second derivative",
      meaning:
        "how fast the slope changes. 'hessian' shows it along each direction; gradient descent "
        + "needs η below 2 over the largest.", lesson: "gradient-descent"),
    Term(
      "convergence", "converge",
      meaning: "the loss comes to rest. 'run 500 until norm(grad) < 0.001' stops there.",
      lesson: "gradient-descent"),
    Term(
      "activation function", "activation",
      meaning: "what a unit makes of its sum z: sigmoid, tanh, ReLU, leaky ReLU, ELU, maxout. "
        + "'network 2-16:relu-1' names one.", lesson: "activations"),
    Term(
      "vanishing gradient", "vanishing gradients", "vanishing gradient problem",
      meaning: "in a deep sigmoid network each layer multiplies the gradient by slopes of at most "
        + "0.25: the first layers hardly learn. 'gradients' shows it.", lesson: "activations"),
    Term(
      "dead unit", "dead ReLU", "dying relu",
      meaning:
        "a ReLU whose input is negative for every example: its gradient is 0, so it stays so.",
      lesson: "activations"),
    Term(
      "saturation", "saturated",
      meaning:
        "a sigmoid or tanh far from 0 is flat: its slope is nearly 0, and little gradient comes "
        + "through.", lesson: "activations"),
    Term(
      "backpropagation", "backprop",
      meaning: "the gradient worked out layer by layer from the output back: δ, then ∂L/∂W = δ aᵀ.",
      lesson: "activations"),
    Term(
      "initialization", "weight initialization",
      meaning: "how the first weights are drawn: 'he' for ReLU, 'xavier' for sigmoid and tanh. "
        + "'network ... init=he'.", lesson: "activations"),
    Term(
      "depth", "deep network",
      meaning: "the number of hidden layers. Deeper networks are harder to train.", lesson: "depth"),
    Term(
      "thin linear network", "thin network",
      meaning: "for one input, the winning pieces of a maxout network: a linear network that this "
        + "input trains.", lesson: "maxout"),
    Term(
      "RMSProp's decay", "decay rate",
      meaning: "α, the share of the old σ² that is kept at each update.", lesson: "rmsprop"),
    Term(
      "exponential moving average", "moving average", "ema",
      meaning: "α times the old mean plus 1−α times the new value: old values fade by α an update.",
      lesson: "rmsprop"),
    Term(
      "plateau", meaning: "a nearly flat stretch: the gradient is tiny, and it is no minimum.",
      lesson: "stuck"),
    Term(
      "saddle point", "saddle",
      meaning: "a flat place that goes up one way and down another. 'hessian' shows a negative "
        + "curvature.", lesson: "stuck"),
    Term(
      "local minimum", "local minima", "global minimum",
      meaning: "a flat place with uphill all round. Elsewhere there may be a lower one, the global "
        + "minimum.", lesson: "stuck"),
    Term(
      "heavy ball", "ball",
      meaning: "momentum's picture: a ball with inertia that rolls through small bumps.",
      lesson: "momentum"),
    Term(
      "bias correction",
      meaning: "Adam's m̂ = m/(1−β₁ᵗ): it takes out the zero that the average "
        + "started from.", lesson: "adam"),
    Term(
      "learning rate decay", "learning rate schedule", "annealing",
      meaning: "the rate falls while training goes on: step, cosine, linear, inverse sqrt. Try a "
        + "constant rate first.", lesson: "learning-rate-decay"),
    Term(
      "early stopping",
      meaning:
        "training ends when the validation loss has not improved for some epochs, and the best "
        + "weights come back. 'stop patience=10'.", lesson: "early-stopping"),
    Term(
      "patience",
      meaning: "how many epochs without an improvement early stopping waits. "
        + "'stop patience=10'.", lesson: "early-stopping"),
    Term(
      "regularization", "regularisation",
      meaning:
        "what keeps a network from fitting noise: weight decay, dropout, early stopping, more "
        + "data.", lesson: "weight-decay"),
    Term(
      "weight decay", "l2", "l2 regularization", "ridge",
      meaning: "a price (λ/2)‖θ‖² on large weights: each update multiplies them by 1−ηλ. "
        + "'penalty l2=0.01'.", lesson: "weight-decay"),
    Term(
      "lasso", "l1", "l1 regularization", "sparsity",
      meaning: "a price λ‖θ‖₁: each update takes ηλ off every weight, and small ones reach 0. "
        + "'penalty l1=0.01'.", lesson: "weight-decay"),
    Term(
      "pruning", "prune",
      meaning: "small weights are set to 0, as a brain drops links that it does not use. "
        + "'prune below=0.01'.", lesson: "weight-decay"),
    Term(
      "decoupled weight decay",
      meaning:
        "AdamW takes ηλw off each weight beside Adam's step; L2 under Adam goes through m and "
        + "v and is something else.", lesson: "which-decay"),
    Term(
      "dropout", "drop", "drop rate", "dropout rate",
      meaning: "before each update every unit is dropped with probability drop. 'dropout drop=0.5' "
        + "turns it on, 'dropout none' off.", lesson: "dropout"),
    Term(
      "inverted dropout",
      meaning: "training multiplies the kept units by 1/keep, so that testing needs no scaling.",
      lesson: "dropout"),
    Term(
      "weight scaling",
      meaning: "in testing no unit is dropped and the outputs are multiplied by "
        + "keep, which stands for the mean of all masks.", lesson: "ensemble"),
    Term(
      "ensemble",
      meaning: "several networks answer, and the mean of their answers counts. Dropout "
        + "trains 2ᴹ of them that share weights.", lesson: "ensemble"),
    Term(
      "hyperparameter",
      meaning: "what you choose and training does not: the rate, the penalty, the "
        + "number of units. 'search' tries many.", lesson: "hyperparameters"),
    Term(
      "grid search",
      meaning: "every combination of a few values of each hyperparameter: values to "
        + "the power of their number. 'search grid'.", lesson: "hyperparameters"),
    Term(
      "random search",
      meaning: "values drawn at random, log-uniformly as a rule. Each trial tests a "
        + "new value of every hyperparameter. 'search random'.", lesson: "hyperparameters"),
    Term(
      "Bayesian optimization", "bayes",
      meaning: "a model of the results so far chooses the next trial. 'search bayes'.",
      lesson: "hyperparameters"),
    Term(
      "learning curve", "loss curve",
      meaning: "the loss over epochs, of training and validation. 'plot loss' draws it, 'diagnose' "
        + "reads it.", lesson: "read-the-curve"),
    Term(
      "range test",
      meaning: "a run while the rate grows: the loss falls, then explodes. It shows "
        + "which rates are too large.", lesson: "read-the-curve"),
    Term(
      "standardization", "standardize", "normalization",
      meaning: "each column minus its mean, over its standard deviation, both of the training set. "
        + "'data ... standardize=yes'.", lesson: "seven-steps"),
    Term(
      "softmax",
      meaning: "scores made into probabilities that add up to 1: e^z over the sum of all "
        + "e^z.", lesson: "seven-steps"),
    Term(
      "cross-entropy", "cross entropy", "log loss",
      meaning: "minus the logarithm of the probability of the right class. Guessing evenly among C "
        + "classes costs log C.", lesson: "seven-steps"),
    Term(
      "logit", "logits", meaning: "a score before sigmoid or softmax.", lesson: "seven-steps"),
    Term(
      "TensorBoard", "tensor board",
      meaning: "a page in the browser with a run's curves. 'log tensorboard FOLDER' writes for it.",
      lesson: "seven-steps"),
  ]
}
