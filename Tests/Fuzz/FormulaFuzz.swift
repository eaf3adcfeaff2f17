import Arithmetic

/// What libFuzzer calls with one input after another; `run` compiles it together with Formula.
///
/// Any text must give an expression or an error. An expression must be written and read back as
/// itself, be evaluated, simplified and differentiated within bounds, and its compiled program must
/// give the bits of its evaluation. Whatever fails traps, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneFormula(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  do {
    let expression = try Parser.parse(text)
    checkReadingBack(expression)
    checkValues(expression)
    checkDerivatives(expression)
  } catch {
    _ = error.marked(in: text)
    precondition(error.column >= 1 && error.range.upperBound <= text.utf8.count)
  }
  return 0
}

private func checkReadingBack(_ expression: Expression) {
  for style in [TypesetStyle.ascii, .unicode] {
    let text = expression.typeset(style)
    do {
      let again = try Parser.parse(text)
      let second = again.typeset(style)
      precondition(second == text, "written \(text), then \(second)")
      let third = try Parser.parse(second)
      precondition(third == again, "read differently: \(text)")
    } catch {
      // The parentheses that typesetting adds may pass the bounds that the input just kept.
      precondition(error.message.contains(" than ") || error.message.contains("at most"), text)
    }
  }
  _ = expression.typeset(.unicode) { _ in -21.56 }
}

private func number(_ name: String) -> Double {
  Double(name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 1023 }) / 100 - 5
}

private func checkValues(_ expression: Expression) {
  let mixed = try? expression.evaluate { name in
    number(name) > 2 ? Value(vector: [1, number(name), 3]) : Value(number(name))
  }
  if let mixed { precondition(mixed.elements.count == mixed.count) }
  let simple = expression.simplified()
  precondition(simple.height <= max(expression.height, Expression.maximumHeight))

  guard let program = try? Program(outputs: [expression], variables: labels(expression)),
    let direct = try? expression.evaluateScalar({ number($0) }),
    let value = try? expression.evaluate({ Value(number($0)) }).scalar
  else { return }
  let inputs = labels(expression).map(number) + [0]
  var output = 0.0
  program.run(inputs, &output)
  precondition(same(output, direct) && same(value, direct), "\(output), \(direct), \(value)")
}

private func same(_ a: Double, _ b: Double) -> Bool {
  a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
}

private func labels(_ expression: Expression) -> [String] {
  var labels = expression.variables
  func collect(_ part: Expression) {
    if case .index = part, let label = part.label { labels.append(label) }
    part.children.forEach(collect)
  }
  collect(expression)
  return labels
}

private func checkDerivatives(_ expression: Expression) {
  for name in expression.variables.prefix(2) {
    guard let slope = try? expression.derivative(withRespectTo: name) else { continue }
    precondition(slope.height <= Expression.maximumHeight)
    _ = slope.typeset(.unicode)
    _ = try? slope.evaluateScalar { number($0) }
    if let second = try? slope.derivative(withRespectTo: name) {
      _ = try? Program(outputs: [expression, slope, second], variables: labels(expression))
    }
  }
}
