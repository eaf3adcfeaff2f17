"""Writes the fixtures of the subnetwork tests: every subnetwork of small networks, one by one.

    python Tests/Scripts/subnetwork_references.py

A plain loop over itertools.product, the first unit the highest digit. Needs NumPy. The file goes to
Tests/EngineTests/References/network.
"""

import itertools
import json
import math
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).parent.parent / "EngineTests" / "References" / "network"

CASES = [
    # layers, dropped layers (0 the inputs), keeps, inverted
    ("2-6:relu-1:linear", [1], 0.5, 1.0, False),
    ("2-6:tanh-1:linear", [1], 0.7, 1.0, True),
    ("3-12:relu-2:softmax", [1], 0.5, 1.0, False),
    ("2-5:tanh-4:relu-1:sigmoid", [1, 2], 0.6, 1.0, False),
    ("2-5:sigmoid-4:tanh-3:softmax", [1, 2], 0.8, 1.0, True),
    ("3-4:relu-1:sigmoid", [0, 1], 0.5, 0.8, True),
    ("2-3:maxout2-4:maxout3-1:tanh", [1, 2], 0.5, 1.0, False),
    ("4-3:elu-2:linear", [0], 1.0, 0.6, False),
    ("2-4:linear-3:linear-2:linear", [1, 2], 0.3, 1.0, False),
    ("2-3:relu-3:tanh-3:relu-1:linear", [1, 3], 0.5, 1.0, True),
]


def apply(name, z):
    """z is examples x rows."""
    if name == "relu":
        return np.maximum(z, 0)
    if name == "tanh":
        return np.tanh(z)
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "elu":
        return np.where(z >= 0, z, np.expm1(z))
    if name == "softmax":
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    if name.startswith("maxout"):
        k = int(name[6:])
        return z.reshape(len(z), -1, k).max(axis=2)
    return z


def run(layers, weights, x, factors):
    """factors: layer number -> what its units are multiplied by."""
    h = x * factors.get(0, 1)
    for number, ((_, name), (w, b)) in enumerate(zip(layers, weights), 1):
        h = apply(name, h @ w.T + b) * factors.get(number, 1)
    return h


def make(rs, text, dropped, keep, input_keep, inverted):
    parts = text.split("-")
    inputs = int(parts[0])
    layers = [(int(u), a) for u, a in (p.split(":") for p in parts[1:])]
    weights, theta, width = [], [], inputs
    for units, name in layers:
        rows = units * (int(name[6:]) if name.startswith("maxout") else 1)
        w, b = rs.normal(0, 0.9, (rows, width)), rs.normal(0, 0.5, rows)
        weights.append((w, b))
        theta += w.ravel().tolist() + b.tolist()
        width = units
    n = 3
    x = rs.normal(0, 1, (n, inputs))
    sizes = [inputs] + [u for u, _ in layers]
    keeps = {d: input_keep if d == 0 else keep for d in dropped}
    total = sum(sizes[d] for d in dropped)
    outputs, probabilities = [], []
    for mask in itertools.product([0, 1], repeat=total):
        factors, at, p = {}, 0, 1.0
        for d in dropped:
            m = np.array(mask[at:at + sizes[d]], float)
            at += sizes[d]
            p *= keeps[d] ** m.sum() * (1 - keeps[d]) ** (len(m) - m.sum())
            factors[d] = m / keeps[d] if inverted else m
        outputs.append(run(layers, weights, x, factors))
        probabilities.append(p)
    outputs, probabilities = np.array(outputs), np.array(probabilities)
    flat = outputs.reshape(len(outputs), -1)
    ensemble = [math.fsum(probabilities * column) for column in flat.T]
    scaled = run(layers, weights, x, {} if inverted else {d: keeps[d] for d in dropped})
    last = layers[-1][1]
    geometric = None
    if last in ("softmax", "sigmoid"):
        def mean(values):
            return np.exp(np.array([math.fsum(probabilities * c) for c in np.log(values).T]))
        top = mean(flat)
        if last == "softmax":
            top = top.reshape(n, -1)
            geometric = (top / top.sum(axis=1, keepdims=True)).ravel().tolist()
        else:
            geometric = (top / (top + mean(1 - flat))).tolist()
    return {
        "network": text, "inputs": inputs, "outputs": sizes[-1], "keep": keep,
        "inputKeep": input_keep, "inverted": inverted, "dropped": dropped, "units": total,
        "theta": theta, "x": x.ravel().tolist(), "ensemble": ensemble,
        "scaled": scaled.ravel().tolist(), "geometric": geometric,
        "least": flat.min(axis=0).tolist(), "largest": flat.max(axis=0).tolist(),
        "fifth": {"output": flat[5].tolist(), "probability": probabilities[5]},
    }


rs = np.random.RandomState(4)
(OUT / "subnetworks.json").write_text(
    json.dumps({"madeBy": f"subnetwork_references.py with NumPy {np.__version__}",
                "cases": [make(rs, *case) for case in CASES]}))
