#!/usr/bin/env python3
"""How the cost of commands grows with their work: each at n and at 10 n.

    growth.py PROGRAM [ROW...]

A JSON line a row: n, the processor's time (or the most memory) at n and at 10 n beyond what the same
commands take without the work, the exponent (1 where ten times the work costs ten times as much, 0 where
it costs the same), and the bound that the row has to keep. The exit status is 1 where one is above its bound.

The processor's time is taken, which a busy machine disturbs least, the least of three runs. Where the
larger run takes less than a tenth of a second beyond the start the exponent says nothing, and the row
holds.
"""

import json
import math
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile

# Exponents: what is linear, with room for logarithms, caches and noise; what hardly grows.
LINEAR, FLAT = 1.25, 0.6
WORTH_A_LOOK = 0.1


class Cost:
    """Runs the program in a folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = {**os.environ, "HOME": folder, "XDG_STATE_HOME": folder, "TERM": "dumb"}

    def run(self, *arguments):
        done = subprocess.run(
            [self.program, *map(str, arguments)], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"growth: {' '.join(map(str, arguments))[:200]}: {done.stderr[-500:]}")
        return done.stdout

    def usage(self, *arguments):
        """The processor's seconds, and the most memory in MB, of one run."""
        child = subprocess.Popen(
            [self.program, *map(str, arguments)], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"growth: {' '.join(map(str, arguments))[:200]} ended with status {child.returncode}")
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

    def seconds(self, *arguments, runs=3):
        return min(self.usage(*arguments)[0] for _ in range(runs))

    def memory(self, *arguments):
        return self.usage(*arguments)[1]


def write(cost, name, text):
    path = pathlib.Path(cost.folder) / name
    path.write_text(text)
    return path


SURFACE = "surface rosenbrock; optimizer adam lr=0.01; "
NETWORK = "data moons n=200; network 2-8:tanh-1:sigmoid; optimizer adam; "


LESSON = """---
lesson: growth
title: Growth
---
# Growth

```descent setup
surface bowl
optimizer gd lr=0.1
```

{question}
"""
SUM = """```descent number id=sum
ask: What is 1 + 1?
expect: 2
hint: Add.
```
"""
RUN = """```descent number id=loss
ask: What is the loss after 20000 updates?
expect: after("run 20000").loss
hint: Run.
```
"""


def check(cost, n):
    """`check` of a lesson of n pages."""
    pages = "".join(f"## Page {i}\n\nSome words, and {i}.\n\n" for i in range(n))
    return cost.seconds("check", write(cost, "pages.md", LESSON.format(question=SUM) + pages))


def load(cost, n):
    """`load` of a session of n breakpoints."""
    breaks = "; ".join(f"break when loss > {1000 + i}" for i in range(n))
    write(cost, "breaks.txt", (SURFACE + breaks + "; save session.txt force=yes").replace("; ", "\n"))
    cost.run("run", "breaks.txt")
    return cost.seconds("-c", "load session.txt") - cost.seconds("-c", "set digits 4")


def goto(cost, n):
    """`goto` to 20 moments of a run of n updates."""
    draw = random.Random(n)
    there = "; ".join(f"goto {draw.randrange(n)}" for _ in range(20))
    run = f"{NETWORK}run {n}"
    return cost.seconds("-c", f"{run}; {there}") - cost.seconds("-c", run)


def trace(cost, n):
    """`trace last=n`."""
    run = f"{SURFACE}run {n + 10}"
    return cost.seconds("-c", f"{run}; trace last={n}") - cost.seconds("-c", run)


def plot(cost, n):
    """`plot loss` of n updates."""
    run = f"{SURFACE}run {n}"
    return cost.seconds("-c", f"{run}; plot loss") - cost.seconds("-c", run)


def changes(cost, n, start):
    """A file of n updates, with a change of settings after each: all can be undone."""
    steps = "\n".join(f"step\noptimizer adam lr=0.0{1 + i % 8}" for i in range(n))
    return write(cost, "undo.txt", start.replace("; ", "\n") + steps)


def undo_memory(cost, n):
    """The memory of n commands that can be undone."""
    return cost.memory("run", changes(cost, n, NETWORK))


def undo(cost, n):
    """n commands that can be undone."""
    return cost.seconds("run", changes(cost, n, SURFACE), runs=1)


def grade(cost, n):
    """`grade` of n receipts."""
    lesson = write(cost, "hw.md", LESSON.format(question=RUN))
    answers = write(cost, "answers.txt", "0\nskip\n")
    receipts = []
    for i in range(n):
        receipt = pathlib.Path(cost.folder) / f"{i}.receipt"
        if not receipt.exists():
            cost.environment["XDG_STATE_HOME"] = f"{cost.folder}/state{i}"
            subprocess.run(
                [cost.program, "lesson", lesson, "--answers", answers, "--student", f"s{i}"],
                cwd=cost.folder, env=cost.environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            cost.run("-c", f"set student s{i}; progress export {receipt}")
        receipts.append(receipt)
    cost.environment["XDG_STATE_HOME"] = cost.folder
    return cost.seconds("grade", *receipts, "--lessons", lesson)


def study(cost, n):
    """A study of n trials."""
    return cost.seconds(
        "-c", f'search random "(x-1)^2 + y^2" x=linear(-5,10) y=linear(0,15) trials={n}', runs=2)


# The row's work, n, and the exponent that it may have.
ROWS = {
    "check": (check, 200, LINEAR),
    "load": (load, 200, LINEAR),
    "goto": (goto, 3_000, FLAT),
    "trace": (trace, 300, LINEAR),
    "plot": (plot, 20_000, LINEAR),
    "undo": (undo, 600, LINEAR),
    "undo-memory": (undo_memory, 100, FLAT),
    "grade": (grade, 6, LINEAR),
    "study": (study, 300, LINEAR),
}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2:] or list(ROWS)
    failed = False
    for name in wanted:
        if name not in ROWS:
            sys.exit(f"growth: no row {name}; there are {', '.join(ROWS)}")
        work, n, bound = ROWS[name]
        with tempfile.TemporaryDirectory() as folder:
            cost = Cost(program, folder)
            few, many = work(cost, n), work(cost, 10 * n)
        unit = "MB" if name.endswith("memory") else "s"
        exponent = math.log10(max(many, 1e-9) / max(few, 1e-3))
        holds = exponent <= bound or (unit == "s" and many < WORTH_A_LOOK)
        failed |= not holds
        print(json.dumps({
            "bench": f"growth-{name}", "n": n, "at_n": round(few, 4), "at_10n": round(many, 4),
            "unit": unit, "exponent": round(exponent, 2), "bound": bound, "holds": holds}), flush=True)
    sys.exit(failed)


main()
