import LongWork

/// Numbers whose first index changes fastest, in the order in which the last one does.
package func rowMajor(_ values: [Double], of shape: [Int]) -> [Double] {
  guard shape.count > 1, !values.isEmpty else { return values }
  var index = [Int](repeating: 0, count: shape.count)
  var strides = [Int](repeating: 1, count: shape.count)
  for k in 1..<shape.count { strides[k] = strides[k - 1] * shape[k - 1] }
  var (result, place) = ([Double](), 0)
  result.reserveCapacity(values.count)
  for _ in values.indices.inParts() {
    result.append(values[place])
    var k = shape.count - 1
    while k >= 0 {
      index[k] += 1
      place += strides[k]
      if index[k] < shape[k] { break }
      place -= strides[k] * shape[k]
      index[k] = 0
      k -= 1
    }
  }
  return result
}
