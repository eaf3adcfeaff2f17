"""Every rule under every schedule, step by step, in NumPy: what the engine's steps must agree with.

    python optimizer_reference.py          writes ../EngineTests/References/optimizers.txt

Each run is made twice: in float64, which is what is written, and in 50-digit arithmetic from the
same start. A run whose float64 numbers stray from the exact ones by more than `TAME` (relative to
the quantity's size at that step) is refused, so that a comparison to 1e-12 tests the formulas and
not how rounding errors grew.
"""

import pathlib
import platform

import mpmath
import numpy as np

import notation

mpmath.mp.dps = 50
TAME = 3e-13
OUT = pathlib.Path(__file__).parent.parent / "EngineTests/References/optimizers.txt"


def exp(value):
    return mpmath.exp(value) if isinstance(value, mpmath.mpf) else np.exp(value)


def vector(*components):
    return np.array(components, dtype=object if isinstance(components[0], mpmath.mpf) else float)


# Surfaces with gradients derived by hand: theta -> (loss, gradient).


def stretched_bowl(theta):
    x, y = theta
    return (x * x + 10 * y * y) / 2, vector(x, 10 * y)


def rosenbrock(theta):
    x, y = theta
    bend = y - x * x
    return (1 - x) ** 2 + 100 * bend**2, vector(-2 * (1 - x) - 400 * x * bend, 200 * bend)


def two_wells(theta):
    x, y = theta
    right = exp(-5 * ((x - 1) ** 2 + y * y))
    left = exp(-5 * ((x + 1) ** 2 + y * y))
    return (
        x * x + y * y - 2 * right - 3 * left,
        vector(
            2 * x + 20 * (x - 1) * right + 30 * (x + 1) * left,
            2 * y + 20 * y * right + 30 * y * left,
        ),
    )


OBJECTIVES = {"stretched_bowl": stretched_bowl, "rosenbrock": rosenbrock, "two_wells": two_wells}
STARTS = {"stretched_bowl": (4.0, 2.0), "rosenbrock": (-1.2, 1.0), "two_wells": (1.9, 0.9)}
RATES = {
    "stretched_bowl": dict(
        gd=0.04, momentum=0.005, nesterov=0.004, adagrad=0.5, rmsprop=0.03, adam=0.1, adamw=0.1,
        nadam=0.1, radam=0.1,
    ),
    "rosenbrock": dict(
        gd=5e-5, momentum=2e-5, nesterov=2e-5, adagrad=0.02, rmsprop=0.003, adam=0.005, adamw=0.005,
        nadam=0.005, radam=0.005,
    ),
    "two_wells": dict(
        gd=0.004, momentum=0.001, nesterov=0.001, adagrad=0.08, rmsprop=0.01, adam=0.01, adamw=0.01,
        nadam=0.01, radam=0.01,
    ),
}
# Each does something within 60 updates: three drops; 10 updates beyond T for the two that end.
SCHEDULES = {
    "constant": {},
    "step": {"factor": 0.5, "milestones": (7, 20, 45)},
    "cosine": {"T": 50},
    "linear": {"T": 50},
    "inverse_sqrt": {},
    "exponential": {"gamma": 0.95},
    "warmup": {"T": 8, "from": 0.25},
}
ASCII = {"lam": "lambda"}


def run(numbers, surface, rule, schedule, lr, steps, parameters, hyper, l1, l2):
    """One run's rows: t, eta, loss, penalty, theta, g, delta, the rule's own quantities."""
    exact = numbers is mpmath.mp
    convert = mpmath.mpf if exact else float
    objective = OBJECTIVES[surface]
    hyper = {name: convert(value) for name, value in hyper.items()}
    parameters = {
        name: convert(value) if isinstance(value, float) else value
        for name, value in parameters.items()
    }
    l1, l2, lr = convert(l1), convert(l2), convert(lr)

    def gradient(theta):
        return objective(theta)[1] + notation.penalty_gradient(theta, l1, l2)

    s = {"theta": vector(*(convert(value) for value in STARTS[surface]))}
    rows = []
    for t in range(steps):
        before = s["theta"]
        library = mpmath.mp if exact else __import__("math")
        eta = notation.learning_rate(schedule, lr, t, library, **parameters)
        named = notation.RULES[rule](s, t, eta, gradient, **hyper)
        theta = s["theta"]
        rows.append(
            {
                "t": t + 1,
                "eta": eta,
                "loss": objective(theta)[0],
                "penalty": notation.penalty_value(theta, l1, l2),
                "theta": theta,
                "g": named.pop("g"),
                "delta": theta - before,
                **named,
            }
        )
    return rows


def size(value):
    return max(abs(v) for v in np.atleast_1d(value))


def stray(rows, exact_rows):
    """The largest error of any quantity, relative to its largest component at that step."""
    worst = 0
    for row, exact_row in zip(rows, exact_rows):
        for name, value in row.items():
            true = exact_row[name]
            scale = size(true) if name != "delta" else max(size(true), size(exact_row["theta"]))
            error = size(np.atleast_1d(value) - np.atleast_1d(true))
            if error > 0:
                worst = max(worst, float(error / scale))
    return worst


def text(value):
    return " ".join(repr(float(v)) for v in np.atleast_1d(value))


def write(lines, surface, rule, schedule, steps=60, hyper=None, l1=0.0, l2=0.0):
    lr = RATES[surface][rule]
    hyper = {**notation.DEFAULTS[rule], **(hyper or {})}
    parameters = SCHEDULES[schedule]
    arguments = (surface, rule, schedule, lr, steps, parameters, hyper, l1, l2)
    rows = run(np, *arguments)
    worst = stray(rows, run(mpmath.mp, *arguments))
    if worst > TAME:
        raise SystemExit(f"{surface} {rule} {schedule}: strays by {worst:.1e}")
    if surface == "two_wells" and min(abs(row["loss"]) for row in rows) < 0.1:
        raise SystemExit(f"{surface} {rule} {schedule}: f passes 0 as a difference of large terms")
    settings = {"surface": surface, "rule": rule, "schedule": schedule, "lr": lr, "l1": l1, "l2": l2}
    settings |= {"start": ",".join(map(repr, STARTS[surface]))}
    settings |= {ASCII.get(name, name): value for name, value in hyper.items()}
    settings |= {
        name: ",".join(map(str, value)) if isinstance(value, tuple) else value
        for name, value in parameters.items()
    }
    lines.append("run " + " ".join(f"{name}={value}" for name, value in settings.items()))
    keep = [name for name in rows[0] if name != "penalty" or l1 or l2]
    lines.append(
        "columns "
        + " ".join(f"{n}[0] {n}[1]" if np.ndim(rows[0][n]) else n for n in keep)
    )
    for row in rows:
        lines.append(" ".join([str(row["t"]), *(text(row[name]) for name in keep[1:])]))
    return worst


def main():
    lines = [
        f"# optimizers: numpy {np.__version__}, mpmath {mpmath.__version__}, "
        f"python {platform.python_version()}",
        "# run: the settings. columns: the names. Then a row an update, after it: t updates made.",
        f"# Every row agrees with 50-digit arithmetic to {TAME} of the quantity's size at its step.",
    ]
    worst = 0
    for surface in ("stretched_bowl", "rosenbrock"):
        for rule in notation.RULES:
            for schedule in SCHEDULES:
                worst = max(worst, write(lines, surface, rule, schedule))
    for rule, schedule in zip(notation.RULES, list(SCHEDULES)[:5] * 2):
        worst = max(worst, write(lines, "two_wells", rule, schedule))
    # Penalties, alone and together, and hyperparameters away from their defaults.
    for i, rule in enumerate(notation.RULES):
        l1, l2 = ((0.5, 0.0), (0.0, 0.3), (0.1, 0.2))[i % 3]
        worst = max(worst, write(lines, "stretched_bowl", rule, "constant", 30, l1=l1, l2=l2))
        l1, l2 = ((0.0, 0.3), (0.1, 0.2), (0.5, 0.0))[i % 3]
        worst = max(worst, write(lines, "rosenbrock", rule, "step", 30, l1=l1, l2=l2))
    for rule, hyper in (
        ("momentum", {"lam": 0.5}),
        ("nesterov", {"lam": 0.75}),
        ("adagrad", {"eps": 0.125}),
        ("rmsprop", {"alpha": 0.6, "eps": 0.0}),
        ("rmsprop", {"alpha": 0.99, "eps": 0.25}),
        ("adam", {"beta1": 0.5, "beta2": 0.75, "eps": 0.1}),
        ("adamw", {"beta1": 0.8, "beta2": 0.9, "eps": 1e-4, "decay": 0.25}),
        ("nadam", {"beta1": 0.8, "beta2": 0.9, "eps": 1e-4, "momentum_decay": 0.25}),
        ("radam", {"beta1": 0.8, "beta2": 0.9, "eps": 1e-4}),
    ):
        worst = max(worst, write(lines, "two_wells", rule, "step", 30, hyper))
    OUT.write_text("\n".join(lines) + "\n")
    print(f"{sum(line.startswith('run') for line in lines)} runs, worst stray {worst:.1e}")


if __name__ == "__main__":
    main()
