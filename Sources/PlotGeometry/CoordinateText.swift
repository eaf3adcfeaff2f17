import Conversion

/// A coordinate with at most two decimals.
package func coordinateText(_ value: Double) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "0" }
  let hundredths = Int(clamping: (value * 100).rounded())
  let sign = hundredths < 0 ? "-" : ""
  let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
  if rest == 0 { return "\(sign)\(whole)" }
  if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
  return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
}
