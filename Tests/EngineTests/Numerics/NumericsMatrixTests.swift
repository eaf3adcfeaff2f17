import CKernels
import Testing

/// The kernels promise the bits of the plain loops that their header states, at every level.
@Suite(.serialized) struct MatrixKernelTests {
  enum Form: CaseIterable { case nn, nt, tn }

  /// A small generator of its own: these tests judge the kernels, not the Mersenne Twister.
  struct Noise: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
    mutating func values(_ count: Int) -> [Double] {
      (0..<count).map { _ in Double.random(in: -2...2, using: &self) }
    }
  }

  static func withEachLevel(_ body: (Int32) throws -> Void) rethrows {
    let before = dk_set_level(dk_best_level())
    defer { dk_set_level(before) }
    for level in 0...dk_best_level() {
      dk_set_level(level)
      try body(level)
    }
  }

  /// Equality by a call, so that a failure does not print thousands of numbers.
  static func same(_ a: [Double], _ b: [Double]) -> Bool { a == b }

  static func reference(
    _ form: Form, _ rows: Int, _ columns: Int, _ depth: Int, _ a: [Double], _ b: [Double],
    onto c: [Double]?
  ) -> [Double] {
    var out = [Double](repeating: 0, count: rows * columns)
    for i in 0..<rows {
      for j in 0..<columns {
        var sum = c?[i * columns + j] ?? 0
        for p in 0..<depth {
          let left = form == .tn ? a[p * rows + i] : a[i * depth + p]
          let right = form == .nt ? b[j * depth + p] : b[p * columns + j]
          let product = left * right
          sum += product
        }
        out[i * columns + j] = sum
      }
    }
    return out
  }

  @Test(arguments: Form.allCases)
  func productsHaveTheBitsOfThePlainLoop(form: Form) {
    let product =
      switch form {
      case .nn: dk_matmul_nn
      case .nt: dk_matmul_nt
      case .tn: dk_matmul_tn
      }
    var shapes = [
      (32, 16, 16), (64, 128, 300), (9, 40, 784), (16, 2, 32), (1, 16, 32), (33, 31, 129),
    ]
    for rows in [0, 1, 2, 3, 4, 5, 10] {
      for columns in [0, 1, 3, 4, 5, 8, 9, 15, 16, 17, 29] {
        for depth in [0, 1, 2, 3, 7] { shapes.append((rows, columns, depth)) }
      }
    }
    var noise = Noise(state: 7)
    for (rows, columns, depth) in shapes {
      let a = noise.values(rows * depth), b = noise.values(depth * columns)
      let before = noise.values(rows * columns)
      let overwritten = Self.reference(form, rows, columns, depth, a, b, onto: nil)
      let accumulated = Self.reference(form, rows, columns, depth, a, b, onto: before)
      Self.withEachLevel { level in
        var c = before
        product(rows, columns, depth, a, b, &c, 0)
        #expect(Self.same(c, overwritten), "\(form) \(rows)x\(columns)x\(depth), level \(level)")
        c = before
        product(rows, columns, depth, a, b, &c, 1)
        #expect(
          Self.same(c, accumulated), "\(form) \(rows)x\(columns)x\(depth) onto C, level \(level)")
      }
    }
  }

  @Test(arguments: [
    (Form.nn, 128, 784, 64), (.nt, 128, 64, 784), (.tn, 784, 64, 128), (.nn, 17, 333, 300),
    (.nt, 2000, 8, 100), (.nn, 1, 2000, 600), (.nt, 1201, 1, 901),
  ])
  func threadsShareLargeProductsWithoutAChangeOfBits(
    form: Form, rows: Int, columns: Int, depth: Int
  ) {
    defer { dk_set_threads(1) }
    let product =
      switch form {
      case .nn: dk_matmul_nn
      case .nt: dk_matmul_nt
      case .tn: dk_matmul_tn
      }
    var noise = Noise(state: 23)
    let a = noise.values(rows * depth), b = noise.values(depth * columns)
    let before = noise.values(rows * columns)
    var alone = before
    dk_set_threads(1)
    product(rows, columns, depth, a, b, &alone, 1)
    for threads in [2, 3, 16] as [Int32] {
      dk_set_threads(threads)
      for _ in 0..<10 {
        var shared = before
        product(rows, columns, depth, a, b, &shared, 1)
        #expect(Self.same(shared, alone), "\(threads) threads")
      }
    }
  }

  @Test func everyPieceOfALoopIsDoneOnceEvenWithinAnother() {
    defer { dk_set_threads(1) }
    dk_set_threads(3)
    for pieces in [0, 1, 2, 7, 64] {
      var visits = [Int32](repeating: 0, count: pieces * 8)
      dk_parallel(
        pieces,
        { context, piece in
          let row = context?.assumingMemoryBound(to: Int32.self).advanced(by: 8 * piece)
          dk_parallel(8, { $0?.assumingMemoryBound(to: Int32.self)[$1] += 1 }, row)
        }, &visits)
      #expect(visits == [Int32](repeating: 1, count: pieces * 8))
    }
    dk_set_threads(-4)
    #expect(dk_threads() == 1)
    dk_set_threads(1000)
    #expect(dk_threads() == 16)
  }

  @Test(arguments: [(0, 0), (1, 1), (3, 5), (4, 8), (7, 33), (40, 35)])
  func sumsAndBiasesFollowTheirStatedOrder(rows: Int, columns: Int) {
    var noise = Noise(state: 11)
    let c = noise.values(rows * columns)
    let perRow = noise.values(rows), perColumn = noise.values(columns)
    func element(_ i: Int, _ j: Int) -> Double { c[i * columns + j] }
    Self.withEachLevel { level in
      var out = c
      dk_add_to_rows(rows, columns, perRow, &out)
      dk_add_to_columns(rows, columns, perColumn, &out)
      var filled = c
      dk_fill_rows(rows, columns, perRow, &filled)
      var transposed = c
      dk_transpose(rows, columns, c, &transposed)
      for i in 0..<rows {
        for j in 0..<columns {
          #expect(out[i * columns + j] == (element(i, j) + perRow[i]) + perColumn[j])
          #expect(filled[i * columns + j] == perRow[i])
          #expect(transposed[j * rows + i] == element(i, j))
        }
      }
      for onto in [false, true] {
        var rowSums = perRow, columnSums = perColumn
        dk_sum_rows(rows, columns, c, &rowSums, onto ? 1 : 0)
        dk_sum_columns(rows, columns, c, &columnSums, onto ? 1 : 0)
        for i in 0..<rows {
          let sum = (0..<columns).reduce(onto ? perRow[i] : 0) { $0 + element(i, $1) }
          #expect(rowSums[i] == sum, "row \(i), level \(level)")
        }
        for j in 0..<columns {
          let sum = (0..<rows).reduce(onto ? perColumn[j] : 0) { $0 + element($1, j) }
          #expect(columnSums[j] == sum, "column \(j), level \(level)")
        }
      }
    }
  }

  /// Sixteen partial sums, folded by halves.
  static func folded(_ terms: [Double]) -> Double {
    var lane = [Double](repeating: 0, count: 16)
    for (i, term) in terms.enumerated() { lane[i % 16] += term }
    for half in [8, 4, 2, 1] { for l in 0..<half { lane[l] += lane[l + half] } }
    return lane[0]
  }

  @Test(arguments: [0, 1, 5, 15, 16, 17, 100, 1003])
  func vectorHelpersFollowTheirStatedOrder(count: Int) {
    var noise = Noise(state: 13)
    let x = noise.values(count), y = noise.values(count)
    Self.withEachLevel { level in
      #expect(dk_sum(count, x) == Self.folded(x), "level \(level)")
      #expect(dk_dot(count, x, y) == Self.folded(zip(x, y).map { $0 * $1 }), "level \(level)")
      #expect(dk_sum_squares(count, x) == Self.folded(x.map { $0 * $0 }), "level \(level)")
      var out = y
      dk_axpy(count, 0.1, x, &out)
      #expect(out == zip(x, y).map { $1 + 0.1 * $0 })
      dk_multiply(count, x, y, &out)
      #expect(out == zip(x, y).map { $0 * $1 })
      out = x
      dk_scale(count, 0.3, &out)
      #expect(out == x.map { 0.3 * $0 })
    }
  }
}
