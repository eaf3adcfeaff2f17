"""Runs the program's benchmarks and every peer that this machine can, one after another, one thread
each, and sets the figures side by side.

    python run.py [descent] [c] [numpy] [torch] [jax]

JSON lines on standard output as they come, then a table: every peer's figure, and how many times
the program's it is. All times are the processor's. The program's benchmarks are built before, by
`swift build -c release` or `swift test -c release`; DESCENT_BENCHMARKS names another binary.

The C peers are built three ways, since that is most of the difference between them: plain -O3 for
any x86-64; for this CPU with vector square roots (-fno-math-errno); and with -ffast-math.
Fashion-MNIST is read from Debian's package dataset-fashion-mnist; its C peer needs libopenblas-dev
and zlib1g-dev. A peer that cannot be built or imported is named on standard error and left out.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BUILDS = {
    "C -O3": ["-O3"],
    "C -O3 -march=native -fno-math-errno": ["-O3", "-march=native", "-fno-math-errno"],
    "C -O3 -march=native -ffast-math": ["-O3", "-march=native", "-ffast-math"],
}
ONE_THREAD = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# Each workload, and what the program's own figure for it is called.
WORKLOADS = {
    "adam": "update-adam",
    "rosenbrock": "rosenbrock",
    "smallnet-tanh": "smallnet-tanh",
    "smallnet-relu": "smallnet-relu",
    "fashion": "fashion",
    "subnets": "subnets",
}
figures = []


def take(line):
    """Keeps a figure and passes it on."""
    print(line, flush=True)
    figure = json.loads(line)
    if figure.get("threads", 1) == 1:
        figures.append(figure)


def attempt(command):
    """Runs a command whose output is figures; says what is left out and why."""
    try:
        done = subprocess.run(command, env=ONE_THREAD, capture_output=True, text=True)
        failure = done.stderr if done.returncode else None
    except OSError as error:
        failure = str(error)
    if failure is not None:
        last = (failure.strip().splitlines() or ["no message"])[-1]
        print(f"left out: {' '.join(map(str, command))}: {last}", file=sys.stderr)
        return False
    for line in done.stdout.splitlines():
        take(line)
    return True


def compile_and_run(folder, source, peer, flags, libraries):
    program = folder / source.replace(".c", "")
    define = f'-DPEER="{peer}"'
    command = ["cc", *flags, define, HERE / source, "-o", program, "-lm", *libraries]
    if attempt(command):
        attempt([program])


def table():
    """The figures side by side; a peer of several builds has a row for each."""
    own = {f["bench"]: f["value"] for f in figures if "peer" not in f}
    peers = list(dict.fromkeys(f["peer"] for f in figures if "peer" in f))
    width = max([len(p) for p in peers] + [len("descent")])
    print()
    print(" " * width + "".join(f"{name:>20}" for name in WORKLOADS))
    values = [own.get(name) for name in WORKLOADS.values()]
    print("descent".ljust(width) + "".join(f"{v:>20.4g}" if v else " " * 20 for v in values))
    for peer in peers:
        row = peer.ljust(width)
        for bench, name in WORKLOADS.items():
            found = [f["value"] for f in figures if f.get("peer") == peer and f["bench"] == bench]
            ratio = f"{found[0] / own[name]:.2f}x" if found and own.get(name) else ""
            row += f"{found[0]:>11.4g} {ratio:>8}" if found else " " * 20
        print(row)


def main():
    chosen = sys.argv[1:] or ["descent", "c", "numpy", "torch", "jax"]
    if "descent" in chosen:
        built = HERE.parents[2] / ".build" / "release" / "benchmarks"
        attempt([os.environ.get("DESCENT_BENCHMARKS", built), *WORKLOADS.values()])
    if "c" in chosen:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for peer, flags in BUILDS.items():
                compile_and_run(folder, "adam_loop.c", peer, flags, [])
                compile_and_run(folder, "networks.c", peer, flags, [])
            flags = [*BUILDS["C -O3 -march=native -fno-math-errno"], "-DWITH_BLAS"]
            libraries = ["-lopenblas", "-lz"]
            compile_and_run(folder, "networks.c", "C + OpenBLAS", flags, libraries)
    for peer in ("numpy", "torch", "jax"):
        if peer in chosen:
            attempt([sys.executable, HERE / f"{peer}_networks.py"])
    table()


if __name__ == "__main__":
    main()
