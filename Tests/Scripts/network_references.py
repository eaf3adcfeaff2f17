"""Writes the fixtures of the network tests: random networks differentiated by PyTorch's autograd.

    python Tests/Scripts/network_references.py

Every case gives the network as a user types it, its weights, data, minibatch and dropout masks,
and what float64 autograd makes of them: the batch's loss and gradient, and the same for the whole
training set without dropout. Needs NumPy and PyTorch. The files go to
Tests/EngineTests/References/network.
"""

import json
import pathlib

import numpy as np
import torch

OUT = pathlib.Path(__file__).parent.parent / "EngineTests" / "References" / "network"
HIDDEN = ["sigmoid", "tanh", "relu", "leaky_relu", "leaky_relu0.3", "elu", "elu0.5", "linear",
          "maxout2", "maxout3", "maxout4"]
# Those added later, so that the cases before stay what they are.
LATER = ["gelu", "softplus"]
OUTPUTS = {
    "mse": ["linear", "sigmoid", "tanh", "relu", "maxout2", "elu", "softmax"],
    "bce": ["sigmoid"],
    "cross_entropy": ["softmax"],
}


def split_name(activation):
    name = activation.rstrip("0123456789.")
    number = activation[len(name):]
    return name, float(number) if number else None


def apply(activation, z):
    """z is units x examples; a maxout layer's has a row for each piece of each unit."""
    name, number = split_name(activation)
    if name == "sigmoid":
        return torch.sigmoid(z)
    if name == "tanh":
        return torch.tanh(z)
    if name == "relu":
        return torch.relu(z)
    if name == "leaky_relu":
        return torch.nn.functional.leaky_relu(z, number if number is not None else 0.1)
    if name == "elu":
        return torch.nn.functional.elu(z, number if number is not None else 1.0)
    if name == "gelu":
        return torch.nn.functional.gelu(z)
    if name == "softplus":
        return torch.nn.functional.softplus(z, threshold=1e9)
    if name == "maxout":
        k = int(number)
        return z.reshape(-1, k, z.shape[1]).max(dim=1).values
    if name == "softmax":
        return torch.softmax(z, dim=0)
    return z


def pieces(activation):
    name, number = split_name(activation)
    return int(number) if name == "maxout" else 1


def forward(case, theta, x, y, masks):
    """The mean loss; masks is None for testing."""
    dropout = case["dropout"]
    at, width, names = 0, case["inputs"], [d["name"] for d in dropout]

    def dropped(name, h):
        if name not in names:
            return h
        d = dropout[names.index(name)]
        if masks is None:
            return h if d["inverted"] else h * d["keep"]
        mask = torch.tensor(masks[names.index(name)], dtype=torch.float64)
        mask = mask.reshape(d["units"], -1)
        return h * mask / d["keep"] if d["inverted"] else h * mask

    h = dropped("mask0", x.T)
    for number, (units, activation) in enumerate(case["layers"], 1):
        rows = units * pieces(activation)
        w = theta[at:at + rows * width].reshape(rows, width)
        at += rows * width
        b = theta[at:at + rows].reshape(rows, 1)
        at += rows
        z = w @ h + b
        h = apply(activation, z)
        if number < len(case["layers"]):
            h = dropped(f"mask{number}", h)
        width = units
    assert at == theta.numel()
    target = y.T
    if case["loss"] == "mse":
        return ((h - target) ** 2).mean()
    if case["loss"] == "bce":
        return torch.nn.functional.binary_cross_entropy_with_logits(z, target)
    return torch.nn.functional.cross_entropy(z.T, y)


def graded(case, theta, x, y, masks):
    theta = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    value = forward(case, theta, torch.tensor(x), torch.tensor(y), masks)
    value.backward()
    return value.item(), theta.grad.tolist()


def make(rs, index, hidden=HIDDEN):
    loss = ["mse", "bce", "cross_entropy"][index % 3]
    outputs = int(rs.randint(2, 5)) if loss == "cross_entropy" else int(rs.randint(1, 3))
    last = OUTPUTS[loss][index // 3 % len(OUTPUTS[loss])]
    if last == "softmax":
        outputs = max(outputs, 2)
    inputs = int(rs.randint(1, 6))
    layers = [(int(rs.randint(1, 7)), hidden[(index + 4 * l) % len(hidden)])
              for l in range(index % 4)]
    layers.append((outputs, last))
    # Every fourth network has no dropout, the others each style in turn.
    dropout = []
    style = index % 4
    inverted, per_batch = bool(index // 4 % 2), bool(index // 8 % 2)
    if style:
        if style == 2:
            dropout.append(("mask0", inputs, 0.8))
        dropout += [(f"mask{l + 1}", layers[l][0], 0.6) for l in range(len(layers) - 1)]
    count, batch = int(rs.randint(5, 12)), int(rs.randint(1, 6))
    case = {
        "network": f"{inputs}-" + "-".join(f"{u}:{a}" for u, a in layers),
        "loss": loss, "inputs": inputs, "layers": layers,
        "dropout": [{"name": n, "units": u, "keep": k, "inverted": inverted, "perBatch": per_batch}
                    for n, u, k in dropout],
    }
    size, width = 0, inputs
    for units, activation in layers:
        size += units * pieces(activation) * (width + 1)
        width = units
    theta = rs.normal(0, 0.8, size)
    x = rs.normal(0, 1, (count, inputs))
    if loss == "mse":
        y = rs.normal(0, 1, (count, outputs))
    elif loss == "bce":
        y = rs.randint(0, 2, (count, outputs)).astype(float)
    else:
        y = np.eye(outputs)[rs.randint(0, outputs, count)]
    indices = rs.randint(0, count, batch)
    masks = [(rs.random_sample(u if per_batch else u * batch) < k).astype(int).tolist()
             for _, u, k in dropout]
    case["theta"] = theta.tolist()
    case["x"], case["y"] = x.ravel().tolist(), y.ravel().tolist()
    case["indices"], case["masks"] = indices.tolist(), masks
    case["batchLoss"], case["batchGradient"] = graded(
        case, theta, x[indices], y[indices], masks if dropout else None)
    case["wholeLoss"], case["wholeGradient"] = graded(case, theta, x, y, None)
    case["layers"] = [u for u, _ in layers]
    return case


def initial():
    """Initial weights as RandomState draws them: a xavier layer between two normal ones."""
    rs = np.random.RandomState(11)
    he = rs.normal(0, np.sqrt(2 / 3), (5, 3))
    limit = np.sqrt(6 / (5 + 4))
    xavier = rs.uniform(-limit, limit, (4, 5))
    maxout = rs.normal(0, np.sqrt(2 / 4), (6, 4))
    limit = np.sqrt(6 / (3 + 1))
    out = rs.uniform(-limit, limit, (1, 3))
    parts = [he, np.zeros(5), xavier, np.zeros(4), maxout, np.zeros(6), out, np.zeros(1)]
    return {"network": "3-5:relu-4:tanh-3:maxout2-1:linear", "seed": 11,
            "theta": np.concatenate([p.ravel() for p in parts]).tolist()}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rs = np.random.RandomState(20)
    cases = [make(rs, i) for i in range(84)]
    rs = np.random.RandomState(21)
    cases += [make(rs, i, LATER + HIDDEN[:1]) for i in range(1, 25)]
    made_by = f"network_references.py with PyTorch {torch.__version__}, NumPy {np.__version__}"
    (OUT / "autograd.json").write_text(json.dumps({"madeBy": made_by, "cases": cases}))
    (OUT / "initial.json").write_text(json.dumps(initial()))


if __name__ == "__main__":
    main()
