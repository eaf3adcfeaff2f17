"""Writes the fixtures of the data tests: tiny IDX files, and generated sets drawn with NumPy.

    python Tests/Scripts/data_references.py

Needs NumPy. The files go to Tests/EngineTests/References/data.
"""

import gzip
import json
import pathlib
import struct

import numpy as np

OUT = pathlib.Path(__file__).parent.parent / "EngineTests" / "References" / "data"


def idx():
    """Five images of 2 x 3 pixels, pixel = 10 image + place, and labels 0 1 2 1 0."""
    pixels = bytes(10 * i + p for i in range(5) for p in range(6))
    images = struct.pack(">IIII", 2051, 5, 2, 3) + pixels
    labels = struct.pack(">II", 2049, 5) + bytes([0, 1, 2, 1, 0])
    (OUT / "images.idx").write_bytes(images)
    (OUT / "labels.idx").write_bytes(labels)
    (OUT / "images.idx.gz").write_bytes(gzip.compress(images, mtime=0))
    (OUT / "labels.idx.gz").write_bytes(gzip.compress(labels, mtime=0))
    (OUT / "cut.idx.gz").write_bytes(gzip.compress(images, mtime=0)[:-15])



def generated():
    """The generators as their comments describe them, 10 examples from seed 3."""
    n, sets = 10, {}

    def add(name, features, targets):
        sets[name] = {"features": np.ravel(features).tolist(), "targets": np.ravel(targets).tolist()}

    def classes(labels, k):
        return labels if k == 2 else np.eye(k)[labels]

    def noisy(rs, points, noise):
        return points + noise * rs.standard_normal(points.shape)

    rs = np.random.RandomState(3)
    i = np.arange(n)
    corners = np.stack([i % 4 // 2, i % 2], axis=1)
    add("xor", noisy(rs, corners, 0.2), corners[:, 0] ^ corners[:, 1])

    rs = np.random.RandomState(3)
    t = np.linspace(0, np.pi, n // 2)
    moons = np.concatenate(
        [np.stack([np.cos(t), np.sin(t)], 1), np.stack([1 - np.cos(t), 0.5 - np.sin(t)], 1)])
    add("moons", noisy(rs, moons, 0.2), i // (n // 2))

    rs = np.random.RandomState(3)
    t = np.linspace(0, 2 * np.pi, n // 2, endpoint=False)
    ring = np.stack([np.cos(t), np.sin(t)], 1)
    add("circles", noisy(rs, np.concatenate([ring, 0.5 * ring]), 0.1), i // (n // 2))

    rs = np.random.RandomState(3)
    centers = rs.uniform(-5, 5, (3, 2))
    add("blobs", noisy(rs, centers[i % 3], 1), classes(i % 3, 3))

    rs = np.random.RandomState(3)
    r = (i // 2 + 1) / 5
    t = 2 * np.pi * (r + i % 2 / 2)
    add("spirals", noisy(rs, np.stack([r * np.cos(t), r * np.sin(t)], 1), 0.02), i % 2)

    rs = np.random.RandomState(3)
    x = rs.uniform(-np.pi, np.pi, n)
    add("sine", x, np.sin(x) + 0.1 * rs.standard_normal(n))

    rs = np.random.RandomState(3)
    x = rs.uniform(-1, 1, (n, 3))
    add("linear", x, 1 + x @ [2, -1, 0.5] + 0.1 * rs.standard_normal(n))

    rs = np.random.RandomState(3)
    x = rs.uniform(0, 4, n)
    add("steps", x, np.floor(x) + 0.1 * rs.standard_normal(n))

    sets["permutation"] = np.random.RandomState(3).permutation(n).tolist()
    (OUT / "generated.json").write_text(json.dumps(sets))


OUT.mkdir(parents=True, exist_ok=True)
idx()
generated()
