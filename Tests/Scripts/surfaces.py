"""The catalogue's error surfaces as SymPy expressions, written down from their publications.

`minima` are exact where they have a closed form and correct to every printed digit otherwise.
"""

import sympy as sp

x, y = sp.symbols("x y", real=True)
exp, sqrt, cos, tanh, pi = sp.exp, sp.sqrt, sp.cos, sp.tanh, sp.pi
R = sp.Rational

SURFACES = {
    "bowl": x**2 + y**2,
    "stretched_bowl": (x**2 + 10 * y**2) / 2,
    "ravine": R(1, 10) * x**2 + 2 * y**2,
    "valley": 2 * x**2 + R(2, 100) * (y**2 - 4) ** 2,
    "saddle": x**2 - y**2,
    "beale": (R(3, 2) - x + x * y) ** 2
    + (R(9, 4) - x + x * y**2) ** 2
    + (R(21, 8) - x + x * y**3) ** 2,
    "rosenbrock": (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "distill": (1 - x) ** 2 + 20 * (3 * y - x**2) ** 2,
    "himmelblau": (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "rastrigin": 20 + x**2 - 10 * cos(2 * pi * x) + y**2 - 10 * cos(2 * pi * y),
    "ackley": -20 * exp(-R(1, 5) * sqrt((x**2 + y**2) / 2))
    - exp((cos(2 * pi * x) + cos(2 * pi * y)) / 2)
    + exp(1)
    + 20,
    "booth": (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "goldstein_price": (
        1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    )
    * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)),
    "two_wells": x**2
    + y**2
    - 2 * exp(-((x - 1) ** 2 + y**2) / R(1, 5))
    - 3 * exp(-((x + 1) ** 2 + y**2) / R(1, 5)),
    "plateau": tanh(x) ** 2 + tanh(y) ** 2,
}

STARTS = {
    "bowl": (2.0, 1.5),
    "stretched_bowl": (4.0, 2.0),
    "ravine": (-5.0, -2.0),
    "valley": (-0.8, 0.01),
    "saddle": (-1.0, 0.001),
    "beale": (1.0, 1.5),
    "rosenbrock": (-1.2, 1.0),
    "distill": (-1.21, 0.853),
    "himmelblau": (0.0, 0.0),
    "rastrigin": (3.3, -2.2),
    "ackley": (2.4, 1.8),
    "booth": (-7.0, 6.0),
    "goldstein_price": (-0.5, 0.3),
    "two_wells": (1.9, 0.9),
    "plateau": (4.0, 3.0),
}
