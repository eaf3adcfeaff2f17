import Console
import Engine

extension FieldWords {
  /// The words of the lecture's field.
  package static let lecture = FieldWords(
    names: names, settings: settings, verbs: verbs,
    numbers: [
      "dropout": "dropout drop=VALUE", "penalty": "penalty l2=VALUE", "stop": "stop patience=VALUE",
      "optimizer": "optimizer lr=VALUE",
    ],
    examples: [
      "l1=": "0.01", "l2=": "0.01", "lr=": "0.05", "decay=": "0.01", "drop=": "0.5",
      "lambda=": "0.9", "patience=": "10", "run ": "20", "batch ": "32", "loss=": "mse",
      "init=": "he", "seed ": "1", "data ": "moons", "optimizer ": "adam", "2-16:": "relu",
    ],
    units: ["update", "updates", "step", "steps", "iteration", "iterations", "times"],
    declared: { noun in
      noun == "schedule" ? LearningRateSchedule.shapes.map { ($0.name, $0.fieldWords) } : []
    })

  private static let names: [String: Table] = [
    "optimizer": [
      "gd": "sgd gradientdescent steepestdescent stochasticgradientdescent batchgradientdescent",
      "momentum": "sgdm heavyball sgdmomentum momentumsgd classicalmomentum",
      "nesterov": "nag nesterovmomentum nesterovacceleratedgradient",
      "rmsprop": "rms",
    ],
    "loss": [
      "mse": "meansquarederror mseloss squarederror leastsquares l2loss quadratic",
      "bce": "binarycrossentropy bceloss bcewithlogits bcewithlogitsloss logloss logisticloss",
      "cross_entropy":
        "ce nll nllloss crossentropyloss categoricalcrossentropy sparsecategoricalcrossentropy",
    ],
    "initializer": [
      "he": "kaiming kaimingnormal henormal heinit", "zero": "zeros",
      "xavier": "xavieruniform glorotuniform", "normal(0.1)": "normal gaussian randomnormal",
    ],
    "picture": ["loss": "losses curve learningcurve", "weights": "heatmap parameters"],
    "setting": [
      "lr": "eta rate learningrate stepsize", "batch": "batchsize", "dropout.drop": "dropout drop",
      "penalty.l2": "weightdecay", "eps": "epsilon", "alpha": "rho",
    ],
  ]

  private static let settings: [String: Table] = [
    // The slide on RMSProp calls α the decay.
    "optimizer rmsprop": ["alpha": "decay decayrate beta beta2 forgetting"],
    "optimizer": [
      "lr": "eta η rate learningrate stepsize alpha α alpha0 α₀ alpha_0 η₀ initiallr",
      "eps": "epsilon", "alpha": "rho smoothing decayrate",
      "'optimizer momentum lambda=VALUE' has a momentum": "momentum mu mom lambda",
      "'optimizer nesterov' looks ahead": "nesterov",
      "beta1= and beta2= take one each": "betas",
      "'penalty l2=VALUE' penalizes the weights; adamw has decay=": "weightdecay wd l2",
      "'penalty l1=VALUE' penalizes the weights": "l1",
      "'schedule step factor=0.1 milestones=30,60,90' lowers the rate; 'schedule' lists the others":
        "lrdecay decay gamma learningratedecay scheduler schedule",
    ],
    "schedule": [
      "factor": "gamma decay drop multiplier", "milestones": "stepsize every at",
      "T": "tmax steps epochs length horizon",
      "'optimizer lr=VALUE' sets the rate that the schedule begins from":
        "lr eta rate learningrate",
    ],
    "penalty": [
      "l2": "lambda weightdecay decay wd alpha reg strength l2reg ridge", "l1": "l1reg lasso",
      "biases": "bias",
    ],
    "dropout": [
      "drop": "p rate prob probability dropout dropoutrate", "keep": "keepprob keeprate",
    ],
    "batch": ["size": "batchsize batch n"], "seed": ["seed": "randomstate"],
    "network": [
      "'network 2-16:VALUE-1' names a layer's activation behind its units":
        "activation activations act",
      "'network 2-16-16-1' gives the units layer by layer": "hidden layer units neurons sizes",
      "'optimizer lr=VALUE' sets the learning rate": "lr eta rate learningrate",
      "'optimizer VALUE' chooses the update rule": "optimizer",
      "'dropout drop=VALUE' drops units": "dropout drop",
      "'penalty l2=VALUE' penalizes the weights": "l2 weightdecay",
      "'seed VALUE' sets the seed of the weights": "seed",
      "init": "initializer initialization initialisation weights", "loss": "criterion objective",
    ],
    "data": [
      "n": "size samples nsamples count examples", "seed": "randomstate",
      "split=0.7,0.3 sets a validation part aside":
        "testsize validationsplit valsplit validation test val",
      "standardize": "normalize normalise scale standardise",
      "'batch VALUE' sets the size of a minibatch": "batch batchsize",
    ],
    "run": [
      "'run VALUE epochs' makes so many epochs": "epochs epoch",
      "n": "steps updates iterations nsteps iters",
    ],
    "step": ["n": "steps updates iterations nsteps iters"],
    "stop": [
      "patience": "wait epochs", "min_delta": "delta tol tolerance", "monitor": "metric watch",
      "restore": "restorebest restorebestweights",
    ],
    "search": [
      "lr": "eta rate learningrate", "batch": "batchsize", "l2": "weightdecay",
      "drop": "dropout", "trials": "n ntrials iterations budget", "steps": "updates",
    ],
    "sweep": ["steps": "n updates iterations"], "race": ["steps": "n updates iterations"],
  ]

  private static let verbs: Table = [
    "'optimizer lr=VALUE' sets the learning rate": "eta rate learningrate stepsize",
    "'penalty l2=VALUE' penalizes the weights; 'optimizer adamw decay=VALUE' decouples the decay":
      "weightdecay",
    "'penalty l2=VALUE' penalizes the weights": "regularization regularisation regularize ridge",
    "'penalty l1=VALUE' penalizes the weights": "lasso",
    "'run VALUE epochs' trains": "train fit epochs epoch",
    "'run VALUE' makes updates": "iterations updates steps",
    "'batch VALUE' sets the size of a minibatch": "batchsize minibatch",
    "'stop patience=VALUE' stops a run early": "earlystopping earlystop wait",
    "'schedule step' lowers the rate by steps; 'schedule' lists the others":
      "lrdecay learningratedecay scheduler decay",
    "'network 2-16:relu-1' names a layer's activation behind its units":
      "activation hidden layer units neurons",
    "'network 2-16-1 loss=VALUE' chooses the loss": "lossfunction criterion",
    "'network 2-16:relu-1' sets one up": "model mlp compile",
    "'network 2-16-1 init=VALUE' chooses how weights are drawn": "initializer initialization",
    "'data VALUE' chooses the examples": "dataset loaddata",
    "'optimizer momentum lambda=VALUE' has a momentum": "momentum",
    "'print val_loss' and 'print accuracy' measure the network": "evaluate eval score predict test",
  ]
}
