/// How many points have no place on a pair of axes.
package struct MissingPoints {
  /// Those of which a number is not finite or too large, and the first of them.
  package var wild = 0
  package var first = 0
  /// Those that are not positive where a logarithmic axis needs it.
  package var flat = 0

  package init(_ xs: [Double], _ ys: [Double], on axes: Axes) {
    let (isLogX, isLogY) = (axes.x.scale == .log, axes.y.scale == .log)
    for i in 0..<min(xs.count, ys.count) {
      if !xs[i].isDrawable || !ys[i].isDrawable {
        if wild == 0 { first = i }
        wild += 1
      } else if (isLogX && xs[i] <= 0) || (isLogY && ys[i] <= 0) {
        flat += 1
      }
    }
  }
}
