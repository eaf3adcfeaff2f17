"""The three searches on one budget: README's table.

    python compare_searches.py [PATH-OF-DESCENT] [SEEDS]

For each seed the data are split anew, and grid, random and Bayesian search make 30 trials over the same
space with the same budget for each. A grid has no seed of its own and is told of the same 30 trials; it
takes the largest grid within them. Prints Markdown: the median over the seeds of the best value found,
with the quartiles, and how many trials random and Bayesian search needed to be as good as the grid.
"""

import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TASKS = {
    "digits, 64-32-10, 3 epochs": (
        "data digits split=0.8,0.2 seed={seed}; network 64-32:relu-10:softmax; optimizer adam",
        "lr=log(1e-4,1) l2=log(1e-6,1e-1) batch=logint(8,256) epochs=3",
    ),
    "concrete, 8-32-32-1, 20 epochs": (
        "data concrete split=0.7,0.3 standardize=yes standardize_target=yes seed={seed}; "
        "network 8-32:relu-32:relu-1; optimizer adam",
        "lr=log(1e-4,1) l2=log(1e-6,1) drop=linear(0,0.5) epochs=20",
    ),
}
METHODS = ["grid", "random", "bayes"]
TRIALS = 30


def search(program, setup, method, space, seed):
    """The values of the trials in their order; infinite where a trial diverged."""
    line = f"{setup.format(seed=seed)}; search {method} {space} trials={TRIALS} seed={seed}"
    done = subprocess.run(
        [program, "--json", "-c", line],
        capture_output=True,
        text=True,
        check=True,
        env={"HOME": "/nonexistent", "XDG_STATE_HOME": "relative"},
    )
    objects = [json.loads(text) for text in done.stdout.splitlines()]
    trials = [o for o in objects if o["command"] == "search" and "trial" in o]
    return [float("inf") if o["value"] is None else o["value"] for o in trials]


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(HERE.parents[1] / ".build/release/descent")
    seeds = range(int(sys.argv[2]) if len(sys.argv) > 2 else 20)
    print("| | search | trials | best val_loss, median | quartiles | trials to the grid's median |")
    print("| --- | --- | --- | --- | --- | --- |")
    for task, (setup, space) in TASKS.items():
        runs = {m: [search(program, setup, m, space, s) for s in seeds] for m in METHODS}
        goal = statistics.median(min(run) for run in runs["grid"])
        for method in METHODS:
            best = [min(run) for run in runs[method]]
            low, middle, high = statistics.quantiles(best, n=4)
            reached = []
            for run in runs[method]:
                hits = [i + 1 for i, value in enumerate(run) if value <= goal]
                reached.append(hits[0] if hits else float("inf"))
            needed = statistics.median(reached)
            words = "" if method == "grid" else f"{needed:.0f}" if needed < 1e9 else "more"
            print(
                f"| {task if method == 'grid' else ''} | {method} | {len(runs[method][0])} "
                f"| {middle:.4f} | {low:.4f} to {high:.4f} | {words} |"
            )


if __name__ == "__main__":
    main()
