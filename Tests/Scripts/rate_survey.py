"""What each rule does on each surface over a grid of rates: where the catalogue's advice comes from.

    python rate_survey.py [SURFACE...] [steps=2000]

One line a rate: the first update after which the loss is within 1e-3 of the surface's least value
(on the saddle, which has none: after which f < -1), how often the movement changed sign in x and in
y within the first 100 updates (the zig-zag), and where the run ended.
"""

import sys
import warnings

import numpy as np
import sympy as sp

import notation
from surfaces import STARTS, SURFACES, x, y

RATES = np.array([m * 10.0**k for k in range(-6, 1) for m in (1, 2, 3, 5)])
LEAST = {"saddle": -1.001, "goldstein_price": 3.0, "two_wells": -2.063090251768194}


def survey(name, rule, steps):
    """The path of every rate at once: an array of steps + 1 x 2 x rates."""
    slopes = [sp.lambdify((x, y), sp.diff(SURFACES[name], s), "numpy") for s in (x, y)]
    s = {"theta": np.array([np.full(len(RATES), start) for start in STARTS[name]])}

    def gradient(theta):
        return np.array([slope(*theta) + 0 * theta[0] for slope in slopes])

    path = [s["theta"]]
    for t in range(steps):
        notation.RULES[rule](s, t, RATES, gradient, **notation.DEFAULTS[rule])
        path.append(s["theta"])
    return np.array(path)


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("steps=")]
    steps = int(next((a[6:] for a in sys.argv[1:] if a.startswith("steps=")), 2000))
    warnings.filterwarnings("ignore")  # runs that overflow are part of the answer
    for name in arguments or SURFACES:
        value = sp.lambdify((x, y), SURFACES[name], "numpy")
        print(f"{name} from {STARTS[name]}")
        for rule in notation.RULES:
            path = survey(name, rule, steps)
            losses = value(path[:, 0], path[:, 1])
            for i, rate in enumerate(RATES):
                hits = np.nonzero(losses[:, i] < LEAST.get(name, 0) + 1e-3)[0]
                away = np.nonzero(~(np.abs(path[:, :, i]).max(axis=1) < 1e6))[0]
                turns = np.diff(np.sign(np.diff(path[:101, :, i], axis=0)), axis=0) != 0
                end = "({:.4g}, {:.4g})".format(*path[-1, :, i])
                print(
                    f"  {rule:9s} {rate:<8.2g}",
                    f"arrives at {hits[0]}" if len(hits) else "does not arrive",
                    "flips {},{}".format(*turns.sum(axis=0)),
                    f"diverges at {away[0]}" if len(away) else f"ends {end} f {losses[-1, i]:.4g}",
                    sep="  ",
                )


if __name__ == "__main__":
    main()
