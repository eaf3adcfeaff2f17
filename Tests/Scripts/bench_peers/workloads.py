"""The workloads that every Python peer runs: sizes, data, a stopwatch, and the JSON line.

Import this before NumPy, PyTorch or JAX: it holds them to one thread.
"""

import gzip
import json
import os
import statistics
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = " ".join([
    os.environ.get("XLA_FLAGS", ""),
    "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
])

import numpy as np  # noqa: E402

FASHION = "/usr/share/datasets/fashion-mnist"
EXAMPLES, BATCH = 256, 32
SMALLNETS = {
    "smallnet-tanh": ((2, 16, 16, 1), "tanh", "mse"),
    "smallnet-relu": ((8, 32, 32, 1), "relu", "bce"),
}
UNITS, POINTS = 20, 64


# The instruction set that the peer says it uses, which goes into each of its figures.
USES = {}


def report(bench, peer, value, unit):
    line = {"bench": bench, "peer": peer, **USES, "value": float(f"{value:.4g}"), "unit": unit}
    print(json.dumps(line), flush=True)


def median_seconds(work, repeats=5):
    """The median time of `work()`, after one call that warms up (and compiles)."""
    work()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def weights(sizes, random):
    """He-normal weights, fan-in x fan-out, and zero biases, flat: W1, b1, W2, ..."""
    out = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        out.append(random.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in))
        out.append(np.zeros(fan_out))
    return out


def smallnet_data(sizes, loss, random):
    x = random.uniform(-1, 1, (EXAMPLES, sizes[0]))
    y = random.uniform(-1, 1, (EXAMPLES, 1))
    return x, (y > 0).astype(float) if loss == "bce" else y


def subnets_data(random):
    return (
        random.uniform(-1, 1, (POINTS, 2)),
        random.uniform(-1, 1, POINTS),
        random.uniform(-1, 1, (2, UNITS)),
        random.uniform(-1, 1, UNITS),
        random.uniform(-1, 1, UNITS),
    )


def half_masks():
    """The 1024 x 10 masks of half of the units."""
    return ((np.arange(1 << UNITS // 2)[:, None] >> np.arange(UNITS // 2)) & 1).astype(float)


def idx(name, header):
    with gzip.open(f"{FASHION}/{name}") as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def fashion_data():
    def part(prefix):
        images = idx(f"{prefix}-images-idx3-ubyte.gz", 16).reshape(-1, 784) / 255.0
        return images, idx(f"{prefix}-labels-idx1-ubyte.gz", 8).astype(np.int64)

    return (*part("train"), *part("t10k"))
