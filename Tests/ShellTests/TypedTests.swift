import Console
import Engine
import Formula
import Foundation
import Session
import Shell
import Testing
import Wording

/// What is typed: a line on the left, what must come of it on the right.
@Suite struct TypedTests {
  /// What a line prints in a session of its own.
  private func result(of line: String) -> (text: String, outcome: Session.Outcome) {
    let transcript = Transcript()
    let text = transcript.run(line)
    return (text, transcript.outcome)
  }

  // MARK: The same as

  /// Capitals as slides write them, hyphens, parameters by their names, and the signs that word
  /// processors put in the place of a keyboard's.
  private static let equivalents: [(typed: String, plain: String)] = [
    ("optimizer Adam lr=0.1", "optimizer adam lr=0.1"),
    ("optimizer RMSProp", "optimizer rmsprop"),
    ("Optimizer AdaGrad LR=0.2", "optimizer adagrad lr=0.2"),
    ("optimizer Nesterov Lambda=0.5", "optimizer nesterov lambda=0.5"),
    ("optimizer rms-prop", "optimizer rmsprop"),
    ("schedule Cosine T=10", "schedule cosine T=10"),
    ("schedule STEP Milestones=3,4", "schedule step milestones=3,4"),
    ("schedule Inverse sqrt", "schedule inverse_sqrt"),
    ("schedule inverse-sqrt", "schedule inverse_sqrt"),
    ("data Moons n=20", "data moons n=20"),
    ("data Concrete Take=20", "data concrete take=20"),
    ("surface Rosenbrock", "surface rosenbrock"),
    ("surface Bowl At=1,2", "surface bowl at=1,2"),
    ("surface bowl; Step; Print Loss", "surface bowl; step; print loss"),
    ("surface bowl; print Norm(Grad)", "surface bowl; print norm(grad)"),
    ("surface bowl; print EXP(Sqrt(2))*PI", "surface bowl; print exp(sqrt(2))*pi"),
    ("surface bowl; step; explain Theta[0]", "surface bowl; step; explain theta[0]"),
    ("surface bowl; run 5 Until loss < 0.01", "surface bowl; run 5 until loss < 0.01"),
    ("data moons n=20; network 2-8:ReLU-1", "data moons n=20; network 2-8:relu-1"),
    ("data moons n=20; network 2-8:LeakyReLU-1", "data moons n=20; network 2-8:leaky_relu-1"),
    ("data moons n=20; network 2-4:Maxout2-1:Sigmoid", "data moons n=20; network 2-4:maxout2-1"),
    ("data moons n=20; network 2-8-1 loss=MSE", "data moons n=20; network 2-8-1 loss=mse"),
    ("data moons n=20; network 2-8-1 init=He", "data moons n=20; network 2-8-1 init=he"),
    ("data moons n=20; network 2-8-1 init=Xavier", "data moons n=20; network 2-8-1 init=xavier"),
    ("data blobs n=20; network 2-8-3 loss=cross-entropy", "data blobs n=20; network 2-8-3"),
    ("data blobs n=20; network 2-8-3 loss=CrossEntropy", "data blobs n=20; network 2-8-3"),
    ("data points x=pi, 2 y=1, 3", "data points x=pi,2 y=1,3"),
    ("surface bowl; step 2 Steps", "surface bowl; step 2"),
    ("penalty L2=0.01", "penalty l2=0.01"), ("penalty None", "penalty none"),
    ("dropout Inverted Keep=0.8", "dropout inverted keep=0.8"),
    ("batch All", "batch all"), ("convention PyTorch", "convention pytorch"),
    ("stop Patience=15 Monitor=Loss", "stop patience=15 monitor=loss"),
    ("surface bowl; race GD Adam:LR=0.1 steps=9", "surface bowl; race gd adam:lr=0.1 steps=9"),
    (
      "surface bowl; sweep LR Lin(0.1,0.2,3) steps=9",
      "surface bowl; sweep lr lin(0.1,0.2,3) steps=9"
    ),
    ("surface bowl; sweep Penalty.L2 0,1 steps=9", "surface bowl; sweep penalty.l2 0,1 steps=9"),
    (
      "surface bowl; search Grid optimizer=Adam,GD steps=9; search Table Sort=Value",
      "surface bowl; search grid optimizer=adam,gd steps=9; search table sort=value"
    ),
    ("search random Bowl trials=3", "search random bowl trials=3"),
    ("surface bowl; run 9; plot Loss", "surface bowl; run 9; plot loss"),
    ("surface bowl; plot Surface Describe", "surface bowl; plot surface describe"),
    ("surface bowl; watch loss For=Rise", "surface bowl; watch loss for=rise"),
    ("set Digits 5", "set digits 5"), ("set Unicode OFF", "set unicode off"),
    ("help Adam", "help adam"),
    // By its name.
    ("dropout style=vanilla", "dropout vanilla"), ("optimizer name=adam", "optimizer adam"),
    ("optimizer lr=0.2 name=Adam", "optimizer adam lr=0.2"), ("batch size=16", "batch 16"),
    ("seed seed=3", "seed 3"), ("surface name=bowl", "surface bowl"),
    ("data n=20 name=moons", "data moons n=20"), ("penalty name=none", "penalty none"),
    ("surface bowl; step n=3", "surface bowl; step 3"),
    ("surface bowl; run until=loss < 1", "surface bowl; run until loss < 1"),
    ("surface bowl; run n=5 until=\"loss < 1\"", "surface bowl; run 5 until loss < 1"),
    ("surface bowl; print expr=2 + loss", "surface bowl; print 2 + loss"),
    ("surface bowl; break when=loss > 9", "surface bowl; break when loss > 9"),
    ("surface bowl; fork name=Left; switch name=main", "surface bowl; fork Left; switch main"),
    ("surface bowl; step; answer value=4 quantity=g[0]", "surface bowl; step; answer g[0] 4"),
    ("surface bowl; sweep key=lr value=0.1,0.2", "surface bowl; sweep lr 0.1,0.2"),
    ("surface bowl; step 3; trace quantity=loss last=2", "surface bowl; step 3; trace loss last=2"),
    // From slides.
    ("surface “x^2 + y^2” at=1,2", "surface \"x^2 + y^2\" at=1,2"),
    ("surface „x^2 + y^2“ at=1,2", "surface \"x^2 + y^2\" at=1,2"),
    ("surface «x^2 + y^2» at=1,2", "surface \"x^2 + y^2\" at=1,2"),
    ("surface ‘x^2 + y^2’ at=1,2", "surface \"x^2 + y^2\" at=1,2"),
    ("surface \"x^2 + y^2” at=1,2", "surface \"x^2 + y^2\" at=1,2"),
    ("surface \"x² + 3·y²\" at=–1,−2", "surface \"x^2 + 3*y^2\" at=-1,-2"),
    ("surface \"√(x² + y²) × 2\"", "surface \"sqrt(x^2 + y^2) * 2\""),
    ("optimizer adam lr=1e–3", "optimizer adam lr=1e-3"),
    ("optimizer adam lr=1e\u{2212}3", "optimizer adam lr=1e-3"),
    ("optimizer\u{A0}adam\u{2003}lr=0.1", "optimizer adam lr=0.1"),
    ("\u{FEFF}optimizer ad\u{AD}am lr=0.1", "optimizer adam lr=0.1"),
    ("print 3\u{2014}1", "print 3-1"), ("print 2\u{200B}+2", "print 2+2"),
    ("data moons n=20; network 2–8–1", "data moons n=20; network 2-8-1"),
    ("data moons n=20; network 2-4×8:tanh-1", "data moons n=20; network 2-4*8:tanh-1"),
    ("optimizer Adam α=0.1", "optimizer Adam alpha=0.1"),
    ("optimizer momentum λ=0.5 lr=½", "optimizer momentum lambda=0.5 lr=½"),
    (
      "data moons n=20; network 2-4-1; dropout drop=0.5; step; inspect masks",
      "data moons n=20; network 2-4-1; dropout drop=0.5; step; print masks"
    ),
  ]

  /// As one writes in a text: blanks after commas, commas between settings, units behind counts, an
  /// equals sign before an answer.
  private static let asInAText: [(typed: String, plain: String)] = [
    ("surface bowl; sweep lr 0.1, 0.01 steps=5", "surface bowl; sweep lr 0.1,0.01 steps=5"),
    ("surface bowl; sweep lr 0.1 ,0.01 steps=5", "surface bowl; sweep lr 0.1,0.01 steps=5"),
    ("surface bowl; sweep lr 0.1 , 0.01 steps=5", "surface bowl; sweep lr 0.1,0.01 steps=5"),
    ("optimizer adam, lr=0.1", "optimizer adam lr=0.1"),
    ("optimizer adam, lr=0.1, beta1=0.8", "optimizer adam lr=0.1 beta1=0.8"),
    ("optimizer adam lr=0.1, beta1=0.8,", "optimizer adam lr=0.1 beta1=0.8"),
    ("surface bowl; race adam, gd steps=3", "surface bowl; race adam gd steps=3"),
    ("schedule step milestones=30, 60, 90", "schedule step milestones=30,60,90"),
    ("surface rosenbrock at=1, 1", "surface rosenbrock at=1,1"),
    ("data points x=1, 2 y=1 , 0", "data points x=1,2 y=1,0"),
    ("data moons n=20 split=0.7, 0.3", "data moons n=20 split=0.7,0.3"),
    ("surface bowl; step; display norm(g), loss", "surface bowl; step; display norm(g) loss"),
    ("surface bowl; step 3 steps", "surface bowl; step 3"),
    ("surface bowl; step 3 updates; back 2 steps", "surface bowl; step 3; back 2"),
    ("surface bowl; run 20; continue 5 iterations", "surface bowl; run 20; continue 5"),
    ("surface bowl; step; answer theta[0] = 1.96", "surface bowl; step; answer theta[0] 1.96"),
    ("surface bowl; step; answer theta[0]=1.96", "surface bowl; step; answer theta[0] 1.96"),
    ("surface bowl; step; answer theta[0] =1.5", "surface bowl; step; answer theta[0] 1.5"),
    ("surface bowl; step; answer theta[0]= 1.5", "surface bowl; step; answer theta[0] 1.5"),
    ("surface bowl; step; answer loss=6 rel=0.1", "surface bowl; step; answer loss 6 rel=0.1"),
    ("data moons n=20; network 2-2-1; batch 1e1", "data moons n=20; network 2-2-1; batch 10"),
    ("data moons n=20; network 2-2-1; batch 2^3", "data moons n=20; network 2-2-1; batch 8"),
    ("surface bowl; schedule \"α₀/√t\"; step", "surface bowl; schedule inverse_sqrt; step"),
    ("surface bowl; schedule \"η = α₀/√t\"; step", "surface bowl; schedule inverse_sqrt; step"),
    (
      "surface bowl; schedule \"½ α₀ (1 + cos(tπ/T))\" T=10; step 3",
      "surface bowl; schedule cosine T=10; step 3"
    ),
    (
      "surface bowl; schedule \"α₀ (1 − t/T)\" T=9; step 3",
      "surface bowl; schedule linear T=9; step 3"
    ),
    ("surface bowl; schedule \"α₀*0.9^t\"; step 3", "surface bowl; schedule \"lr*0.9^t\"; step 3"),
    ("surface bowl; schedule \"η₀/(1 + t)\"; step", "surface bowl; schedule \"lr/(1 + t)\"; step"),
  ]

  @Test func isReadAsInAText() {
    for (typed, plain) in Self.asInAText {
      let (text, outcome) = result(of: typed)
      let expected = result(of: plain)
      #expect(outcome == .done && expected.outcome == .done, "\(typed): \(text) \(expected.text)")
      #expect(text == expected.text, "\(typed)")
    }
  }

  /// What is still refused: the line that is meant is named.
  private static let namedInstead: [(typed: String, says: String)] = [
    (
      "optimizer rmsprop decay=0.9",
      "'optimizer rmsprop' has no setting 'decay'; did you mean 'alpha=0.9'?"
    ),
    ("optimizer rmsprop; optimizer decay=0.9", "did you mean 'alpha=0.9'?"),
    ("optimizer adam decay=0.9", "'schedule step factor=0.1"),
    ("schedule step milestones=30–60", "not '30–60'; did you mean milestones=30,60?"),
    ("schedule step milestones=30-60", "not '30-60'; did you mean milestones=30,60?"),
    ("data moons n=20; network 2-8-1:", "the activation is missing behind ':'"),
    ("data moons n=20; network 2-8:-1", "the activation is missing behind ':'"),
    ("surface bowl; save my file.descent", "in quotes: save \"my file.descent\""),
    ("load my old file.descent", "in quotes: load \"my old file.descent\""),
    ("data moons n=20; network 2-2-1; batch 1.5", "not '1.5'"),
    ("data moons n=20; network 2-2-1; batch -3", "not '-3'"),
    // What can never come true or never be shown is refused where it is typed.
    (
      "surface bowl; watch theta[99]",
      "'theta[99]' cannot be watched: the index 99 of theta is out of range"
    ),
    ("surface bowl; watch g[99]", "the index 99 of g is out of range 0 to 1"),
    ("surface bowl; watch theta[99999999999999999999]", "'theta[99999999999999999999]'"),
    ("surface bowl; break when g[99] < 1", "the index 99 of g is out of range 0 to 1"),
    ("surface bowl; optimizer adam; display m[7]", "'m[7]' cannot be shown"),
    ("data moons n=20; network 2-2-1; watch W1[5,0]", "out of range"),
  ]

  @Test func theRightLineIsNamed() {
    for (typed, says) in Self.namedInstead {
      let (text, outcome) = result(of: typed)
      #expect(outcome == .failed, "\(typed): \(text)")
      let error = text.split(separator: "\n").last.map(String.init) ?? ""
      #expect(error.contains(says), "\(typed): \(error)")
    }
  }

  /// Quantities that exist from the first update on may be watched before it.
  @Test func whatComesWithTheFirstUpdateMayBeWatched() {
    for line in [
      "watch g[1]", "watch sigma[0]", "break when norm(m) > 3", "display delta", "watch val_loss",
    ] {
      let (text, outcome) = result(of: "surface bowl; \(line)")
      #expect(outcome == .done, "\(line): \(text)")
    }
  }

  @Test func isReadAs() {
    for (typed, plain) in Self.equivalents {
      let (text, outcome) = result(of: typed)
      let expected = result(of: plain)
      func echo(_ text: String) -> String {
        // A picture is drawn of the formula as typed, an error names what was typed.
        text.replacingOccurrences(of: typed, with: plain)
      }
      #expect(outcome == expected.outcome, "\(typed): \(text)")
      if outcome == .done { #expect(echo(text) == expected.text, "\(typed)") }
    }
  }

  // MARK: Refused with

  private static let refusals: [(typed: String, says: String)] = [
    ("optimizer sgd lr=0.1", "unknown optimizer 'sgd'; did you mean 'gd'?"),
    ("optimizer lr=0.1 sgd", "unknown optimizer 'sgd'; did you mean 'gd'?"),
    ("optimizer NAG lr=0.1", "unknown optimizer 'NAG'; did you mean 'nesterov'?"),
    ("optimizer Adem beta1=0.1", "unknown optimizer 'Adem'; did you mean 'adam'"),
    ("optimizer name=sgd", "unknown optimizer 'sgd'; did you mean 'gd'?"),
    (
      "schedule polynomial power=2",
      "unknown schedule 'polynomial'; there are constant, step, cosine, linear, inverse_sqrt, "
        + "exponential and warmup"
    ),
    ("schedule gamma=0.9 cosin", "unknown schedule 'cosin'; did you mean 'cosine'?"),
    ("schedule CosineAnnealingLR T=5", "did you mean 'cosine'?"),
    ("data Mons n=20", "unknown data set 'Mons'; did you mean 'moons'?"),
    ("surface Bowll plane=3", "unknown surface 'Bowll'; did you mean 'bowl'?"),
    ("surface bowl; race Adm gamma=1", "unknown optimizer 'Adm'; did you mean 'adam'"),
    (
      "surface bowl; sweep learning_rate 0.1 foo=3",
      "unknown setting 'learning_rate'; did you mean 'lr'?"
    ),
    ("search rand gamma=log(1,2)", "not 'rand'; did you mean 'random'?"),
    ("search gamma=log(1,2) rand", "not 'rand'; did you mean 'random'?"),
    (
      "surface bowl; plot srface gamma=1",
      "unknown picture or quantity 'srface'; did you mean 'surface'"
    ),
    (
      "data linear n=20; network 1-2:tanh-1:linear; plot fit y=3,1",
      "y=LOW,HIGH needs the lower end first"
    ),
    (
      "data moons n=20; network 2-2-1; plot surface y=3,1", "y=LOW,HIGH needs the lower end first"
    ),
    ("surface bowl; save \"my.descent\" extra", "'extra' has no place in 'save'"),
    (
      "export png gamma=1",
      "takes for format svg, pdf, pgf, vega, csv, weights, html, tensorboard, optuna, numpy, "
        + "pytorch or keras, not 'png'"
    ),
    ("stop never gamma=1", "write 'stop none'"),
    ("data moons n=20; network 2-4-1 init=Kaiming", "did you mean 'he'?"),
    ("data moons n=20; network 2-4-1 loss=BinaryCrossentropy", "did you mean 'bce'?"),
    ("set colour off", "did you mean 'color'?"),
    // Values without their keys: the settings that they may be of.
    ("optimizer adam 0.1", "'0.1' has no place in 'optimizer'; did you mean 'lr=0.1', 'beta1=0.1'"),
    ("optimizer gd 1/8", "did you mean 'lr=1/8'?"),
    ("optimizer momentum lr=0.1 0.9", "did you mean 'lambda=0.9'?"),
    ("surface bowl; optimizer momentum 0.1 0.9", "did you mean 'lr=0.1' or 'lambda=0.1'?"),
    ("schedule cosine 100", "did you mean 'T=100'"), ("schedule exponential 0.9", "'gamma=0.9'"),
    ("data moons 200", "did you mean 'n=200'"), ("data circles n=40 0.2", "'noise=0.2'"),
    ("data digits 0.8,0.2", "did you mean 'split=0.8,0.2'?"),
    ("surface bowl 1,2", "did you mean 'at=1,2'?"),
    ("surface bowl; race gd adam 100", "'100' has no place in 'race'; did you mean 'steps=100'"),
    ("stop 15", "write 'stop patience=15'"), ("penalty 0.1", "write 'penalty l2=0.1'"),
    ("surface bowl; save z yes", "did you mean 'force=yes'?"),
    ("data moons n=20; network 2-4-1 bce", "did you mean 'loss=bce'?"),
    ("search random 10", "did you mean 'trials=10'?"),
    // Where it fits nothing, the form is told; a path in pieces stays one.
    ("surface bowl; gradcheck 1e-5", "its form is: gradcheck"),
    ("surface bowl; save my notes", "a path with blanks stands in quotes: save \"my notes\""),
    // Settings of other libraries.
    (
      "optimizer adam learning_rate=0.1",
      "'optimizer adam' has no setting 'learning_rate'; did you mean 'lr=0.1'?"
    ),
    ("optimizer adam epsilon=0.1", "did you mean 'eps=0.1'?"),
    ("optimizer gd momentum=0.8", "'optimizer momentum lambda=0.8'"),
    ("optimizer adam weight_decay=0.02", "'penalty l2=0.02'"),
    ("optimizer adam lr_decay=0.1", "'schedule step factor=0.1"),
    ("dropout p=0.5", "did you mean 'drop=0.5'?"),
    ("dropout rate=0.5", "did you mean 'drop=0.5'?"),
    ("run epochs=5", "'run 5 epochs'"), ("run epochs 5", "'run 5 epochs'"),
    ("data moons n_samples=20", "did you mean 'n=20'?"),
    ("data moons samples 20", "did you mean n=20?"),
    ("data moons validation_split=0.2", "split=0.7,0.3"),
    ("penalty lambda=0.1", "did you mean 'l2=0.1'?"),
    ("data moons n=20; network 2-4-1 activation=relu", "network 2-16:relu-1"),
    ("data moons n=20; network 2-4-1 lr=0.1", "'optimizer lr=0.1'"),
    // Lines that begin with no verb.
    ("eta 0.05", "'optimizer lr=0.05'"), ("rate 0.05", "'optimizer lr=0.05'"),
    ("η = 0.05", "'optimizer lr=0.05'"),
    ("lr=0.05", "'optimizer lr=0.05'"), ("lr = 0.05", "'optimizer lr=0.05'"),
    ("learning rate 0.05", "'optimizer lr=0.05'"), ("learning_rate=0.05", "'optimizer lr=0.05'"),
    ("weight decay 0.01", "'penalty l2=0.01'"), ("weight_decay=0.01", "'penalty l2=0.01'"),
    ("batch_size 16", "'batch 16'"), ("batch=16", "'batch 16'"),
    ("batch size 16", "did you mean size=16?"),
    ("epochs 5", "'run 5 epochs'"), ("train", "'run 20 epochs'"),
    ("patience 15", "'stop patience=15'"), ("l2=0.01", "'penalty l2=0.01'"),
    ("drop 0.5", "'dropout drop=0.5'"), ("adam lr=0.1", "'optimizer adam lr=0.1'"),
    ("Rosenbrock", "'surface Rosenbrock'"), ("moons n=20", "'data moons n=20'"),
    ("cosine T=5", "'schedule cosine T=5'"), ("early stopping", "'stop patience=10'"),
    // A value behind a blank, a number in the place of a name.
    ("stop patience 15", "did you mean patience=15?"),
    ("optimizer adam lr 0.1", "did you mean lr=0.1?"), ("optimizer lr 0.1", "did you mean lr=0.1?"),
    ("optimizer lr = 0.1", "write lr=value without blanks"),
    ("optimizer adam --lr=0.1", "did you mean lr=0.1?"),
    ("optimizer adam —lr=0.1", "did you mean lr=0.1?"),
    ("optimizer adam lr:0.1", "did you mean lr=0.1?"),
    ("surface bowl at 1,2", "did you mean at=1,2?"), ("data moons n 20", "did you mean n=20?"),
    ("schedule cosine T 10", "did you mean T=10?"),
    ("surface bowl; step 3; trace loss last 2", "did you mean last=2?"),
    ("surface bowl; run 3; plot loss last 2", "did you mean last=2?"),
    ("surface bowl; sweep lr 0.1 steps 9", "did you mean steps=9?"),
    ("surface bowl; search random lr log(1e-4,1)", "did you mean lr=log(1e-4,1)?"),
    ("stop patience", "write patience=..."),
    ("dropout off", "write 'dropout none'"), ("penalty off", "write 'penalty none'"),
    ("dropout 0.5", "write 'dropout drop=0.5'"), ("penalty 0.1", "write 'penalty l2=0.1'"),
    ("optimizer 0.1", "write 'optimizer lr=0.1'"), ("stop 15", "write 'stop patience=15'"),
    // Twice.
    ("optimizer adam name=gd", "'name' is given twice"),
    ("surface bowl; step 3 n=4", "'n' is given twice"),
    ("batch size=3 size=4", "'size' is given twice"),
    ("surface bowl; run until=loss<1 until loss<2", "'until' is given twice"),
    // The number as it was typed.
    ("surface bowl; run 9223372036854775807", "not '9223372036854775807'"),
    ("surface bowl; step 99999999999999999999", "not '99999999999999999999'"),
    ("surface bowl; sweep lr lin(0,1,3)", "not 0 (in 'lin(0,1,3)')"),
    ("surface bowl; sweep lr 0", "not 0"), ("seed 4294967296", "not '4294967296'"),
    ("optimizer adam lr=0,05", "a decimal point is written '.', as 0.05"),
    // Nothing there yet.
    ("data moons n=20; print x", "'network 2-16:relu-1:sigmoid' fits the data"),
    ("data moons n=20; inspect masks", "sets up a network"),
    ("print x", "'surface' sets up something to descend"),
    // Capitals are the user's own in their own names.
    ("print w1", "there is no 'w1' here"), ("surface \"X^2\"", "there is no 'X' here"),
    ("data moons n=20; network 2-4-1; print w1", "did you mean 'W1'"),
    ("data moons n=20; network 2-4-1; print B1", "did you mean 'b1'"),
    ("surface bowl; fork a; switch A", "there is no branch 'A'"),
    (
      "define rule mine; param k=1; delta = -eta*k*g; end; optimizer mine K=2",
      "'optimizer mine' has no setting 'K'; did you mean 'k'?"
    ),
    (
      "define rule mine; delta = -eta*g; end; optimizer Mine",
      "unknown optimizer 'Mine'; did you mean 'mine'"
    ),
    ("search random \"(x-1)^2\" X=linear(-3,3)", "has no setting 'X'; did you mean 'x'?"),
  ]

  @Test func isRefusedWith() {
    for (typed, says) in Self.refusals {
      let (text, outcome) = result(of: typed)
      #expect(outcome == .failed, "\(typed): \(text)")
      let error = text.split(separator: "\n").last.map(String.init) ?? ""
      #expect(error.contains(says), "\(typed): \(error)")
      #expect(!error.contains("VALUE"), "\(typed): \(error)")
    }
  }

  @Test func anOwnNameInCapitalsWins() {
    let rule = "define rule Adam; delta = -0.5*g; end; surface bowl; "
    let transcript = Transcript()
    #expect(transcript.run(rule + "optimizer Adam; status").contains("Adam"))
    #expect(transcript.run("step; print delta[0]").contains("−2"))
    #expect(transcript.run("optimizer ADAM lr=0.1").hasPrefix("adam "))
    transcript.run("fork Bowl; switch main; switch Bowl")
    #expect(transcript.outcome == .done)
  }

  /// No two names that are declared for one place differ in capitals or hyphens alone: each would
  /// hide the other.
  @Test func declaredNamesDifferInMoreThanCapitals() {
    for command in CommandTable.standard.commands {
      let names = command.parameters.flatMap { [$0.name] + $0.aliases }
      #expect(Set(names.map(Spelling.folded)).count == names.count, "\(command.name)")
      for case .choice(let choices) in command.parameters.map(\.kind) {
        #expect(Set(choices.map(Spelling.folded)).count == choices.count, "\(command.name)")
      }
    }
  }

  @Test func completionKnowsNamesInCapitals() {
    let session = Transcript().session
    let line = "optimizer Adam be"
    let found = session.completions(line: line, cursorUTF8: line.utf8.count)
    #expect(found.candidates.map(\.text) == ["beta1=", "beta2="])
  }
}
