"""Hessians of random networks by torch.func in float64: what `hessian` must agree with.

    python hessian_references.py           writes ../EngineTests/References/hessian.json

Each network has its inputs, targets and θ in the file (W1 row by row, b1, W2, ...), the eigenvalues of
the Hessian of its mean loss, the largest first, a vector v and the product H v.
"""

import json
import math
import pathlib

import torch
from torch.func import hessian

OUT = pathlib.Path(__file__).parent.parent / "EngineTests/References/hessian.json"
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.1),
    "elu": torch.nn.functional.elu,
    "gelu": torch.nn.functional.gelu,
    "softplus": lambda z: torch.nn.functional.softplus(z, threshold=1e9),
    "linear": lambda z: z,
    "maxout2": lambda z: z.unflatten(1, (-1, 2)).max(-1).values,
    "maxout3": lambda z: z.unflatten(1, (-1, 3)).max(-1).values,
}

# Layers as the program writes them, and the loss.
NETWORKS = [
    ("2-4:tanh-1:sigmoid", "bce"),
    ("3-5:sigmoid-1:linear", "mse"),
    ("2-3:elu-3:gelu-2:softmax", "cross_entropy"),
    ("2-4:softplus-2:softmax", "mse"),
    ("2-3:maxout2-1:linear", "mse"),
    ("4-6:tanh-5:sigmoid-3:softmax", "cross_entropy"),
    ("2-5:relu-3:tanh-1:sigmoid", "bce"),
    ("3-4:leaky_relu-2:elu-2:linear", "mse"),
    ("2-3:gelu-3:softplus-1:sigmoid", "mse"),
    ("2-2:maxout3-3:tanh-1:maxout2", "mse"),
    ("1-8:gelu-8:tanh-1:linear", "mse"),
    ("5-3:softmax", "cross_entropy"),
    ("3-12:tanh-12:tanh-12:softplus-2:sigmoid", "mse"),
    ("6-20:tanh-16:elu-4:softmax", "cross_entropy"),
    # More than 500 parameters: the ends of the spectrum.
    ("6-24:tanh-20:gelu-3:softmax", "cross_entropy"),
    ("8-32:sigmoid-16:softplus-1:linear", "mse"),
]


def shapes(layers):
    fan_in = int(layers.split("-")[0])
    for layer in layers.split("-")[1:]:
        units, name = layer.split(":")
        units = int(units)
        pieces = int(name[6:]) if name.startswith("maxout") else 1
        yield name, units * pieces, fan_in
        fan_in = units


def loss(theta, layers, kind, x, y):
    h, at = x, 0
    for name, rows, fan_in in shapes(layers):
        w = theta[at : at + rows * fan_in].reshape(rows, fan_in)
        b = theta[at + rows * fan_in : at + rows * (fan_in + 1)]
        at += rows * (fan_in + 1)
        z = h @ w.T + b
        h = torch.softmax(z, 1) if name == "softmax" else ACTIVATIONS[name](z)
    if kind == "bce":
        return torch.nn.functional.binary_cross_entropy_with_logits(z, y)
    if kind == "cross_entropy":
        return -(y * torch.log_softmax(z, 1)).sum(1).mean()
    return ((h - y) ** 2).mean()


def case(seed, layers, kind):
    generator = torch.Generator().manual_seed(seed)
    normal = lambda *shape: torch.randn(*shape, generator=generator)
    sizes = list(shapes(layers))
    inputs, outputs = sizes[0][2], int(layers.split("-")[-1].split(":")[0])
    n = 7 + 3 * seed
    x = normal(n, inputs)
    if kind == "mse":
        y = normal(n, outputs)
    elif kind == "bce":
        y = (normal(n, 1) > 0).double()
    else:
        labels = torch.randint(outputs, (n,), generator=generator)
        y = torch.nn.functional.one_hot(labels, outputs).double()
    theta = torch.cat(
        [torch.cat([normal(r * f) / math.sqrt(f), 0.3 * normal(r)]) for _, r, f in sizes]
    )
    matrix = hessian(loss)(theta, layers, kind, x, y)
    v = normal(len(theta))
    numbers = lambda t: t.detach().flatten().tolist()
    return {
        "layers": layers,
        "loss": kind,
        "x": numbers(x),
        "y": numbers(y),
        "theta": numbers(theta),
        "value": loss(theta, layers, kind, x, y).item(),
        "eigenvalues": numbers(torch.linalg.eigvalsh(matrix).flip(0)),
        "trace": torch.trace(matrix).item(),
        "v": numbers(v),
        "product": numbers(matrix @ v),
    }


def main():
    cases = [case(seed, *network) for seed, network in enumerate(NETWORKS)]
    OUT.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
    print(f"{len(cases)} networks, torch {torch.__version__}")


main()
