import Arrays
import Console
import Engine

extension Verbs {
  private static let file = Argument<String>(
    required: "file", .path, "a .npz or .safetensors file of your own numbers")
  private static let rel = Argument<Double?>(
    "rel", .positive, "how far off counts as the same, relative to the largest number of an array")

  package static let compare = Command(
    "compare", .inspect, "compares your own program's numbers and names the first mistake",
    discussion: """
      Each array of the file is compared with the quantity of its key: grad_W1, W1, m, v_hat, delta, \
      g, theta, loss, z1, ...; a part of a long one by the layer's name, as m_W1, g_b2. PyTorch's \
      and Keras' names of weights are taken as in 'network weights=', and 0.weight.grad is their \
      gradient. Arrays are looked at in the order in which an update works them out, so the first \
      that differs is where the mistake is: its worst number is named, how far off it is, and, where \
      a known mistake gives your numbers, which one.

      Numbers agree to 1e-9 of the array's largest, those of float32 files to 1e-4, of 16 bits to \
      1e-2, unless rel= says otherwise. z1, a1 and d1 may have examples in rows.
      """,
    parameters: [file, rel],
    examples: [
      "data points x=1,2 y=3; network 2-1:linear theta=0.5,1,0; step",
      "export weights mine.npz force=yes", "compare mine.npz",
    ]
  ) { workspace, arguments throws(ShellError) in
    _ = try workspace.requireBranch()
    let path = arguments[file]
    let arrays = try arguments.locating(file) { () throws(ShellError) in
      try ArrayFile.read(path)
    }
    let comparison = try Comparison(of: arrays, with: workspace, tolerance: arguments[rel])
    guard !comparison.entries.isEmpty else {
      throw arguments.error(comparison.noneMessage(in: workspace), about: file)
    }
    return [try workspace.report(on: comparison, path: path)]
  }
}
