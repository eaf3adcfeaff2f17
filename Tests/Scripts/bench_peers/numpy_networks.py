"""The workloads in NumPy, float64, one thread."""

import time

from workloads import *

PEER = f"NumPy {np.__version__}"
# The widest vectors that NumPy found and may use; those of its BLAS are OPENBLAS_CORETYPE's.
FOUND = np._core._multiarray_umath.__cpu_features__
USES["instructions"] = next((name for name in ("AVX512F", "AVX2") if FOUND.get(name)), "baseline").lower()


class Adam:
    """Adam over one flat vector, in place."""

    def __init__(self, theta, lr):
        self.theta, self.lr, self.t = theta, lr, 0
        self.m, self.v = np.zeros_like(theta), np.zeros_like(theta)

    def step(self, g):
        self.t += 1
        self.m += 0.1 * (g - self.m)
        self.v += 0.001 * (g * g - self.v)
        root = np.sqrt(self.v / (1 - 0.999**self.t)) + 1e-8
        self.theta -= self.lr / (1 - 0.9**self.t) * self.m / root


def flat(parts):
    """One vector, and views of its parts."""
    theta = np.concatenate([part.ravel() for part in parts])
    return theta, views(theta, parts)


def views(theta, like):
    out, offset = [], 0
    for part in like:
        out.append(theta[offset : offset + part.size].reshape(part.shape))
        offset += part.size
    return out


def step(parts, gradients, x, y, activation, loss):
    """Writes the batch's gradient into `gradients`."""
    a = [x]
    last = len(parts) // 2 - 1
    for l in range(last + 1):
        z = a[-1] @ parts[2 * l] + parts[2 * l + 1]
        if l == last:
            a.append(z)
        else:
            a.append(np.tanh(z) if activation == "tanh" else np.maximum(z, 0))
    if loss == "mse":
        d = 2 / len(x) * (a[-1] - y)
    elif loss == "bce":
        d = (1 / (1 + np.exp(-a[-1])) - y) / len(x)
    else:
        e = np.exp(a[-1] - a[-1].max(axis=1, keepdims=True))
        d = e / e.sum(axis=1, keepdims=True)
        d[np.arange(len(x)), y] -= 1
        d /= len(x)
    for l in range(last, -1, -1):
        np.matmul(a[l].T, d, out=gradients[2 * l])
        d.sum(axis=0, out=gradients[2 * l + 1])
        if l:
            d = d @ parts[2 * l].T
            d *= 1 - a[l] ** 2 if activation == "tanh" else a[l] > 0


def train(x, y, parts, activation, loss, batch, random):
    """A function that trains for one epoch."""
    theta, parts = flat(parts)
    g = np.zeros_like(theta)
    gradients = views(g, parts)
    adam = Adam(theta, 1e-3)

    def epoch():
        order = random.permutation(len(x))
        for first in range(0, len(x), batch):
            chosen = order[first : first + batch]
            step(parts, gradients, x[chosen], y[chosen], activation, loss)
            adam.step(g)

    return epoch, parts


def subnets():
    x, y, w, b, out = subnets_data(np.random.RandomState(0))
    masks = half_masks()

    def work():
        h = (np.maximum(x @ w + b, 0) * out).T
        low, high = masks @ h[: UNITS // 2], masks @ h[UNITS // 2 :]
        ensemble, losses = np.zeros(POINTS), np.empty((len(high), len(low)))
        for row, one in enumerate(high):
            f = low + one
            ensemble += f.sum(axis=0)
            f -= y
            losses[row] = np.einsum("ij,ij->i", f, f) / POINTS
        return ensemble / losses.size, losses

    report("subnets", PEER, median_seconds(work, 3), "s")


def rosenbrock(steps=20000):
    def work():
        theta = np.array([-1.2, 1.0])
        adam = Adam(theta, 1e-3)
        for _ in range(steps):
            bend = theta[1] - theta[0] * theta[0]
            g = np.array([-2 * (1 - theta[0]) - 400 * theta[0] * bend, 200 * bend])
            adam.step(g)

    report("rosenbrock", PEER, median_seconds(work, 3) / steps * 1e6, "us/step")


def main():
    random = np.random.RandomState(0)
    adam = Adam(random.standard_normal(100000), 1e-3)
    g = random.standard_normal(100000)
    seconds = median_seconds(lambda: [adam.step(g) for _ in range(20)])
    report("adam", PEER, seconds / 20 / 100000 * 1e9, "ns/parameter")
    rosenbrock()
    for name, (sizes, activation, loss) in SMALLNETS.items():
        x, y = smallnet_data(sizes, loss, random)
        epoch, _ = train(x, y, weights(sizes, random), activation, loss, BATCH, random)
        seconds = median_seconds(lambda: [epoch() for _ in range(100)])
        report(name, PEER, seconds / 100 / (EXAMPLES // BATCH) * 1e6, "us/step")
    subnets()
    x, y, x_test, y_test = fashion_data()
    parts = weights((784, 128, 64, 10), random)
    epoch, parts = train(x, y, parts, "relu", "cross_entropy", 64, random)
    times = []
    for _ in range(3):
        start = time.process_time()
        epoch()
        times.append(time.process_time() - start)
    report("fashion", PEER, sorted(times)[1], "s/epoch")
    a = x_test
    for l in range(3):
        a = a @ parts[2 * l] + parts[2 * l + 1]
        a = np.maximum(a, 0) if l < 2 else a
    report("fashion-accuracy", PEER, float((a.argmax(axis=1) == y_test).mean()), "")


if __name__ == "__main__":
    main()
