"""Writes Tests/EngineTests/References/numerics_random.json: draws of NumPy's legacy generator.

    python Tests/Scripts/numerics_random.py

Numbers are hexadecimal, so that a test can compare bits. Every entry is one program of draws from a
fresh RandomState(seed), in order."""

import json
import pathlib

import numpy

OUT = pathlib.Path(__file__).parent.parent / "EngineTests/References/numerics_random.json"


def hexes(values):
    return [float(v).hex() for v in numpy.ravel(values)]


def program(seed):
    r = numpy.random.RandomState(seed)
    draws = []

    def add(kind, values, **arguments):
        draws.append({"kind": kind, **arguments, "values": values})

    add("uniform", hexes(r.random_sample(7)))
    add("normal", hexes(r.standard_normal(5)))  # an odd count leaves one pending
    add("uniform", hexes(r.rand(3, 4)))
    add("normal", hexes(r.standard_normal(40)))
    add("permutation", [int(v) for v in r.permutation(10)])
    add("between", hexes(r.uniform(-0.25, 3.5, 6)), a=(-0.25).hex(), b=(3.5).hex())
    add("gaussian", hexes(r.normal(1.5, 0.3, 6)), a=(1.5).hex(), b=(0.3).hex())
    add("permutation", [int(v) for v in r.permutation(257)])
    add("permutation", [int(v) for v in r.permutation(1)])
    add("integers", [int(v) for v in r.randint(0, 1000, 20)], limit=999)
    add("integers", [int(v) for v in r.randint(0, 2**31, 5)], limit=2**31 - 1)
    r.random_sample(2000)
    add("skip", [], count=2000)
    add("uniform", hexes(r.random_sample(4)))
    name, words, position, pending, normal = r.get_state()
    state = {
        "position": int(position),
        "first": int(words[0]),
        "last": int(words[-1]),
        "pending": float(normal).hex() if pending else None,
    }
    return {"seed": seed, "draws": draws, "state": state}


OUT.write_text(json.dumps(
    {"numpy": numpy.__version__, "programs": [program(s) for s in (0, 1, 42, 688, 2**32 - 1)]},
    indent=1) + "\n")
