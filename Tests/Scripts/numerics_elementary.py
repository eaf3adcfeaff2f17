"""Writes Tests/EngineTests/References/numerics_elementary.txt: elementary functions from mpmath.

    python Tests/Scripts/numerics_elementary.py      (needs mpmath)

A line is: function, its arguments, the nearest double to the exact value, and what that double lacks,
in units of its last place; all numbers but the last are hexadecimal."""

import math
import pathlib
import random
import struct

import mpmath
from mpmath import mp, mpf

OUT = pathlib.Path(__file__).parent.parent / "EngineTests/References/numerics_elementary.txt"
COUNT = 60  # for each way of drawing arguments
random.seed(688)


def evenly(low, high):
    return lambda: (random.uniform(low, high),)


def logarithmic(low, high, base=0.0):
    """base plus or minus a power of two, its exponent drawn evenly."""
    return lambda: (base + random.choice((-1, 1)) * 2 ** random.uniform(low, high),)


def any_bits():
    return struct.unpack("d", struct.pack("Q", random.getrandbits(64)))[0]


def near_quarter_turns():
    return (random.randint(1, 10**7) * math.pi / 2,)


circular = [evenly(-0.8, 0.8), evenly(-10, 10), evenly(-1e6, 1e6), logarithmic(18, 1023),
            near_quarter_turns]
inverse = [evenly(-1, 1), evenly(0.45, 0.55), logarithmic(-30, 0), logarithmic(-50, -3, 1),
           logarithmic(-50, -3, -1)]
hyperbolic = [evenly(-1, 1), evenly(-5, 5), evenly(-25, 25), evenly(-710.4, 710.4),
              logarithmic(-60, 5)]
FUNCTIONS = {
    "exp": (mpmath.exp, [evenly(-0.4, 0.4), evenly(-5, 5), evenly(-745, 710), evenly(-745, -700),
                         logarithmic(-30, 9)]),
    "expm1": (mpmath.expm1, [evenly(-0.5, 0.5), evenly(-5, 5), evenly(-50, 710),
                             evenly(30, 60), logarithmic(-60, 5)]),
    "log": (mpmath.log, [evenly(0.5, 2), evenly(0.98, 1.02), lambda: (abs(any_bits()),),
                         evenly(0, 1e-309), logarithmic(-50, -3, 1)]),
    "log1p": (mpmath.log1p, [evenly(-0.5, 1), evenly(-0.02, 0.02), evenly(-1, 100),
                             logarithmic(-60, -3), lambda: (2 ** random.uniform(-3, 1000),)]),
    "sin": (mpmath.sin, circular),
    "cos": (mpmath.cos, circular),
    "tan": (mpmath.tan, circular),
    "asin": (mpmath.asin, inverse),
    "acos": (mpmath.acos, inverse),
    "atan": (mpmath.atan, [evenly(-1.2, 1.2), evenly(-20, 20), logarithmic(-30, 70)]),
    "sinh": (mpmath.sinh, hyperbolic),
    "cosh": (mpmath.cosh, hyperbolic),
    "tanh": (mpmath.tanh, hyperbolic),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)),
                [evenly(-1, 1), evenly(-10, 10), evenly(-745, 40), logarithmic(-60, 5)]),
    "atan2": (mpmath.atan2, [
        lambda: (random.uniform(-1, 1), random.uniform(-1, 1)),
        lambda: (any_bits(), any_bits()),
        lambda: (random.choice((-1, 1)) * 2 ** random.uniform(-1070, 1020),
                 random.choice((-1, 1)) * 2 ** random.uniform(-1070, 1020))]),
    "pow": (mpmath.power, [
        lambda: (random.uniform(0, 3), random.uniform(-5, 5)),
        lambda: (random.uniform(0.9, 1.1), random.uniform(-5000, 5000)),
        lambda: (abs(any_bits()), random.uniform(-1, 1)),
        lambda: (random.uniform(0, 10), random.uniform(-330, 300)),
        lambda: (1 + random.choice((-1, 1)) * 2 ** random.uniform(-40, -10),
                 2 ** random.uniform(10, 40)),
        lambda: (float(random.randint(-20, 20) or 3), float(random.randint(-9, 14)))]),
    "erf": (mpmath.erf, [evenly(-1, 1), evenly(-6.5, 6.5), evenly(1, 2), logarithmic(-60, 3)]),
}

lines = [f"mpmath {mpmath.__version__}: function, arguments, nearest double, remainder in ulps"]
for name, (function, ways) in FUNCTIONS.items():
    for way in ways:
        for _ in range(COUNT):
            x = way()
            if not all(math.isfinite(v) for v in x):
                continue
            if (name in ("asin", "acos") and abs(x[0]) > 1) or (name == "log1p" and x[0] <= -1):
                continue
            mp.prec = 1400 if name in ("sin", "cos", "tan") else 240
            exact = function(*map(mpf, x))
            nearest = float(exact)
            if math.isinf(nearest):
                continue
            remainder = float((exact - mpf(nearest)) / mpf(math.ulp(nearest)))
            lines.append(" ".join([name, *(v.hex() for v in x), nearest.hex(), f"{remainder:.3f}"]))
OUT.write_text("\n".join(lines) + "\n")
