import Engine
import Formula
import Wording

/// What slides, papers and other libraries call things that have another name here.
///
/// None of these words is taken in silence: the student is told the word that holds here. Each
/// table maps what to say to the words for it, as `Spelling.folded` compares them; VALUE stands for
/// what was typed behind the word.
enum FieldWords {
  /// The name for a word among the names of one kind: among optimizers, `sgd` is `gd`.
  static func name(for word: String, among noun: String) -> String? {
    let folded = Spelling.folded(word)
    let declared = noun == "schedule" ? LearningRateSchedule.shapes : []
    return declared.first { $0.fieldWords.split(separator: " ").contains { $0 == folded } }?.name
      ?? find(word, in: names[noun])
  }

  private static let names: [String: KeyValuePairs<String, String>] = [
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

  /// What to say to a setting that a verb does not have: the key to use, or a sentence.
  static func setting(_ key: String, of verb: String, value: String) -> Advice? {
    find(key, in: settings[verb]).map { Advice($0, value) }
  }

  enum Advice {
    case key(String)
    case sentence(String)

    init(_ text: String, _ value: String) {
      let filled = FieldWords.filled(text, with: value)
      self = text.contains(" ") ? .sentence(filled) : .key(filled)
    }
  }

  private static let settings: [String: KeyValuePairs<String, String>] = [
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

  /// What to say to a number where a verb takes a name.
  static func number(_ value: String, of verb: String) -> String? {
    let commands = [
      "dropout": "dropout drop=VALUE", "penalty": "penalty l2=VALUE", "stop": "stop patience=VALUE",
      "optimizer": "optimizer lr=VALUE",
    ]
    return commands[verb].map { "write '\(filled($0, with: value))'" }
  }

  /// What to say to a line that begins with a word of the field instead of a verb.
  static func verb(_ word: String, value: String) -> String? {
    find(word, in: verbs).map { filled($0, with: value) }
  }

  private static let verbs: KeyValuePairs<String, String> = [
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

  private static func find(_ word: String, in table: KeyValuePairs<String, String>?) -> String? {
    let folded = Spelling.folded(word)
    return table?.first { $0.value.split(separator: " ").contains { $0 == folded } }?.key
  }

  /// A text with the value that was typed in its place, or with a plausible one.
  private static func filled(_ text: String, with value: String) -> String {
    guard value.isEmpty else { return replacing("VALUE", by: shortened(value), in: text) }
    let examples: KeyValuePairs<String, String> = [
      "l1=": "0.01", "l2=": "0.01", "lr=": "0.05", "decay=": "0.01", "drop=": "0.5",
      "lambda=": "0.9", "patience=": "10", "run ": "20", "batch ": "32", "loss=": "mse",
      "init=": "he", "seed ": "1", "data ": "moons", "optimizer ": "adam", "2-16:": "relu",
    ]
    return examples.reduce(text) { text, example in
      replacing(example.key + "VALUE", by: example.key + example.value, in: text)
    }
  }
}
