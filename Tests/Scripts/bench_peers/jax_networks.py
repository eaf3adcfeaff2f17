"""The workloads in JAX (jit and scan), float64, one thread."""

import os
import time

from workloads import *

import jax
import jax.numpy as jnp
from jax import lax

jax.config.update("jax_enable_x64", True)
PEER = f"JAX {jax.__version__} scan"
# What XLA was told; it does not say what it uses.
USES["instructions"] = os.environ["XLA_FLAGS"].partition("--xla_cpu_max_isa=")[2].split(" ")[0].lower() or "native"


def adam(theta, state, g, lr=1e-3):
    """One update of a list of arrays, or of one."""
    m, v, t = state
    t = t + 1
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    c1, c2 = 1 - 0.9**t, 1 - 0.999**t
    move = lambda p, m, v: p - lr * (m / c1) / (jnp.sqrt(v / c2) + 1e-8)
    return jax.tree.map(move, theta, m, v), (m, v, t)


def start(theta):
    zeros = jax.tree.map(jnp.zeros_like, theta)
    return theta, (zeros, zeros, jnp.array(0.0))


def output(parts, x, activation):
    for l in range(len(parts) // 2):
        x = x @ parts[2 * l] + parts[2 * l + 1]
        if l < len(parts) // 2 - 1:
            x = jnp.tanh(x) if activation == "tanh" else jnp.maximum(x, 0)
    return x


def objective(parts, x, y, activation, loss):
    z = output(parts, x, activation)
    if loss == "mse":
        return jnp.mean((z - y) ** 2)
    if loss == "bce":
        return jnp.mean(jnp.logaddexp(0, z) - y * z)
    picked = jnp.take_along_axis(z, y[:, None], axis=1)[:, 0]
    return jnp.mean(jax.nn.logsumexp(z, axis=1) - picked)


def trainer(x, y, activation, loss):
    """A compiled function of the state and of batches (steps x batch indices)."""

    def step(carry, chosen):
        parts, state = carry
        g = jax.grad(objective)(parts, x[chosen], y[chosen], activation, loss)
        return adam(parts, state, g), None

    return jax.jit(lambda carry, batches: lax.scan(step, carry, batches)[0])


def batches(count, batch, epochs, random):
    """Whole batches alone, so that one shape is compiled."""
    used = count - count % batch
    orders = [random.permutation(count)[:used].reshape(-1, batch) for _ in range(epochs)]
    return jnp.array(np.concatenate(orders))


def rosenbrock(steps=200000):
    f = lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2

    def step(carry, _):
        theta, state = carry
        return adam(theta, state, jax.grad(f)(theta)), None

    run = jax.jit(lambda carry: lax.scan(step, carry, None, length=steps)[0])
    carry = start(jnp.array([-1.2, 1.0]))
    seconds = median_seconds(lambda: jax.block_until_ready(run(carry)))
    report("rosenbrock", PEER, seconds / steps * 1e6, "us/step")


def subnets():
    x, y, w, b, out = map(jnp.array, subnets_data(np.random.RandomState(0)))
    masks = jnp.array(half_masks())

    @jax.jit
    def work():
        h = (jnp.maximum(x @ w + b, 0) * out).T
        low, high = masks @ h[: UNITS // 2], masks @ h[UNITS // 2 :]

        def row(ensemble, one):
            f = low + one
            return ensemble + f.sum(axis=0), jnp.mean((f - y) ** 2, axis=1)

        ensemble, losses = lax.scan(row, jnp.zeros(POINTS), high)
        return ensemble / losses.size, losses

    seconds = median_seconds(lambda: jax.block_until_ready(work()), 3)
    report("subnets", PEER, seconds, "s")


def main():
    random = np.random.RandomState(0)
    carry = start(jnp.zeros(100000))
    g = jnp.array(random.standard_normal(100000))
    many = jax.jit(lambda carry: lax.fori_loop(0, 20, lambda i, c: adam(*c, g), carry))
    seconds = median_seconds(lambda: jax.block_until_ready(many(carry)))
    report("adam", PEER, seconds / 20 / 100000 * 1e9, "ns/parameter")
    rosenbrock()
    for name, (sizes, activation, loss) in SMALLNETS.items():
        x, y = map(jnp.array, smallnet_data(sizes, loss, random))
        run = trainer(x, y, activation, loss)
        carry = start([jnp.array(w) for w in weights(sizes, random)])
        chosen = batches(EXAMPLES, BATCH, 200, random)
        seconds = median_seconds(lambda: jax.block_until_ready(run(carry, chosen)))
        report(name, PEER, seconds / len(chosen) * 1e6, "us/step")
    subnets()
    x, y, x_test, y_test = map(jnp.array, fashion_data())
    run = trainer(x, y, "relu", "cross_entropy")
    carry = start([jnp.array(w) for w in weights((784, 128, 64, 10), random)])
    jax.block_until_ready(run(carry, batches(60000, 64, 1, random)))
    times = []
    for _ in range(3):
        chosen = batches(60000, 64, 1, random)
        begin = time.process_time()
        carry = jax.block_until_ready(run(carry, chosen))
        times.append(time.process_time() - begin)
    report("fashion", PEER, sorted(times)[1], "s/epoch")
    right = (output(carry[0], x_test, "relu").argmax(axis=1) == y_test).mean()
    report("fashion-accuracy", PEER, float(right), "")


if __name__ == "__main__":
    main()
