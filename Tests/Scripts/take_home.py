"""Exported scripts end at the same numbers: each of a covering array of sessions, run in its library.

    python take_home.py PROGRAM [numpy pytorch keras] [--table FILE]

Every pair of settings comes together in some session: rule, schedule, penalty, dropout, activation, loss,
convention, early stopping; then surfaces under every rule, and sessions whose settings change on the way. PROGRAM is the descent binary. Each script is
run by this Python and must agree with the session to 1e-9 at every tenth of its run. Without names of
libraries it is NumPy alone, which is what CI has.
"""

import argparse
import contextlib
import io
import itertools
import pathlib
import random
import re
import runpy
import subprocess
import sys
import tempfile

OWN = (
    "define rule mine; param k = 0.8; slot u; u = k*u + (1 - k)*g^2; s = sqrt(u) + 1e-3; "
    "delta = -eta*g/s - 0.01*eta*sign(g)*min(abs(g), 1/t); end; "
)
FACTORS = {
    "rule": [
        "gd lr=0.05", "momentum lr=0.02", "nesterov lr=0.02", "adagrad lr=0.05", "rmsprop lr=0.01",
        "adam lr=0.02", "adamw lr=0.02 decay=0.1", "nadam lr=0.01", "radam lr=0.02", "mine lr=0.01",
    ],
    "schedule": [
        "constant", "step milestones=2,4 factor=0.5", "cosine T=9", "linear T=40 per=step",
        "inverse_sqrt per=step", "exponential gamma=0.95", "warmup T=6 from=0.2 per=step",
        '"lr/(1 + 0.1*t)"',
    ],
    "penalty": ["none", "l2=0.01", "l1=0.003", "l1=0.001 l2=0.02 biases=yes"],
    "dropout": [
        "none", "drop=0.3", "inverted drop=0.3", "drop=0.4 per=batch", "inverted keep=0.8 input=0.2",
    ],
    "activation": [
        "tanh", "relu", "leaky_relu", "elu0.5", "gelu", "softplus", "sigmoid", "maxout2", "maxout3",
    ],
    "loss": ["mse", "bce", "cross_entropy", "softmax_mse", "maxout_mse"],
    "convention": ["lecture", "pytorch"],
    "stop": ["none", "patience=1 min_delta=0.01", "monitor=val_loss patience=2 restore=no"],
}
SURFACES = [
    "rosenbrock", "himmelblau", '"x^4/3 + exp(y/5) + y^2 - x*y" at=1,-1', '"sin(x)*cos(y) + x^2/9" at=1,2',
]


def covering(least):
    """Sessions in which every pair of values of two factors occurs, at least so many."""
    draw = random.Random(1)
    names = list(FACTORS)
    values = [range(len(FACTORS[name])) for name in names]
    left = {
        (i, a, j, b)
        for i, j in itertools.combinations(range(len(names)), 2)
        for a in values[i]
        for b in values[j]
    }
    pairs = lambda row: {
        (i, row[i], j, row[j]) for i, j in itertools.combinations(range(len(names)), 2)
    }
    rows = []
    while left or len(rows) < least:
        candidates = [[draw.choice(v) for v in values] for _ in range(40)]
        if left:
            for row in candidates[:20]:
                i, a, j, b = draw.choice(sorted(left))
                row[i], row[j] = a, b
        best = max(candidates, key=lambda row: len(pairs(row) & left))
        left -= pairs(best)
        rows.append({name: FACTORS[name][k] for name, k in zip(names, best)})
    return rows


def session(row, seed):
    data, network = {
        "mse": ("linear n=26 features=2", "2-4:{a}-3:{a}-1:linear loss=mse"),
        "bce": ("moons n=26", "2-4:{a}-3:{a}-1:sigmoid loss=bce"),
        "cross_entropy": ("blobs n=26", "2-4:{a}-3:{a}-3:softmax loss=cross_entropy"),
        "softmax_mse": ("blobs n=26", "2-4:{a}-3:{a}-3:softmax loss=mse"),
        "maxout_mse": ("linear n=26 features=2", "2-4:{a}-3:{a}-1:maxout2 loss=mse"),
    }[row["loss"]]
    return OWN + "; ".join(
        [
            f"data {data} split=0.75,0.25 standardize=yes",
            "network " + network.format(a=row["activation"]),
            f"seed {seed}",
            "batch 7",
            f"convention {row['convention']}",
            f"optimizer {row['rule']}",
            f"schedule {row['schedule']}",
            f"penalty {row['penalty']}",
            f"dropout {row['dropout']}",
            f"stop {row['stop']}",
            "run 30",
            "run 30",
        ]
    )


def surfaces():
    for k, (rule, convention) in enumerate(
        itertools.product(FACTORS["rule"], FACTORS["convention"])
    ):
        rate = re.sub(r"lr=\S+", "lr=0.001", rule)
        schedule = FACTORS["schedule"][k % 8]
        penalty = FACTORS["penalty"][k % 4]
        stop = "none" if k % 3 else "monitor=loss patience=3"
        yield OWN + (
            f"surface {SURFACES[k % 4]}; convention {convention}; optimizer {rate}; "
            f"schedule {schedule}; penalty {penalty}; stop {stop}; run 40"
        )


def changing(count):
    """Sessions whose settings change on the way."""
    draw = random.Random(3)
    for k in range(count):
        row = {name: draw.choice(values) for name, values in FACTORS.items()}
        lines = session(row, k).removesuffix("; run 30; run 30")
        if k % 4 == 3:
            lines = OWN + f"surface {SURFACES[k % 3]}; optimizer adam lr=0.001"
        for _ in range(draw.randint(1, 3)):
            lines += f"; run {draw.randint(3, 17)}"
            for name in draw.sample(["rule", "schedule", "penalty", "dropout", "stop", "batch", "lr"], 2):
                if k % 4 == 3 and name in ("dropout", "batch", "stop"):
                    continue
                value = draw.choice(FACTORS[name]) if name in FACTORS else draw.choice("579")
                if k % 4 == 3:
                    value = re.sub(r"lr=\S+", "lr=0.001", value)
                verb = {"rule": "optimizer", "lr": "optimizer adam lr=0.00"}.get(name, name)
                lines += f"; {verb}{'' if name == 'lr' else ' '}{value}"
        yield lines + "; run 9"


def judge(program, line, library, folder, number):
    """The update up to which a script agrees, of how many; and what went wrong."""
    path = folder / f"{library}{number}.py"
    made = subprocess.run(
        [program, "-c", f"{line}; export {library} {path} force=yes"],
        capture_output=True, text=True, timeout=300,
    )
    if made.returncode:
        return None, None, made.stderr.strip()[-300:]
    # In this process: a library is loaded once.
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            runpy.run_path(str(path), run_name="__main__")
    except Exception as error:
        return None, None, f"{type(error).__name__}: {error}"[-400:]
    last = re.search(r"up to t (\d+) of (\d+)", output.getvalue())
    if not last:
        return None, None, output.getvalue()[-400:]
    differences = [float(x) for x in re.findall(r"max \|Δθ\| (\S+)", output.getvalue())]
    return (int(last[1]), int(last[2])), max(differences), ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("libraries", nargs="*", default=["numpy"])
    parser.add_argument("--table")
    parser.add_argument("--least", type=int, default=124)
    parser.add_argument("--changing", type=int, default=40)
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    rows = covering(options.least)
    cases = [(" · ".join(row.values()), session(row, k)) for k, row in enumerate(rows)]
    cases += [(line[len(OWN) :], line) for line in surfaces()]
    cases += [(line[len(OWN) :], line) for line in changing(options.changing)]
    lines, failures = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for library in options.libraries or ["numpy"]:
            worst, bad = 0.0, 0
            for number, (name, line) in enumerate(cases):
                reach, difference, error = judge(
                    program, line, library, pathlib.Path(folder), number
                )
                if error or reach[0] < reach[1]:
                    bad += 1
                    print(f"{library} {number}: {name}\n    {error or (reach, difference)}", flush=True)
                else:
                    worst = max(worst, difference)
            failures += bad
            lines.append(
                f"| {library} | {len(cases)} | {len(cases) - bad} | {worst:.1e} |"
            )
            print(lines[-1], flush=True)
    if options.table:
        head = "| library | sessions | within 1e-9 to the end | largest max Δθ |\n| --- | --- | --- | --- |\n"
        pathlib.Path(options.table).write_text(head + "\n".join(lines) + "\n")
    print(f"{len(cases) * len(lines) - failures} passed, {failures} failed")
    sys.exit(1 if failures else 0)


main()
