"""64 random trials of 64-32-10 on digits in the peers that search in practice: scikit-learn's
MLPClassifier with joblib on two processes, and JAX with all 64 networks in one vmap. The program's own
figure, where the binary is there, is taken before, between and after them, on the same machine.

    python search_peers.py [sklearn] [jax64] [jax32] [descent]

Figures on standard output as JSON lines, the time on the clock in seconds, the median of three runs
after one that is not counted (processes started, code compiled).
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from sklearn.datasets import load_digits

HERE = pathlib.Path(__file__).resolve().parent
BINARY = os.environ.get(
    "DESCENT_BENCHMARKS", str(HERE.parents[2] / ".build/release/benchmarks")
)


def data():
    """The digits from 0 to 1, four fifths of them to train on, by the program's own permutation."""
    digits = load_digits()
    x, y = digits.data / 16.0, digits.target
    order = np.random.RandomState(0).permutation(len(x))
    validation = order[len(x) - round(0.2 * len(x)) :]
    training = order[: len(x) - len(validation)]
    return x[training], y[training], x[validation], y[validation]


def settings():
    u = np.random.RandomState(0).random_sample((64, 2))
    return 1e-4 * 1000 ** u[:, 0], 1e-5 * 1000 ** u[:, 1]


def figure(peer, dtype, threads, run):
    run()
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    print(
        json.dumps(
            {
                "bench": "search-digits",
                "peer": peer,
                "dtype": dtype,
                "threads": threads,
                "value": round(statistics.median(times), 4),
                "unit": "s",
            }
        ),
        flush=True,
    )


def one(rate, penalty, x, y, xv, yv):
    from sklearn.neural_network import MLPClassifier

    warnings.filterwarnings("ignore")
    network = MLPClassifier(
        (32,),
        batch_size=32,
        learning_rate_init=rate,
        alpha=penalty,
        max_iter=10,
        n_iter_no_change=1000,
        random_state=0,
    )
    network.fit(x, y)
    return network.score(xv, yv)


def run_sklearn():
    import sklearn
    from joblib import Parallel, delayed

    parts = data()
    rates, penalties = settings()
    with Parallel(n_jobs=2) as pool:
        figure(
            f"scikit-learn {sklearn.__version__}, joblib",
            "float64",
            2,
            lambda: pool(delayed(one)(a, b, *parts) for a, b in zip(rates, penalties)),
        )


def run_jax(bits):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", bits == 64)
    dtype = jnp.float64 if bits == 64 else jnp.float32
    x, y, xv, yv = (jnp.asarray(part) for part in data())
    x, xv = x.astype(dtype), xv.astype(dtype)
    y, yv = jax.nn.one_hot(y, 10, dtype=dtype), jax.nn.one_hot(yv, 10, dtype=dtype)
    rates, penalties = (jnp.asarray(part, dtype) for part in settings())
    count, batch = len(x), 32
    whole = count // batch

    def loss(parts, x, y):
        w1, b1, w2, b2 = parts
        z = jax.nn.relu(x @ w1 + b1) @ w2 + b2
        return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(z), axis=1))

    def train(rate, penalty, key):
        k1, k2 = jax.random.split(key)
        parts = (
            jax.random.normal(k1, (64, 32), dtype) * np.sqrt(2 / 64),
            jnp.zeros(32, dtype),
            jax.random.normal(k2, (32, 10), dtype) * np.sqrt(2 / 42),
            jnp.zeros(10, dtype),
        )
        zeros = jax.tree.map(jnp.zeros_like, parts)

        def step(carry, indices):
            parts, m, v, t = carry
            g = jax.grad(loss)(parts, x[indices], y[indices])
            g = (g[0] + penalty * parts[0], g[1], g[2] + penalty * parts[2], g[3])
            t = t + 1
            m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
            v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
            c1, c2 = 1 - 0.9**t, 1 - 0.999**t
            parts = jax.tree.map(
                lambda p, m, v: p - rate * (m / c1) / (jnp.sqrt(v / c2) + 1e-8), parts, m, v
            )
            return (parts, m, v, t), None

        def epoch(carry, key):
            # The last, smaller batch is left out, which spares JAX a second shape.
            order = jax.random.permutation(key, count)[: whole * batch].reshape(whole, batch)
            carry, _ = jax.lax.scan(step, carry, order)
            return carry, loss(carry[0], xv, yv)

        start = (parts, zeros, zeros, jnp.array(0, dtype))
        return jax.lax.scan(epoch, start, jax.random.split(key, 10))[1]

    keys = jax.random.split(jax.random.PRNGKey(0), 64)
    search = jax.jit(jax.vmap(train))
    figure(
        f"JAX {jax.__version__} vmap",
        f"float{bits}",
        2,
        lambda: search(rates, penalties, keys).block_until_ready(),
    )


def run_descent():
    if os.access(BINARY, os.X_OK):
        subprocess.run([BINARY, "search-digits"], check=True)
    else:
        print(f"left out: no {BINARY}", file=sys.stderr)


if __name__ == "__main__":
    peers = {
        "sklearn": run_sklearn,
        "jax64": lambda: run_jax(64),
        "jax32": lambda: run_jax(32),
        "descent": run_descent,
    }
    wanted = sys.argv[1:] or ["descent", "sklearn", "descent", "jax64", "jax32", "descent"]
    for name in wanted:
        if name not in peers:
            sys.exit(f"no peer {name}; there are {', '.join(peers)}")
    # JAX fixes its precision once in a process.
    if len(wanted) > 1:
        for name in wanted:
            subprocess.run([sys.executable, __file__, name], check=True)
    else:
        peers[wanted[0]]()
