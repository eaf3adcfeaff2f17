"""Bayesian search beside bayesian-optimization (expected improvement) and optuna (GPSampler).

    python bayes_peers.py BENCHMARKS [SEEDS]

BENCHMARKS is the built program `benchmarks`, or - for the peers alone. All start from the same five
uniform points of each seed, RandomState(seed), in the unit cube, and see the same values. Printed: the
median over the seeds (20) of the simple regret, the least value seen above the function's least, after
30 and after 60 evaluations; and the processor time of a suggestion at 60 observations.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
import subprocess
import sys
import time
import warnings

import numpy as np

STARTS, EVALUATIONS = 5, 60


def branin(u):
    x, y = -5 + 15 * u[0], 15 * u[1]
    bend = y - 5.1 / (4 * np.pi**2) * x**2 + 5 / np.pi * x - 6
    return bend**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x) + 10 - 0.39788735772973816


def log_goldstein_price(u):
    x, y = -2 + 4 * u[0], -2 + 4 * u[1]
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    second = 30 + (2 * x - 3 * y) ** 2 * (
        18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    )
    return np.log(first * second / 3)


HEIGHTS = np.array([1, 1.2, 3, 3.2])
SHARPNESS = np.array(
    [
        [10, 3, 17, 3.5, 1.7, 8],
        [0.05, 10, 17, 0.1, 8, 14],
        [3, 3.5, 1.7, 10, 17, 8],
        [17, 8, 0.05, 10, 0.1, 14],
    ]
)
CENTERS = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)


def hartmann6(u):
    distances = (SHARPNESS * (np.asarray(u) - CENTERS) ** 2).sum(axis=1)
    return 3.3223680114155148 - (HEIGHTS * np.exp(-distances)).sum()


FUNCTIONS = {
    "branin": (branin, 2),
    "hartmann-6": (hartmann6, 6),
    "log-goldstein-price": (log_goldstein_price, 2),
}


def start(seed, dimensions):
    return np.random.RandomState(seed).random_sample((STARTS, dimensions))


def bayesian_optimization(function, dimensions, seed):
    from bayes_opt import BayesianOptimization
    from bayes_opt.acquisition import ExpectedImprovement

    names = [f"x{j}" for j in range(dimensions)]
    search = BayesianOptimization(
        f=None,
        pbounds={name: (0, 1) for name in names},
        acquisition_function=ExpectedImprovement(xi=0.0),
        random_state=seed,
        verbose=0,
        allow_duplicate_points=True,
    )
    values, seconds = [], []
    for point in start(seed, dimensions):
        values.append(function(point))
        search.register(params=dict(zip(names, point)), target=-values[-1])
    while len(values) < EVALUATIONS:
        begin = time.process_time()
        params = search.suggest()
        seconds.append(time.process_time() - begin)
        values.append(function([params[name] for name in names]))
        search.register(params=params, target=-values[-1])
    return values, seconds[-1]


def optuna_gp(function, dimensions, seed):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    names = [f"x{j}" for j in range(dimensions)]
    study = optuna.create_study(
        sampler=optuna.samplers.GPSampler(
            seed=seed, n_startup_trials=STARTS, deterministic_objective=True
        )
    )
    for point in start(seed, dimensions):
        study.enqueue_trial(dict(zip(names, point)))
    values, seconds = [], []
    while len(values) < EVALUATIONS:
        begin = time.process_time()
        trial = study.ask()
        point = [trial.suggest_float(name, 0, 1) for name in names]
        seconds.append(time.process_time() - begin)
        values.append(function(point))
        study.tell(trial, values[-1])
    return values, seconds[-1]


def own(program, seeds):
    """The regrets of each function after 30 and 60, and the milliseconds of a suggestion."""
    if seeds != 20:
        sys.exit("the program's own figures are over 20 seeds")
    output = subprocess.run(
        [program, "bayes-regret", "bayes-suggest-60"], capture_output=True, text=True, check=True
    )
    figures = {}
    for line in output.stdout.splitlines():
        figure = json.loads(line)
        figures[figure["bench"]] = figure["value"]
    regrets = {
        name: [1e-6 * figures[f"bayes-regret-{name}-{count}"] for count in (30, 60)]
        for name in FUNCTIONS
    }
    return regrets, figures["bayes-suggest-60"]


def main():
    warnings.filterwarnings("ignore")
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    rows = []
    if sys.argv[1] != "-":
        rows.append(("descent", *own(sys.argv[1], seeds)))
    for title, search in [
        ("bayesian-optimization, EI", bayesian_optimization),
        ("optuna, GPSampler", optuna_gp),
    ]:
        regrets, slowest = {}, 0
        for name, (function, dimensions) in FUNCTIONS.items():
            runs = []
            for seed in range(seeds):
                values, seconds = search(function, dimensions, seed)
                runs.append([min(values[:30]), min(values)])
                if name == "hartmann-6":
                    slowest = max(slowest, seconds)
            regrets[name] = np.median(runs, axis=0)
            print(title, name, *regrets[name], file=sys.stderr, flush=True)
        rows.append((title, regrets, slowest * 1e3))
    heads = [f"{name} {count}" for name in FUNCTIONS for count in (30, 60)]
    print("| median simple regret after | " + " | ".join(heads) + " | ms a suggestion |")
    print("| --- |" + " --- |" * (len(heads) + 1))
    for title, regrets, milliseconds in rows:
        cells = [f"{value:.2g}" for name in FUNCTIONS for value in regrets[name]]
        print(f"| {title} | " + " | ".join(cells) + f" | {milliseconds:.3g} |")


main()
