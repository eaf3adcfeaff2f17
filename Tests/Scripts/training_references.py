"""Writes the fixtures of whole training runs: NumPy's three streams and PyTorch's optimizers.

    python Tests/Scripts/training_references.py

Each run draws its weights from RandomState(seed), its batches from RandomState(seed + 1) and its
masks from RandomState(seed + 2), and follows torch.optim in float64 for two passes and a half.
Needs NumPy and PyTorch. The file goes to Tests/EngineTests/References/network.
"""

import json
import pathlib

import numpy as np
import torch

from network_references import forward, pieces, split_name

OUT = pathlib.Path(__file__).parent.parent / "EngineTests" / "References" / "network"

# network, loss, rule, settings, l1, l2, drop style (keep, input keep, inverted, per batch)
RUNS = [
    ("3-5:relu-4:tanh-1:linear", "mse", "gd", {"lr": 0.1}, 0, 0, (0.5, 0.8, False, False)),
    ("3-6:tanh-1:sigmoid", "bce", "momentum", {"lr": 0.1, "lambda": 0.9}, 0, 0.01, None),
    ("3-6:elu-2:linear", "mse", "nesterov", {"lr": 0.05, "lambda": 0.8}, 0, 0,
     (0.7, 1, True, True)),
    ("3-5:maxout3-3:softmax", "cross_entropy", "adagrad", {"lr": 0.1}, 0.002, 0, None),
    ("3-6:sigmoid-1:linear", "mse", "rmsprop", {"lr": 0.01, "alpha": 0.95}, 0, 0.02, None),
    ("3-8:relu-6:maxout2-3:softmax", "cross_entropy", "adam", {"lr": 0.01}, 0.001, 0.003,
     (0.6, 1, True, False)),
    ("3-6:leaky_relu-4:linear-1:sigmoid", "bce", "adam", {"lr": 0.02, "beta1": 0.8}, 0, 0,
     (0.5, 0.9, False, True)),
    ("3-7:tanh-2:linear", "mse", "adamw", {"lr": 0.01, "decay": 0.1}, 0, 0, None),
]


def draw(rs, layers, inputs):
    parts, width, bias = [], inputs, []
    for units, activation in layers:
        rows = units * pieces(activation)
        if split_name(activation)[0] in ("relu", "leaky_relu", "elu", "maxout"):
            w = rs.normal(0, np.sqrt(2 / width), (rows, width))
        else:
            limit = np.sqrt(6 / (width + rows))
            w = rs.uniform(-limit, limit, (rows, width))
        parts += [w.ravel(), np.zeros(rows)]
        bias += [False] * w.size + [True] * rows
        width = units
    return np.concatenate(parts), np.array(bias)


def optimizer(rule, s, theta):
    o = torch.optim
    if rule == "gd":
        return o.SGD([theta], lr=s["lr"])
    if rule in ("momentum", "nesterov"):
        return o.SGD([theta], lr=s["lr"], momentum=s["lambda"], nesterov=rule == "nesterov")
    if rule == "adagrad":
        return o.Adagrad([theta], lr=s["lr"])
    if rule == "rmsprop":
        return o.RMSprop([theta], lr=s["lr"], alpha=s["alpha"])
    if rule == "adam":
        return o.Adam([theta], lr=s["lr"], betas=(s.get("beta1", 0.9), 0.999))
    return o.AdamW([theta], lr=s["lr"], weight_decay=s["decay"])


def run(index, text, loss, rule, settings, l1, l2, drop):
    seed, count, batch = 100 + index, 11, 4
    parts = text.split("-")
    inputs = int(parts[0])
    layers = [(int(u), a) for u, a in (p.split(":") for p in parts[1:])]
    rs = np.random.RandomState(index)
    outputs = layers[-1][0]
    x = rs.normal(0, 1, (count, inputs))
    if loss == "mse":
        y = rs.normal(0, 1, (count, outputs))
    elif loss == "bce":
        y = rs.randint(0, 2, (count, outputs)).astype(float)
    else:
        y = np.eye(outputs)[np.arange(count) % outputs]
    dropout = []
    if drop:
        keep, input_keep, inverted, per_batch = drop
        if input_keep < 1:
            dropout.append({"name": "mask0", "units": inputs, "keep": input_keep})
        dropout += [{"name": f"mask{l + 1}", "units": u, "keep": keep}
                    for l, (u, _) in enumerate(layers[:-1])]
        for d in dropout:
            d["inverted"] = inverted
    case = {"inputs": inputs, "layers": layers, "loss": loss, "dropout": dropout}
    start, bias = draw(np.random.RandomState(seed), layers, inputs)
    theta = torch.tensor(start, requires_grad=True)
    weight = torch.tensor(~bias, dtype=torch.float64)
    batches, masks_stream = np.random.RandomState(seed + 1), np.random.RandomState(seed + 2)
    step = optimizer(rule, settings, theta)
    steps, order = [], []
    for _ in range(8):
        if not len(order):
            order = batches.permutation(count)
        indices, order = order[:batch], order[batch:]
        masks = None
        if drop:
            masks = [(masks_stream.random_sample(
                (d["units"],) if drop[3] else (d["units"], len(indices))) < d["keep"])
                .astype(int).ravel().tolist() for d in dropout]
        step.zero_grad()
        value = forward(case, theta, torch.tensor(x[indices]), torch.tensor(y[indices]), masks)
        value.backward()
        with torch.no_grad():
            theta.grad += weight * (l2 * theta + l1 * torch.sign(theta))
        step.step()
        steps.append({"indices": indices.tolist(), "masks": masks or [], "loss": value.item(),
                      "theta": theta.detach().tolist()})
    return {
        "network": text, "loss": loss, "rule": rule, "settings": settings, "l1": l1, "l2": l2,
        "keep": drop[0] if drop else 1, "inputKeep": drop[1] if drop else 1,
        "inverted": bool(drop and drop[2]), "perBatch": bool(drop and drop[3]),
        "inputs": inputs, "outputs": outputs, "seed": seed, "batch": batch,
        "x": x.ravel().tolist(), "y": y.ravel().tolist(), "steps": steps,
    }


runs = [run(i, *r) for i, r in enumerate(RUNS)]
made_by = f"training_references.py with PyTorch {torch.__version__}, NumPy {np.__version__}"
(OUT / "training.json").write_text(json.dumps({"madeBy": made_by, "runs": runs}))
