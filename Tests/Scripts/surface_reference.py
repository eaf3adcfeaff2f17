"""Values, gradients and Hessians of the catalogue's surfaces, by SymPy in 40-digit arithmetic.

    python surface_reference.py            writes ../EngineTests/References/surfaces.txt

Every number is the double nearest to the true value. The points lie inside the plot window and are
chosen so that plain double arithmetic keeps 13 digits there; the minima are solved for, not copied.
"""

import pathlib
import platform

import mpmath
import numpy as np
import sympy as sp

import surfaces
from surfaces import SURFACES, STARTS, x, y

mpmath.mp.dps = 40
OUT = pathlib.Path(__file__).parent.parent / "EngineTests/References/surfaces.txt"

WINDOWS = {
    "bowl": (-3, 3, -3, 3),
    "stretched_bowl": (-5, 5, -3, 3),
    "ravine": (-6, 2, -3, 3),
    "valley": (-1, 1, -1, 3),
    "saddle": (-1.5, 1.5, -1.5, 1.5),
    "beale": (-4.5, 4.5, -4.5, 4.5),
    "rosenbrock": (-2, 2, -1, 3),
    "distill": (-2, 2, -0.4, 1.2),
    "himmelblau": (-5, 5, -5, 5),
    "rastrigin": (-5.12, 5.12, -5.12, 5.12),
    "ackley": (-4, 4, -4, 4),
    "booth": (-10, 10, -10, 10),
    "goldstein_price": (-2, 2, -3, 1),
    "two_wells": (-2, 2, -1.5, 1.5),
    "plateau": (-5, 5, -5, 5),
}

# Where the search for each least point starts; none on the saddle, which has none.
# Ackley's is a cusp without a derivative and is taken as it stands.
NEAR_MINIMA = {
    "bowl": [(0.1, 0.1)],
    "stretched_bowl": [(0.1, 0.1)],
    "ravine": [(0.1, 0.1)],
    "valley": [(0.1, 2.1), (0.1, -2.1)],
    "beale": [(3.0, 0.5)],
    "rosenbrock": [(1.0, 1.0)],
    "distill": [(1.0, 0.33)],
    "himmelblau": [(3.0, 2.0), (-2.8, 3.1), (-3.8, -3.3), (3.6, -1.8)],
    "rastrigin": [(0.01, 0.01)],
    "booth": [(1.1, 3.1)],
    "goldstein_price": [(0.01, -1.01)],
    "two_wells": [(-0.94, 0.01)],
    "plateau": [(0.1, 0.1)],
}


def partial_derivatives(f):
    first = [sp.diff(f, s) for s in (x, y)]
    second = [sp.diff(first[0], x), sp.diff(first[0], y), sp.diff(first[1], y)]
    return [f, *first, *second]


def minima(name, parts):
    if name == "ackley":
        return [(0.0, 0.0)]
    exact = [sp.lambdify((x, y), part, "mpmath") for part in parts]
    found = []
    for guess in NEAR_MINIMA.get(name, []):
        root = mpmath.findroot(lambda a, b: [exact[1](a, b), exact[2](a, b)], guess)
        # Rounding to 30 digits turns the solver's 1e-38 into the 0 it stands for.
        found.append(tuple(float(sp.Float(str(mpmath.nstr(r, 30)))) if abs(r) > 1e-30 else 0.0
                           for r in root))
    return found


def main():
    lines = [
        f"# surfaces: sympy {sp.__version__}, mpmath {mpmath.__version__}, "
        f"numpy {np.__version__}, python {platform.python_version()}",
        "# surface NAME, start X Y, minimum X Y F, point X Y F FX FY FXX FXY FYY",
    ]
    for name, f in SURFACES.items():
        parts = partial_derivatives(f)
        exact = [sp.lambdify((x, y), part, "mpmath") for part in parts]
        plain = [sp.lambdify((x, y), part, "numpy") for part in parts]
        lines.append(f"surface {name}")
        lines.append("start " + " ".join(repr(v) for v in STARTS[name]))
        for point in minima(name, parts):
            least = float(exact[0](*map(mpmath.mpf, point)))
            least = 0.0 if abs(least) < 1e-24 else least  # the minimum was rounded to doubles
            lines.append("minimum " + " ".join(repr(v) for v in (*point, least)))
        low_x, high_x, low_y, high_y = WINDOWS[name]
        random = np.random.RandomState(sum(map(ord, name)))
        points = [STARTS[name]]
        while len(points) < 10:
            a, b = random.uniform(low_x, high_x), random.uniform(low_y, high_y)
            point = (round(float(a), 3), round(float(b), 3))
            true = [float(part(*map(mpmath.mpf, point))) for part in exact]
            seen = [float(part(*point)) for part in plain]
            if all(abs(s - t) <= 1e-13 * abs(t) for s, t in zip(seen, true)):
                points.append(point)
        for point in points:
            numbers = [float(part(*map(mpmath.mpf, point))) for part in exact]
            lines.append("point " + " ".join(repr(float(v)) for v in (*point, *numbers)))
    OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
