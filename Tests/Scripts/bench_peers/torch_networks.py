"""The workloads in PyTorch (eager), float64, one thread."""

import time

from workloads import *

import torch

PEER = f"PyTorch {torch.__version__} eager"
USES["instructions"] = torch.backends.cpu.get_cpu_capability().lower()
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def model(sizes, activation):
    layers = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(fan_in, fan_out)]
        layers += [torch.nn.Tanh() if activation == "tanh" else torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def train(net, x, y, loss, batch):
    """A function that trains for one epoch."""
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)

    def epoch():
        order = torch.randperm(len(x))
        for first in range(0, len(x), batch):
            chosen = order[first : first + batch]
            adam.zero_grad()
            loss(net(x[chosen]), y[chosen]).backward()
            adam.step()

    return epoch


def subnets():
    x, y, w, b, out = map(torch.tensor, subnets_data(np.random.RandomState(0)))
    masks = torch.tensor(half_masks())

    @torch.no_grad()
    def work():
        h = (torch.relu(x @ w + b) * out).T
        low, high = masks @ h[: UNITS // 2], masks @ h[UNITS // 2 :]
        ensemble, losses = torch.zeros(POINTS), torch.empty((len(high), len(low)))
        for row, one in enumerate(high):
            f = low + one
            ensemble += f.sum(dim=0)
            losses[row] = (f - y).square_().mean(dim=1)
        return ensemble / losses.numel(), losses

    report("subnets", PEER, median_seconds(work, 3), "s")


def main():
    torch.manual_seed(0)
    random = np.random.RandomState(0)
    theta = torch.zeros(100000)
    theta.grad = torch.randn(100000)
    for fused in (False, True):
        adam = torch.optim.Adam([theta], lr=1e-3, fused=fused)
        seconds = median_seconds(lambda: [adam.step() for _ in range(20)])
        name = PEER.replace("eager", "fused") if fused else PEER
        report("adam", name, seconds / 20 / 100000 * 1e9, "ns/parameter")
    for name, (sizes, activation, loss) in SMALLNETS.items():
        x, y = map(torch.tensor, smallnet_data(sizes, loss, random))
        criterion = torch.nn.MSELoss() if loss == "mse" else torch.nn.BCEWithLogitsLoss()
        epoch = train(model(sizes, activation), x, y, criterion, BATCH)
        seconds = median_seconds(lambda: [epoch() for _ in range(40)])
        report(name, PEER, seconds / 40 / (EXAMPLES // BATCH) * 1e6, "us/step")
    subnets()
    x, y, x_test, y_test = map(torch.tensor, fashion_data())
    net = model((784, 128, 64, 10), "relu")
    epoch = train(net, x, y, torch.nn.CrossEntropyLoss(), 64)
    times = []
    for _ in range(3):
        start = time.process_time()
        epoch()
        times.append(time.process_time() - start)
    report("fashion", PEER, sorted(times)[1], "s/epoch")
    with torch.no_grad():
        right = (net(x_test).argmax(dim=1) == y_test).double().mean()
    report("fashion-accuracy", PEER, float(right), "")


if __name__ == "__main__":
    main()
