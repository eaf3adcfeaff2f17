import Console
import Session
import Shell
import Testing

/// What the program says of a point, a gradient, a start: true at every scale.
@Suite struct VerdictTests {
  @Test(arguments: [
    ("surface rosenbrock at=1,1", "largest relative error", ["left out", "one side"]),
    ("surface himmelblau at=3,2", "largest relative error", ["left out", "one side"]),
    ("surface \"max(x,y)\" at=1,1", "2 parameters left out: a kink of the formula", ["error 1"]),
    ("surface \"abs(x) + y\" at=0,1", "1 parameter left out: a kink of the formula", []),
    ("surface \"x^1.5 + y\" at=0,1", "1 difference to one side alone", ["left out"]),
  ])
  func gradientCheck(place: String, says: String, not: [String]) throws {
    let transcript = Transcript()
    transcript.run(place)
    let output = transcript.run("gradcheck").replacing("\n", with: " ")
    #expect(transcript.outcome == .done)
    #expect(output.contains(says), "\(output)")
    for text in not { #expect(!output.contains(text), "\(output)") }
    let json = Transcript(traits: Traits(json: true))
    json.run(place)
    let object = try #require(objects(json.run("gradcheck")).first)
    if let error = object["largest_error"] as? Double { #expect(error < 1e-6) }
    #expect(object["kinks"] is Int && object["one_sided"] is Int)
  }

  @Test(arguments: [
    ("line data=auto_mpg x=weight_lb y=mpg at=-0.007331580238546739,45.2", "no stationary point"),
    ("\"1e10*x^2 + y^2\" at=0,4", "no stationary point"),
    ("\"1e-9*(x^2+y^2)\" at=4,1", "no stationary point"),
    ("\"log(x)+y\" at=1e-9,1", "no stationary point"),
    ("\"(x-1e6)^2+(y-1e6)^2\" at=1000000.01,1e6", "no stationary point"),
    ("\"(x-1e3)^2+y^2\" at=1000.000001,0", "no stationary point"),
    ("rosenbrock at=1.000000001,1.000000002", "no stationary point"),
    ("rosenbrock at=1,1", "a minimum: the gradient is 0 and"),
    ("\"1e-300*(x^2+y^2)\" at=0,0", "a minimum"),
    (
      "himmelblau at=-2.805118086952745,3.131312518250573",
      "a minimum: the gradient is 0 to rounding"
    ),
  ])
  func hessian(place: String, says: String) {
    let transcript = Transcript(traits: Traits(width: 1_000))
    transcript.run("surface \(place)")
    let output = transcript.run("hessian")
    #expect(output.contains(says), "\(output)")
  }

  /// θ is judged by how far the update moved it, not by how far it is from 0.
  @Test(arguments: [
    (
      "surface rosenbrock; optimizer adam lr=0.001; step", "answer theta[0] -1.2",
      "θ before the update"
    ),
    ("surface rosenbrock; optimizer adam lr=0.001; step", "answer theta[0] -1.199", "Right"),
    (
      "surface \"x^2+y^2\" at=1000,1; optimizer adam lr=1; step 2", "answer theta[0] 999",
      "θ before"
    ),
    ("surface \"x^2+y^2\" at=1000,1; optimizer adam lr=1; step 2", "answer theta[0] 998", "Right"),
    (
      "data points x=1,2 y=1,2; network 1-1:linear theta=1000,0; optimizer gd lr=1e-6; step",
      "answer W1[0,0] 1000.9", "Not 1000"
    ),
  ])
  func theta(setUp: String, answer: String, says: String) {
    let transcript = Transcript(traits: Traits(width: 1_000))
    transcript.run(setUp)
    let output = transcript.run(answer)
    #expect(output.contains(says), "\(output)")
  }

  /// Between two mistakes' numbers none is named.
  @Test func whatIsNoMistakesNumberIsNamedNothing() {
    let transcript = Transcript(traits: Traits(width: 1_000))
    transcript.run("surface \"x^2+y^2\" at=1000,1; optimizer adam lr=1; step 2")
    let output = transcript.run("answer theta[0] 999.5")
    #expect(output.hasPrefix("Not 998") && !output.contains("uphill") && !output.contains("before"))
  }

  /// A run that has come to rest is at the minimum; before that it is on a slope.
  @Test func hessianAfterARun() {
    let transcript = Transcript(traits: Traits(width: 1_000))
    transcript.run("surface stretched_bowl; optimizer gd lr=0.1; run 10")
    #expect(transcript.run("hessian").contains("no stationary point"))
    transcript.run("run 400")
    #expect(transcript.run("hessian").contains("a minimum: the gradient is 0 to rounding"))
  }

  @Test func whatIsMissingIsSaid() {
    let transcript = Transcript(traits: Traits(width: 1_000))
    #expect(
      transcript.run("surface \"log(x)\" at=-1,2").contains("f is not defined at (−1, 2), and so"))
    #expect(transcript.run("print grad").contains("(NaN, NaN)"))
    #expect(transcript.run("hessian").contains("f is not defined at (−1, 2)"))
    #expect(transcript.run("gradcheck").contains("f is not defined at (−1, 2)"))
    let ackley = transcript.run("surface ackley at=0,0")
    #expect(ackley.contains("f is finite at (0, 0), but ∇L is not defined there"), "\(ackley)")
    #expect(transcript.run("surface \"1/x\" at=0,1").contains("f is not finite at (0, 1)"))
    #expect(transcript.run("surface \"sqrt(x)\" at=0,1").contains("but a slope there is infinite"))
    #expect(transcript.run("print norm([3e200, 4e200])").contains("5e200"))
    #expect(transcript.run("print norm([3e-200, 4e-200])").contains("5e-200"))
    #expect(transcript.run("print 1e5^(-63)").contains("1e-315"))
  }

  @Test(arguments: [
    ("4-3:linear loss=mse", "guessing the mean costs the targets' variance, 0.2222"),
    ("4-3:softmax loss=mse", "guessing the mean costs the targets' variance, 0.2222"),
    ("4-3:sigmoid loss=bce", "guessing evenly costs log 2 a unit = 0.6931"),
    ("4-3:softmax", "guessing evenly costs log 3 = 1.099"),
  ])
  func whatGuessingCosts(network: String, says: String) {
    let transcript = Transcript(traits: Traits(width: 1_000))
    let output = transcript.run("data iris; network \(network)")
    #expect(output.contains(says), "\(output)")
  }

  @Test func quantitiesOfARuleOfYourOwn() throws {
    let transcript = Transcript(traits: Traits(width: 1_000))
    transcript.run(
      "define rule mine; param k = 0.9; slot m_bar; m_bar = k*m_bar + (1 - k)*g; "
        + "u = m_bar/(1 - k^t); delta = -eta*u; end")
    for (name, says) in [
      ("m_bar", "what your rule mine remembers: m_bar = k*m_bar + (1 - k)*g"),
      ("u", "worked out by your rule mine: u = m_bar/(1 - k^t)"), ("k", "a setting of your rule"),
    ] {
      let help = transcript.run("help \(name)")
      #expect(transcript.outcome == .done && help.contains(says), "\(help)")
    }
    transcript.run("surface bowl; optimizer mine lr=0.1; step")
    #expect(transcript.run("inspect m_bar").contains("what your rule mine remembers"))
    #expect(transcript.run("explain m_bar").contains("m_bar = k m_barₜ₋₁ + (1 − k) g"))
    // Another rule's quantity of that name is another thing.
    transcript.run(
      "define rule other; slot v; v = g; delta = -eta*v; end; optimizer other lr=0.1; step")
    #expect(transcript.run("help v").contains("your rule other remembers: v = g"))
    transcript.run("optimizer adam")
    #expect(transcript.run("help v").contains("Adam: the second moment"))
    // What the program's rules work out is declared too.
    for name in ["sum_sq", "eta_t", "delta_direct", "decay_move", "sigma", "m_hat"] {
      transcript.run("help \(name)")
      #expect(transcript.outcome == .done, "\(name)")
    }
    for name in ["pi", "v_prev", "theta_ahead"] {
      transcript.run("define rule bad; slot \(name); delta = -eta*g; end")
      #expect(transcript.outcome == .failed, "\(name)")
    }
  }

  @Test func answersOnNetworks() throws {
    let transcript = Transcript(traits: Traits(width: 1_000))
    transcript.run(
      "data points x=1,2,-1,1 y=1,0; network 2-2:sigmoid-1 theta=0.1,0.2,-0.3,0.4,0.5,-0.6,0.7,-0.8,0.2; "
        + "batch all; optimizer gd lr=0.1; penalty l2=0.02; step")
    #expect(transcript.outcome == .done)
    for (quantity, value, says) in [
      ("z1[0,0]", "z1[0,0]-0.5", "forgot the bias"), ("d2[0,0]", "d2[0,0]/2", "factor 2"),
      ("batch_loss", "2*batch_loss", "that is the sum"),
      ("penalty", "2*penalty", "the ½ is missing"),
      ("loss", "loss+penalty", "with the penalty"), ("grad[0]", "grad[0]/2", "factor 2"),
      ("grad_W1[0,1]", "grad_W1[0,1]/2", "factor 2"),
      ("d1[0,0]", "0.7*d2[0,0]", "the activation's slope"),
    ] {
      let output = transcript.run("answer \(quantity) \(value)")
      #expect(output.contains("Not ") && output.contains(says), "\(quantity): \(output)")
      let right = transcript.run("answer \(quantity) \(quantity)")
      #expect(right.contains("Right"), "\(right)")
    }
  }

  /// A lesson never tells the right number to a wrong one.
  @Test func lessonsKeepTheirAnswers() throws {
    let transcript = Transcript(traits: Traits(width: 1_000))
    transcript.run("lesson 8")
    transcript.run("surface rosenbrock; optimizer adam lr=0.1; step")
    let output = transcript.run("answer m_hat[0] -2.156")
    #expect(!output.contains("215.6"), "\(output)")
  }
}
