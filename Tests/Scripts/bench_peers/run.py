"""Runs the program's benchmarks and every peer that this machine can, one after another, one thread
each, and sets the figures side by side.

    python run.py [--isa avx2] [descent] [c] [numpy] [torch] [jax]

JSON lines on standard output, the machine first, then a table: every peer's figure, and how many times
the program's it is. All times are the processor's. The program's benchmarks are built before, by
`swift build -c release` or `swift test -c release`; DESCENT_BENCHMARKS names another binary.

The C peers are built three ways, since that is most of the difference between them: plain -O3 for
any x86-64; for this CPU with vector square roots (-fno-math-errno); and with -ffast-math.

--isa avx2 holds all of them to AVX2 on a machine that has wider vectors. Each says in its figures which
instruction set it uses; JAX only which it was told, for XLA does not say. (What it compiles, jax 0.10 on a machine
with AVX-512, has vectors of 256 bits either way: seen with --xla_dump_to=FOLDER in XLA_FLAGS and objdump.)

Fashion-MNIST is read from Debian's package dataset-fashion-mnist; its C peer needs libopenblas-dev
and zlib1g-dev. A peer that cannot be built or imported is named on standard error and left out.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# What holds each peer to an instruction set: C's architecture, and the environment.
SETS = {
    "native": ("native", {}),
    "avx2": ("x86-64-v3", {
        "DESCENT_LEVEL": "1",
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR",
        "ATEN_CPU_CAPABILITY": "avx2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2",
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
    }),
}
environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
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
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
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


def machine():
    """The processor's name, and what else keeps it busy."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        fields = [line.split(":", 1) for line in lines if ":" in line]
        kind = {name.strip(): value.strip() for name, value in reversed(fields)}
        names = ("model name", "vendor_id", "cpu family", "model")
        processor = " / ".join(kind[name] for name in names if name in kind)
    except OSError:
        processor = os.uname().machine
    return {"processor": processor, "load": [round(load, 2) for load in os.getloadavg()]}


def builds(architecture):
    return {
        "C -O3": ["-O3"],
        f"C -O3 -march={architecture} -fno-math-errno":
            ["-O3", f"-march={architecture}", "-fno-math-errno"],
        f"C -O3 -march={architecture} -ffast-math": ["-O3", f"-march={architecture}", "-ffast-math"],
    }


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--isa", choices=SETS, default="native")
    parser.add_argument("peers", nargs="*")
    options = parser.parse_args()
    chosen = options.peers or ["descent", "c", "numpy", "torch", "jax"]
    architecture, settings = SETS[options.isa]
    environment.update(settings)
    print(json.dumps({**machine(), "isa": options.isa}), flush=True)
    if "descent" in chosen:
        built = HERE.parents[2] / ".build" / "release" / "benchmarks"
        attempt([os.environ.get("DESCENT_BENCHMARKS", built), *WORKLOADS.values()])
    if "c" in chosen:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for peer, flags in builds(architecture).items():
                compile_and_run(folder, "adam_loop.c", peer, flags, [])
                compile_and_run(folder, "networks.c", peer, flags, [])
            flags = ["-O3", f"-march={architecture}", "-fno-math-errno", "-DWITH_BLAS"]
            libraries = ["-lopenblas", "-lz"]
            compile_and_run(folder, "networks.c", "C + OpenBLAS", flags, libraries)
    for peer in ("numpy", "torch", "jax"):
        if peer in chosen:
            attempt([sys.executable, HERE / f"{peer}_networks.py"])
    table()


if __name__ == "__main__":
    main()
