"""Trainings with a known trouble, each with several seeds, and what diagnose says of them.

Run it in the top folder: python3 Tests/Scripts/situations.py 1,2,3,4,5 [part of a name]; DESCENT names the
program. It prints a line a situation, then every verdict that is wrong with the numbers judged by, and ends
with status 1 where fewer than 95 % are right.
"""

import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(__file__)
PROGRAM = os.environ.get("DESCENT", ".build/release/descent")
FOLDER = tempfile.mkdtemp()
ENVIRONMENT = dict(os.environ, HOME=FOLDER, XDG_STATE_HOME=FOLDER)


def files(seed):
    """The data sets that a situation names in braces, drawn from a seed."""
    r = random.Random(seed)

    def write(name, head, rows):
        path = f"{FOLDER}/{name}-{seed}.csv"
        with open(path, "w") as file:
            file.write("\n".join([head] + [",".join(map(str, row)) for row in rows]) + "\n")
        return path

    def rows(count, row):
        return [row(i) for i in range(count)]

    def scaled(width, height):
        def row(_):
            x, y = r.uniform(0, width), r.uniform(-height, height)
            return f"{x:.6g}", f"{y:.6g}", "a" if x / width + y / height > 0.5 else "b"
        return row

    def rare(_):
        x, y = r.gauss(0, 1), r.gauss(0, 1)
        return f"{x:.4f}", f"{y:.4f}", "rare" if x + y > 2.3 else "usual"

    def half_noise(_):
        x, y = r.gauss(0, 1), r.gauss(0, 1)
        return f"{x:.4f}", f"{y:.4f}", f"{x - 0.5 * y + r.gauss(0, 1.118):.4f}"

    def leak(_):
        x, y = r.gauss(0, 1), r.gauss(0, 1)
        isYes = x + r.gauss(0, 1) > 0
        return f"{x:.4f}", f"{y:.4f}", int(isYes), "yes" if isYes else "no"

    def leak_number(_):
        x, y = r.gauss(0, 1), r.gauss(0, 1)
        t = 40 + 10 * (x + r.gauss(0, 1))
        return f"{x:.4f}", f"{y:.4f}", f"{1.8 * t + 32:.4f}", f"{t:.4f}"

    def wide(_):
        x, y, z = r.gauss(0, 1), r.gauss(0, 1), r.uniform(50, 150)
        return f"{x:.4f}", f"{y:.4f}", f"{z:.2f}", "a" if x + y + (z - 100) / 30 > 0 else "b"

    unbalanced = rows(200, lambda i: (r.randint(0, 6), "rare" if i % 20 == 0 else "usual"))
    r.shuffle(unbalanced)
    return {
        "unbalanced": write("unbalanced", "x,t", unbalanced),
        "scaled": write("scaled", "x,y,t", rows(300, scaled(2000, 3000))),
        "oneclass": write("oneclass", "x,t", rows(100, lambda _: (f"{r.random():.4f}", "only"))),
        "wide": write("wide", "x,y,z,t", rows(300, wide)),
        "tiny": write("tiny", "x,y,t", rows(300, scaled(0.002, 0.003))),
        "rare": write("rare", "x,y,t", rows(800, rare)),
        "random": write("random", "a,b,c,d,e,t", rows(
            120, lambda _: [f"{r.gauss(0, 1):.4f}" for _ in range(5)] + [r.choice(["yes", "no"])])),
        "halfnoise": write("halfnoise", "x,y,t", rows(500, half_noise)),
        "leak": write("leak", "x,y,code,t", rows(300, leak)),
        "leaknumber": write("leaknumber", "x,y,f,t", rows(300, leak_number)),
    }


VERDICTS = [
    "good", "overfitting", "underfitting", "plateau", "not yet converged", "rate too low",
    "rate too high", "stuck at guessing", "may be noise", "inputs not standardized",
    "targets out of reach", "regularized too strongly",
    "decayed too early", "flat, then falling", "no validation", "nothing to learn",
    "too early to say", "may leak the target",
]


def main():
    seeds = [int(seed) for seed in sys.argv[1].split(",")]
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    made = {seed: files(seed) for seed in seeds}
    wrong, right, begin = [], 0, time.time()
    for line in open(os.path.join(HERE, os.environ.get("SITUATIONS", "situations.txt"))):
        if line.startswith("#") or not line.strip():
            continue
        name, truth, commands = [field.strip() for field in line.split("|", 2)]
        if part not in name:
            continue
        truths = [verdict for verdict in VERDICTS if verdict in truth.split('"')[0]]
        must_say = truth.split('"')[1] if '"' in truth else ""
        counts = collections.Counter()
        for seed in seeds:
            text = commands.replace("$s", str(seed))
            for key, path in made[seed].items():
                text = text.replace("{" + key + "}", path)
            ran = subprocess.run(
                [PROGRAM, "--json", "-c", text + "; diagnose"], capture_output=True, text=True,
                timeout=300, env=ENVIRONMENT)
            said = json.loads((ran.stdout.strip() or "{}").split("\n")[-1])
            curves = said.get("curves", {})
            verdict = curves.get("verdict") or said.get("error") or f"status {ran.returncode}"
            is_said = must_say in said.get("because", "")
            counts[verdict if is_said else verdict + ", nothing more"] += 1
            if verdict in truths and is_said:
                right += 1
            else:
                numbers = {
                    key: round(value, 4) if isinstance(value, float) else value
                    for key, value in curves.items() if key not in ("t", "loss", "val_t", "val_loss")
                }
                parts = {key: said[key] for key in ("training", "validation") if key in said}
                wrong.append((name, seed, verdict, numbers, parts, said.get("because", "")[:300]))
        print(f"{name:36.36s} {','.join(truths):28.28s} {dict(counts)}", flush=True)
    total = right + len(wrong)
    print(f"{right} of {total} right, {100 * right / max(total, 1):.1f} %, {time.time() - begin:.0f} s")
    for case in wrong:
        print(*case)
    sys.exit(right < 0.95 * total)


main()
