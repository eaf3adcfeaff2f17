"""Compiles and runs every peer that this machine can, one after another, one thread each.

    python run.py [c] [numpy] [torch] [jax]        JSON lines on standard output

The C peers are built three ways, since that is most of the difference between them: plain -O3 for
any x86-64; for this CPU with vector square roots (-fno-math-errno); and with -ffast-math.
Fashion-MNIST is read from Debian's package dataset-fashion-mnist; its C peer needs libopenblas-dev
and zlib1g-dev. A peer that cannot be built or imported is named on standard error and left out.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
BUILDS = {
    "C -O3": ["-O3"],
    "C -O3 -march=native -fno-math-errno": ["-O3", "-march=native", "-fno-math-errno"],
    "C -O3 -march=native -ffast-math": ["-O3", "-march=native", "-ffast-math"],
}
ONE_THREAD = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def attempt(command):
    done = subprocess.run(command, env=ONE_THREAD, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        print(f"left out: {' '.join(map(str, command))}: {last}", file=sys.stderr)
    return done.returncode == 0


def compile_and_run(folder, source, peer, flags, libraries):
    program = folder / source.replace(".c", "")
    define = f'-DPEER="{peer}"'
    command = ["cc", *flags, define, HERE / source, "-o", program, "-lm", *libraries]
    if attempt(command):
        attempt([program])


def main():
    chosen = sys.argv[1:] or ["c", "numpy", "torch", "jax"]
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


if __name__ == "__main__":
    main()
