"""Writes Sources/CKernels/coefficients.h: the constants of the elementary functions.

    python Tests/Scripts/elementary_coefficients.py      (needs mpmath)

A polynomial interpolates its function at Chebyshev points, which is within a small factor of the best
of its degree; the script prints, as a power of two, how far each strays once rounded to double."""

import pathlib

from mpmath import mp, mpf, atan, asin, cos, erf, erfc, exp, floor, log, pi, sin, sqrt

mp.prec = 1400
OUT = pathlib.Path(__file__).parent.parent.parent / "Sources/CKernels/coefficients.h"


def fit(function, low, high, degree):
    """The interpolant at Chebyshev points, ascending powers, rounded to double."""
    with mp.workprec(400):
        n = degree + 1
        nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * n))
                 for i in range(n)]
        rows = mp.matrix(n, n)
        values = mp.matrix(n, 1)
        for i, x in enumerate(nodes):
            values[i] = function(x)
            for j in range(n):
                rows[i, j] = x**j
        solution = mp.lu_solve(rows, values)
        return [float(solution[j]) for j in range(n)]


def stray(name, exact, approximate, low, high):
    """Prints the largest error of `approximate`, relative to `exact`."""
    with mp.workprec(400):
        worst = mpf(0)
        for i in range(401):
            x = low + (high - low) * (i + mpf(1) / 3) / 401
            worst = max(worst, abs(approximate(x) / exact(x) - 1))
        print(f"{name}: 2^{float(log(worst, 2)):.1f}")


def value(coefficients, x):
    return sum(mpf(c) * x**j for j, c in enumerate(coefficients))


def truncated(x, bits):
    """x cut to a multiple of 2^-bits."""
    return floor(x * mpf(2) ** bits) / mpf(2) ** bits


def pair(x):
    high = float(x)
    return high, float(x - mpf(high))


lines = [
    "/* Constants of the elementary functions; Tests/Scripts/elementary_coefficients.py writes this. */",
    "#ifndef DESCENT_COEFFICIENTS_H",
    "#define DESCENT_COEFFICIENTS_H",
    "",
    "#include <stdint.h>",
]


def constant(name, x, comment=None):
    if comment:
        lines.append(f"/* {comment} */")
    lines.append(f"static const double {name} = {float(x).hex()};")


def array(name, values, comment):
    lines.append(f"\n/* {comment} */")
    lines.append(f"static const double {name}[{len(values)}] = {{")
    lines.extend(f"    {v.hex()}," for v in values)
    lines.append("};")


def table(name, rows, comment):
    lines.append(f"\n/* {comment} */")
    lines.append(f"static const double {name}[{len(rows)}][{len(rows[0])}] = {{")
    lines.extend("    {" + ", ".join(v.hex() for v in row) + "}," for row in rows)
    lines.append("};")


# Logarithm of 2, cut so that its product with any exponent is exact.
lines.append("")
ln2_high = truncated(log(2), 42)
constant("ln2_high", ln2_high, "ln 2 in two parts, the first with 42 bits; and its inverse.")
constant("ln2_low", log(2) - ln2_high)
constant("inverse_ln2", 1 / log(2))

# exp(r) = 1 + r + r^2/2 + r^3 P(r)
bound = log(2) / 2 * mpf("1.0001")
exp_cubic = fit(lambda r: (exp(r) - 1 - r - r * r / 2) / r**3, -bound, bound, 9)
stray("exp", exp, lambda r: 1 + r + r * r / 2 + r**3 * value(exp_cubic, r), -bound, bound)
array("exp_cubic", exp_cubic, "exp(r) = 1 + r + r^2/2 + r^3 P(r) for |r| <= (ln 2)/2.")

# log: m = 2^-k x in [sqrt(1/2), sqrt 2), c its nearest multiple of 1/128.
lines.append("\n/* The first of the multiples of 1/128 that log_table is about. */")
lines.append("enum { log_table_first = 90 };")
rows = []
worst = mpf(0)
for c in range(90, 183):
    inverse = mpf(round(mpf(128) / c * 1024)) / 1024
    for end in (c - mpf(1) / 2, c + mpf(1) / 2):
        worst = max(worst, abs(end / 128 * inverse - 1))
    high = truncated(-log(inverse), 42)
    rows.append((float(inverse), float(high), float(-log(inverse) - high)))
print("log: |r| up to", float(worst))
table("log_table", rows,
      "1/c to 11 bits, and -ln of that in two parts, the first with 42 bits; c = index/128.")

# sin and cos on [0, pi/4], in z = y^2
quarter = (pi / 4)**2 * mpf("1.0001")
sine = fit(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, mpf(0), quarter, 6)
stray("sin", lambda z: sin(sqrt(z)) / sqrt(z), lambda z: 1 + z * value(sine, z), mpf(0), quarter)
array("sin_cubic", sine, "sin(y) = y + y^3 P(y^2) for |y| <= pi/4.")
cosine = fit(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, mpf(0), quarter, 5)
stray("cos", lambda z: cos(sqrt(z)), lambda z: 1 - z / 2 + z * z * value(cosine, z), mpf(0),
      quarter)
array("cos_quartic", cosine, "cos(y) = 1 - y^2/2 + y^4 P(y^2) for |y| <= pi/4.")

lines.append("")
rest = pi / 2
for i in (1, 2, 3):
    part = truncated(rest, 33 * i - 1)
    constant(f"half_pi_{i}", part,
             "pi/2 in four parts, the first three of at most 33 bits." if i == 1 else None)
    rest -= part
constant("half_pi_4", rest)
constant("inverse_half_pi", 2 / pi, "2/pi, pi/2 and pi, the latter two in two parts.")
for name, number in (("half_pi", pi / 2), ("pi", pi)):
    high, low = pair(number)
    constant(f"{name}_high", high)
    constant(f"{name}_low", low)

words = [0]
fraction = 2 / pi
for _ in range(20):
    fraction *= mpf(2) ** 64
    words.append(int(floor(fraction)))
    fraction -= floor(fraction)
lines.append("\n/* 64 zeros, and the first 1280 binary places of 2/pi. */")
lines.append(f"static const uint64_t two_over_pi[{len(words)}] = {{")
lines.extend(f"    0x{w:016x}," for w in words)
lines.append("};")

# atan
limit = (mpf(1) / 8)**2 * mpf("1.01")
arc = fit(lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, mpf(0), limit, 8)
stray("atan", lambda z: atan(sqrt(z)) / sqrt(z), lambda z: 1 + z * value(arc, z), mpf(0), limit)
array("atan_cubic", arc, "atan(t) = t + t^3 P(t^2) for |t| <= 1/8.")
table("atan_table", [pair(atan(mpf(i) / 16)) for i in range(17)], "atan(i/16) in two parts.")
table("acot_table", [pair(pi / 2 - atan(mpf(i) / 16)) for i in range(17)],
      "pi/2 - atan(i/16) in two parts.")

# asin
limit = mpf(1) / 4 * mpf("1.0001")
arcsine = fit(lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, mpf(0), limit, 12)
stray("asin", lambda z: asin(sqrt(z)) / sqrt(z), lambda z: 1 + z * value(arcsine, z), mpf(0), limit)
array("asin_cubic", arcsine, "asin(t) = t + t^3 P(t^2) for |t| <= 1/2.")

# erf near 0 in u = x^2; beyond 1, ln(erfc(x) / t) + x^2 in s = t - erf_middle, t = 2 / (2 + x)
tiny = mpf("1e-30")
near = fit(lambda u: erf(sqrt(u)) / sqrt(u) - 1, tiny, mpf("1.0001"), 13)
stray("erf", lambda u: erf(sqrt(u)) / sqrt(u), lambda u: 1 + value(near, u), tiny, mpf(1))
array("erf_near", near, "erf(x) = x + x P(x^2) for |x| <= 1.")
middle = mpf("0.4375")
constant("erf_middle", middle)
tail = lambda s: log(erfc(2 / (s + middle) - 2) / (s + middle)) + (2 / (s + middle) - 2)**2
far = fit(tail, mpf("0.25") - middle, mpf("0.6667") - middle, 16)
stray("erfc", lambda s: exp(tail(s)), lambda s: exp(value(far, s)), mpf("0.25") - middle,
      mpf("0.6667") - middle)
array("erf_far", far,
      "erf(x) = 1 - t e^(P(t - erf_middle) - x^2), t = 2/(2 + x), for 1 <= x <= 6.")

lines.append("\n#endif")
OUT.write_text("\n".join(lines) + "\n")
