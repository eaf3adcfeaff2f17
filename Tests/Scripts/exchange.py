"""What the program writes is read by those it is written for, and what they write is read by it.

    python exchange.py PROGRAM [CHECK...] [--table FILE] [--keep FOLDER]

Each check runs the descent binary PROGRAM and a real reader or writer: NumPy, safetensors, pandas, Octave,
pdflatex with poppler's tools, vl-convert, Optuna, TensorBoard. Without names all of them are made; CI makes
those that need NumPy, safetensors and pandas alone. Numbers are compared by their bits.
"""

import argparse
import io
import json
import math
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

import numpy as np

PROGRAM = ""
FOLDER = pathlib.Path()
NETWORK = "data moons n=40 noise=0.1; network 2-5:tanh-3:relu-1:sigmoid; batch 8; optimizer adam lr=0.02"


class Check(Exception):
    """What a check found wrong."""


def run(line, fails=False):
    """The JSON objects that a line of commands prints; or the error that it ends in."""
    done = subprocess.run(
        [PROGRAM, "--json", "-c", line], capture_output=True, text=True, timeout=600, cwd=FOLDER
    )
    if fails:
        if done.returncode != 1:
            raise Check(f"not refused: {line}")
        return done.stderr.strip()
    if done.returncode:
        raise Check(f"{line}\n{done.stderr.strip()[-500:]}")
    return [json.loads(text) for text in done.stdout.splitlines()]


def value(line, expression):
    """A quantity after a line of commands, as an array."""
    found = run(f"{line}; print {expression}")[-1]
    numbers = json.loads(json.dumps(found["value"]).replace('"NaN"', "NaN"))
    return np.asarray(numbers, dtype=np.float64)


def same(a, b, what):
    a, b = np.ascontiguousarray(a, np.float64), np.ascontiguousarray(b, np.float64)
    if a.shape != b.shape or a.tobytes() != b.tobytes():
        raise Check(f"{what}: {a.shape} and {b.shape} are not the same bits")
    return a.size


def awkward(draw, shape):
    """Numbers of all sizes, with a minus zero, the least and the largest ones."""
    numbers = draw.standard_normal(shape) * 10.0 ** draw.integers(-300, 300, shape)
    flat = numbers.reshape(-1)
    for k, special in enumerate([-0.0, 5e-324, 1.7976931348623157e308, 2.0**-1022, 0.1]):
        if k < flat.size:
            flat[k] = special
    return numbers


def weights(draw, sizes):
    arrays = {}
    for k, (a, b) in enumerate(zip(sizes, sizes[1:]), 1):
        arrays[f"W{k}"], arrays[f"b{k}"] = awkward(draw, (b, a)), awkward(draw, b)
    return arrays


def with_data(sizes):
    x = ",".join(["0"] * sizes[0])
    y = "0" if sizes[-1] == 1 else None
    if y:
        return f"data points x={x} y=0"
    np.savez(FOLDER / "d.npz", X=np.zeros((2, sizes[0])), y=np.zeros((2, sizes[-1])) + [[1.5] * sizes[-1]] * 2)
    return "data d.npz"


def layers(sizes):
    return f"network {sizes[0]}-" + "-".join(f"{n}:linear" for n in sizes[1:]) + " loss=mse"


SIZES = [[1, 1], [2, 3, 1], [4, 7, 5, 1], [3, 6, 6, 2], [11, 20, 3], [64, 40, 10]]


# MARK: NumPy and safetensors


def numpy_weights():
    """θ out and in again through NumPy, stored and deflated, in every order and kind of number."""
    draw, count = np.random.default_rng(1), 0
    for sizes in SIZES:
        arrays = weights(draw, sizes)
        head = f"{with_data(sizes)}; {layers(sizes)}"
        for save in (np.savez, np.savez_compressed):
            save(FOLDER / "in.npz", **arrays)
            run(f"{head} weights=in.npz; export weights out.npz force=yes")
            with np.load(FOLDER / "out.npz") as out:
                if list(out) != list(arrays):
                    raise Check(f"{list(out)}")
                count += sum(same(out[name], arrays[name], name) for name in arrays)
        other = {name: np.asfortranarray(a.astype(">f8")) for name, a in arrays.items()}
        np.savez(FOLDER / "in.npz", **other)
        run(f"{head} weights=in.npz; export weights out.npz force=yes")
        with np.load(FOLDER / "out.npz") as out:
            count += sum(same(out[name], arrays[name], "Fortran, big-endian") for name in arrays)
        for kind in ("f4", "f2", "i8", "i4", "i2", "i1", "u1", "u2", "u4", "u8", "?"):
            small = {n: (draw.standard_normal(a.shape) * 50).clip(0).astype(kind) for n, a in arrays.items()}
            np.savez(FOLDER / "in.npz", **small)
            run(f"{head} weights=in.npz; export weights out.npz force=yes")
            with np.load(FOLDER / "out.npz") as out:
                count += sum(same(out[n], small[n].astype(np.float64), kind) for n in small)
    return f"{count} numbers the same bits, 14 kinds of file"


def npz(name, arrays, version=(1, 0), streamed=False, zip64=False, method=zipfile.ZIP_DEFLATED):
    """A .npz as other writers make it: headers 1.0 to 3.0, zip64, written to a stream."""
    target = io.BytesIO()

    class Stream(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return target.write(data)

    with zipfile.ZipFile(Stream() if streamed else target, "w", method) as archive:
        for key, array in arrays.items():
            with archive.open(f"{key}.npy", "w", force_zip64=zip64) as member:
                np.lib.format.write_array(member, array, version)
    (FOLDER / name).write_bytes(target.getvalue())


def numpy_headers():
    """Headers of all versions, zip64 sizes, archives written to a pipe."""
    draw, count = np.random.default_rng(2), 0
    arrays = weights(draw, [3, 4, 1])
    head = "data points x=0,0,0 y=0; network 3-4:linear-1:linear"
    for version in [(1, 0), (2, 0), (3, 0)]:
        for streamed in (False, True):
            for zip64 in (False, True):
                for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    npz("h.npz", arrays, version, streamed, zip64, method)
                    run(f"{head} weights=h.npz; export weights o.npz force=yes")
                    with np.load(FOLDER / "o.npz") as out:
                        count += sum(same(out[n], arrays[n], f"{version}") for n in arrays)
    return f"{count} numbers the same bits, 24 kinds of archive"


def safetensors_weights():
    """θ out and in again through the safetensors library, under its own and PyTorch's names."""
    from safetensors.numpy import load_file, save_file

    draw, count = np.random.default_rng(3), 0
    for sizes in SIZES:
        arrays = weights(draw, sizes)
        head = f"{with_data(sizes)}; {layers(sizes)}"
        save_file(arrays, FOLDER / "in.safetensors", metadata={"format": "np"})
        run(f"{head} weights=in.safetensors; export weights out.safetensors force=yes")
        out = load_file(FOLDER / "out.safetensors")
        count += sum(same(out[name], arrays[name], name) for name in arrays)
        torch = {
            f"{2 * (int(n[1:]) - 1)}.{'weight' if n[0] == 'W' else 'bias'}": a for n, a in arrays.items()
        }
        save_file(torch, FOLDER / "in.safetensors")
        run(f"{head} weights=in.safetensors; export weights out.safetensors names=pytorch force=yes")
        out = load_file(FOLDER / "out.safetensors")
        if sorted(out) != sorted(torch):
            raise Check(f"{sorted(out)}")
        count += sum(same(out[name], torch[name], name) for name in torch)
        f4 = {n: draw.standard_normal(a.shape).astype("f4") for n, a in arrays.items()}
        save_file(f4, FOLDER / "in.safetensors")
        run(f"{head} weights=in.safetensors; export weights out.safetensors force=yes")
        out = load_file(FOLDER / "out.safetensors")
        count += sum(same(out[n], f4[n].astype(np.float64), n) for n in f4)
    return f"{count} numbers the same bits"


def names():
    """The names under which PyTorch, Keras and NumPy lists keep weights; what is ambiguous is refused."""
    draw = np.random.default_rng(4)
    own = {k: draw.standard_normal(s) for k, s in
           {"W1": (4, 3), "b1": 4, "W2": (4, 4), "b2": 4, "W3": (1, 4), "b3": 1}.items()}
    head = "data points x=0,0,0 y=0; network 3-4:tanh-4:tanh-1:linear"
    order = ["W1", "b1", "W2", "b2", "W3", "b3"]
    turned = {k: v.T if v.ndim == 2 else v for k, v in own.items()}
    schemes = {
        "0.weight": (["0.weight", "0.bias", "2.weight", "2.bias", "10.weight", "10.bias"], own, ""),
        "fc1.weight": (["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "out.weight", "out.bias"], own, ""),
        "model.layers.0": ([f"model.layers.{k}.{p}" for k in (0, 1, 2) for p in ("weight", "bias")], own, ""),
        "keras": ([f"dense{n}/{p}" for n in ("", "_1", "_2") for p in ("kernel", "bias")], turned, ""),
        "keras:0": ([f"dense{n}/{p}:0" for n in ("", "_1", "_2") for p in ("kernel", "bias")], turned, ""),
        "arr_0": ([f"arr_{k}" for k in range(6)], own, ""),
        "arr_0, [in, out]": ([f"arr_{k}" for k in range(6)], turned, " transpose=yes"),
        "W1, [in, out]": (order, turned, " transpose=yes"),
    }
    for what, (keys, values, option) in schemes.items():
        shuffled = list(zip(keys, order))
        draw.shuffle(shuffled)
        np.savez(FOLDER / "n.npz", **{key: values[name] for key, name in shuffled})
        run(f"{head} weights=n.npz{option}; export weights o.npz force=yes")
        with np.load(FOLDER / "o.npz") as out:
            for name in order:
                same(out[name], own[name], f"{what} {name}")
    for keys, says in [
        (["alpha.weight", "alpha.bias", "beta.weight", "beta.bias", "c.weight", "c.bias"], "more than one order"),
        (["W1", "b1", "W2", "b2", "W3", "q"], "there is no b3"),
        (["p", "q", "r", "s", "t", "u"], "weights are called"),
    ]:
        values = {key: own[name] for key, name in zip(keys, order)}
        if "alpha.weight" in values:
            values = {k: draw.standard_normal(s) for k, s in zip(keys, [(4, 4), 4] * 3)}
            np.savez(FOLDER / "n.npz", **values)
            np.savez(FOLDER / "q.npz", X=np.zeros((2, 4)), y=np.full((2, 4), 1.5))
            message = run("data q.npz; network 4-4:tanh-4:tanh-4:linear weights=n.npz", True)
            if says not in message:
                raise Check(message)
            continue
        np.savez(FOLDER / "n.npz", **values)
        if says not in (message := run(f"{head} weights=n.npz", True)):
            raise Check(f"{says}: {message}")
    return f"{len(schemes)} ways of naming"


def data():
    """Examples from .npz and .safetensors files, with their tasks."""
    from safetensors.numpy import save_file

    draw, count = np.random.default_rng(5), 0
    cases = [
        (awkward(draw, (9, 3)), draw.standard_normal(9), "regression"),
        (draw.standard_normal(12), draw.standard_normal((12, 2)), "regression"),
        (draw.standard_normal((20, 2)), draw.integers(0, 2, 20), "binary"),
        (draw.standard_normal((20, 2)), draw.integers(0, 2, 20).astype(float), "binary"),
        (draw.standard_normal((30, 2)), np.arange(30) % 3, "classes"),
        (draw.standard_normal((30, 2)), np.eye(3)[np.arange(30) % 3], "classes"),
        (draw.integers(0, 256, (10, 4, 5)).astype("u1"), np.arange(10) % 5, "classes"),
    ]
    for x, y, task in cases:
        np.savez_compressed(FOLDER / "e.npz", X=x, y=y)
        save_file({"X": x, "y": y}, FOLDER / "e.safetensors")
        for name in ("e.npz", "e.safetensors"):
            found = run(f"data {name}")[-1]
            if found["task"] != task:
                raise Check(f"{found['task']}, not {task}")
            loss = {"regression": "mse", "binary": "bce", "classes": "cross_entropy"}[task]
            width = x.reshape(len(x), -1).shape[1]
            outputs = {"regression": f"{y.reshape(len(y), -1).shape[1]}:linear", "binary": "1:sigmoid"}.get(
                task, f"{int(y.max()) + 1 if y.ndim == 1 else y.shape[1]}:softmax"
            )
            head = f"data {name}; network {width}-2:tanh-{outputs} loss={loss}"
            scale = 255.0 if x.ndim == 3 else 1.0
            count += same(value(head, "x"), x.reshape(len(x), -1) / scale, f"{task} x")
            wanted = np.eye(int(y.max()) + 1)[y] if task == "classes" and y.ndim == 1 else y
            count += same(value(head, "y"), wanted, f"{task} y")
    np.savez(FOLDER / "e.npz", features=np.ones((3, 2)), labels=np.zeros(3) + [1, 2, 3])
    run("data e.npz x=features y=labels")
    if "there is no X, x" not in (message := run("data e.npz", True)):
        raise Check(message)
    return f"{count} numbers the same bits, {2 * len(cases)} files"


# MARK: Comparing


def compare():
    """A NumPy Adam with one mistake each: the first array that differs is named, and the mistake."""
    head = f"{NETWORK}; run 7"
    quantities = {n: value(head, n) for n in ("m_prev", "v_prev", "g", "theta_prev", "m", "v", "m_hat", "v_hat")}
    m0, v0, g, theta = (quantities[n] for n in ("m_prev", "v_prev", "g", "theta_prev"))
    b1, b2, eps, t, eta = 0.9, 0.999, 1e-8, 7, 0.02

    def adam(change=""):
        m = b1 * m0 + (1 - b1) * g
        v = b2 * v0 + (1 - b2) * g * g
        if change == "m":
            m = b1 * m0 + g
        if change == "m sign":
            m = b1 * m0 - (1 - b1) * g
        if change == "v":
            v = b2 * v0 + (1 - b2) * g
        if change == "v share":
            v = b2 * v0 + g * g
        m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
        if change == "m_hat":
            m_hat = m
        if change == "m_hat t":
            m_hat = m / (1 - b1 ** (t - 1))
        if change == "v_hat":
            v_hat = v * (1 - b2**t)
        if change == "v_hat none":
            v_hat = v
        delta = -eta * m_hat / (np.sqrt(np.abs(v_hat)) + eps)
        if change == "root":
            delta = -eta * m_hat / v_hat
        if change == "uphill":
            delta = -delta
        new = theta + delta
        return {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat, "delta": delta, "theta": new}

    cases = [
        ("m", "m", "multiplied by 1 − β₁"), ("m sign", "m", "added here"),
        ("v", "v", "g squared"), ("v share", "v", "multiplied by 1 − β₂"),
        ("m_hat", "m_hat", "left out the bias correction"), ("m_hat t", "m_hat", "last step's t"),
        ("v_hat", "v_hat", "multiplied by (1 − β₂ᵗ)"), ("v_hat none", "v_hat", "left out the bias correction"),
        ("root", "delta", "square root"), ("uphill", "delta", "sign"),
    ]
    np.savez(FOLDER / "mine.npz", **adam())
    if not run(f"{head}; compare mine.npz")[-1]["agrees"]:
        raise Check("the right Adam differs")
    for dtype in ("f8", "f4"):
        for change, first, says in cases:
            np.savez(FOLDER / "mine.npz", **{k: a.astype(dtype) for k, a in adam(change).items()})
            found = run(f"{head}; compare mine.npz")[-1]
            said = (found["first"] or {}).get("mistakes", [])
            if found["agrees"] or found["first"]["quantity"] != first or not any(says in s for s in said):
                raise Check(f"{change} {dtype}: {found['first']}")
    # A mistake that no list knows is named by no other.
    strange = adam()
    strange["v_hat"] = strange["v_hat"] * 1.2345
    np.savez(FOLDER / "mine.npz", **strange)
    found = run(f"{head}; compare mine.npz")[-1]["first"]
    if found["quantity"] != "v_hat" or found["mistakes"]:
        raise Check(f"{found}")
    # By layers, transposed passes, a state dict's weights and gradients.
    parts = {}
    for name in ("W1", "b1", "W2", "b2", "W3", "b3"):
        parts[name] = value(head, name)
        parts[f"grad_{name}"] = value(head, f"grad_{name}")
    for name in ("z1", "a1", "z2", "a2", "d1", "d2"):
        parts[name] = value(head, name).T
    np.savez(FOLDER / "mine.npz", **parts)
    if not run(f"{head}; compare mine.npz")[-1]["agrees"]:
        raise Check("descent's own numbers differ")
    torch = {}
    for k in (1, 2, 3):
        torch[f"fc{k}.weight"], torch[f"fc{k}.bias"] = parts[f"W{k}"], parts[f"b{k}"]
        torch[f"fc{k}.weight.grad"], torch[f"fc{k}.bias.grad"] = parts[f"grad_W{k}"], parts[f"grad_b{k}"]
    np.savez(FOLDER / "mine.npz", **torch)
    found = run(f"{head}; compare mine.npz")[-1]
    if not found["agrees"] or len(found["compared"]) != 12:
        raise Check(f"{found}")
    parts["grad_W1"] = parts["grad_W1"] * 40
    np.savez(FOLDER / "mine.npz", **parts)
    found = run(f"{head}; compare mine.npz")[-1]["first"]
    if found["quantity"] != "grad_W1" or not any("sum over the examples" in s for s in found["mistakes"]):
        raise Check(f"{found}")
    return f"{2 * len(cases) + 1} mistakes named, an unknown one by no name, 3 right files agree"


def hostile():
    """Files that are refused in a sentence."""
    def stored(members):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name, content in members:
                archive.writestr(zipfile.ZipInfo(name), content)
        return bytearray(target.getvalue())

    def npy(array, replace=()):
        target = io.BytesIO()
        np.lib.format.write_array(target, array, allow_pickle=True)
        text = target.getvalue()
        for old, new in replace:
            text = text.replace(old, new)
        return text

    one = npy(np.arange(6.0))
    good = stored([("W1.npy", one)])
    crc = bytearray(good)
    crc[14] ^= 1
    crc[-22 - 46 - 6 + 16] ^= 1
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for k in range(9):
            archive.writestr(f"a{k}.npy", bytes(160 << 20))
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        twice = stored([("W1.npy", one), ("W1.npy", one)])

    def tensors(header, data):
        text = json.dumps(header).encode() if isinstance(header, dict) else header
        return struct.pack("<Q", len(text)) + text + data

    f = lambda a, b: {"dtype": "F64", "shape": [(b - a) // 8], "data_offsets": [a, b]}
    cases = {
        "pickle.npz": (stored([("W1.npy", npy(np.array([None, 1], dtype=object)))]), "Python objects"),
        "torch.npz": (stored([("archive/data.pkl", b"x")]), "a pickle"),
        "twice.npz": (twice, "twice"),
        "crc.npz": (crc, "checksum"),
        "bomb.npz": (bomb.getvalue(), "inflate to more than"),
        "complex.npz": (stored([("W1.npy", npy(np.ones(2, complex)))]), "type '<c16'"),
        "text.npz": (stored([("W1.npy", npy(np.array(["a"])))]), "type '<U1'"),
        "fields.npz": (stored([("W1.npy", npy(np.zeros(2, [("a", "f8")])))]), "fields"),
        "short.npz": (stored([("W1.npy", one[:-3])]), "bytes of numbers"),
        "long.npz": (stored([("W1.npy", one + b"xyz")]), "bytes of numbers"),
        "keys.npz": (stored([("W1.npy", npy(np.arange(6.0), replace=[(b"'fortran_order': False", b"'descr'        : '<f8'")]))]), "twice"),
        "shape.npz": (stored([("W1.npy", npy(np.arange(6.0), replace=[(b"(6,)", b"(-6,")]))]), "shape cannot be read"),
        "prefix.npz": (b"12345678" + bytes(good), "damaged"),
        "single.npz": (one, "single NumPy array"),
        "empty.npz": (b"", "no zip archive"),
        "rar.npz": (b"Rar!" * 40, "no zip archive"),
        "holes.safetensors": (tensors({"a": f(0, 8), "b": f(16, 24)}, bytes(24)), "belong to no tensor"),
        "overlap.safetensors": (tensors({"a": f(0, 16), "b": f(8, 24)}, bytes(24)), "overlaps"),
        "twice.safetensors": (tensors(b'{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', bytes(8)), "twice"),
        "rest.safetensors": (tensors({"a": f(0, 8)}, bytes(16)), "follow its header"),
        "type.safetensors": (tensors({"a": {"dtype": "F8_E4M3", "shape": [8], "data_offsets": [0, 8]}}, bytes(8)), "type 'F8_E4M3'"),
        "shape.safetensors": (tensors({"a": {"dtype": "F64", "shape": [1 << 62, 8], "data_offsets": [0, 8]}}, bytes(8)), "shape"),
        "header.safetensors": (struct.pack("<Q", 1 << 60) + b"{}", "length of a header"),
        "json.safetensors": (tensors(b"{nonsense}", b""), "cannot be read"),
    }
    for name, (content, says) in cases.items():
        (FOLDER / name).write_bytes(content)
        message = run(f"data points x=1 y=1; network 1-1:linear weights={name}", True)
        if says not in message or message.count("\n") > 0:
            raise Check(f"{name}: {message}")
    bomb.close()
    return f"{len(cases)} kinds refused"


def large(library="numpy"):
    """A script whose numbers lie beside it ends at the session's θ in NumPy."""
    run(
        "data moons n=6000 split=0.7,0.3; network 2-40:tanh-30:relu-1:sigmoid; batch 200; "
        "optimizer adam lr=0.01; stop patience=50; run 60; "
        f"export {library} big.py force=yes"
    )
    if not (FOLDER / "big.npz").exists() or (FOLDER / "big.py").stat().st_size > 20_000:
        raise Check("the numbers do not lie beside the script")
    done = subprocess.run([sys.executable, "big.py"], capture_output=True, text=True, cwd=FOLDER, timeout=300)
    last = done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr[-300:]
    if "the same to 1e-9 up to t 60 of 60" not in last:
        raise Check(last)
    return last


def torch_network():
    """A PyTorch program: its state dict and gradients compared, a large script run, weights loaded."""
    import torch
    from safetensors.torch import load_file, save_file

    draw = torch.Generator().manual_seed(1)
    x = torch.randn(24, 3, generator=draw, dtype=torch.float64)
    y = torch.randint(0, 2, (24,), generator=draw)
    model = torch.nn.Sequential(
        torch.nn.Linear(3, 6), torch.nn.Tanh(), torch.nn.Linear(6, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1)
    ).double()
    save_file({"X": x, "y": y}, FOLDER / "t.safetensors")
    save_file(model.state_dict(), FOLDER / "m.safetensors")
    head = "data t.safetensors; network 3-6:tanh-4:relu-1:sigmoid loss=bce weights=m.safetensors; batch all"
    loss = torch.nn.BCEWithLogitsLoss()
    for rule, optimizer in [
        ("gd lr=0.1", torch.optim.SGD(model.parameters(), lr=0.1)),
        ("adam lr=0.01", torch.optim.Adam(model.parameters(), lr=0.01)),
    ]:
        model.load_state_dict(load_file(FOLDER / "m.safetensors"))
        for _ in range(5):
            optimizer.zero_grad()
            loss(model(x)[:, 0], y.double()).backward()
            optimizer.step()
        optimizer.zero_grad()
        loss(model(x)[:, 0], y.double()).backward()
        mine = dict(model.state_dict())
        mine |= {f"{n}.grad": p.grad for n, p in model.named_parameters()}
        save_file(mine, FOLDER / "mine.safetensors")
        found = run(f"{head}; optimizer {rule}; convention pytorch; run 5; compare mine.safetensors")[-1]
        if not found["agrees"] or len(found["compared"]) != 12:
            raise Check(f"{rule}: {found}")
    wrong = {n: p.grad * 24 for n, p in model.named_parameters()}
    save_file({f"{n}.grad": g for n, g in wrong.items()}, FOLDER / "mine.safetensors")
    found = run(f"{head}; optimizer adam lr=0.01; convention pytorch; run 5; compare mine.safetensors")[-1]["first"]
    if not any("sum over the examples" in s for s in found["mistakes"]):
        raise Check(f"{found}")
    run(f"{head}; run 5; export weights o.safetensors names=pytorch force=yes")
    model.load_state_dict(load_file(FOLDER / "o.safetensors"))
    output = torch.sigmoid(model(x)).detach().numpy()[:, 0]
    here = value(f"{head}; run 5", "loss")
    there = -np.mean(np.where(y.numpy() == 1, np.log(output), np.log(1 - output)))
    if abs(here - there) > 1e-12:
        raise Check(f"{here} and {there}")
    return f"24 arrays of 2 optimizers agree, a sum for a mean is named; large script: {large('pytorch')}"


# MARK: Tables


SESSION = f"{NETWORK}; dropout drop=0.3; run 40"


def columns(path):
    import csv

    with open(FOLDER / path, newline="") as file:
        return list(csv.reader(file))


def tables():
    """The tables, each with a line that makes it."""
    odd = '"x^2 + y^2"'
    return {
        "trace.csv": f"{SESSION}; export csv trace.csv trace loss theta m_hat W1 force=yes",
        "all.csv": "surface rosenbrock; optimizer adam lr=0.1; run 200; export csv all.csv force=yes",
        "norm.csv": f"surface {odd}; run 30; export csv norm.csv trace \"norm(grad)\" max(g,0.1) last=9 force=yes",
        "plot.csv": f"{SESSION}; export csv plot.csv plot loss force=yes",
        "surface.csv": "surface himmelblau; run 50; export csv surface.csv plot surface force=yes",
        "weights.csv": f"{SESSION}; export csv weights.csv plot weights W1 force=yes",
        "search.csv": "surface bowl; search random lr=log(1e-4,10) optimizer=choice(gd,adam) trials=20 steps=30; export csv search.csv search force=yes",
        "subnets.csv": f"{SESSION}; export csv subnets.csv subnets force=yes",
        "race.csv": "surface ravine; race gd momentum adam lr=0.05 steps=40; export csv race.csv race force=yes",
    }


def pandas_csv():
    """pandas reads every number back to the same bits, and Python's csv the same fields."""
    import pandas

    # Before, its usual reader was off by a bit now and then.
    exact = {} if int(pandas.__version__.split(".")[0]) >= 3 else {"float_precision": "round_trip"}
    count = 0
    for name, line in tables().items():
        run(line)
        raw = (FOLDER / name).read_bytes()
        if not raw.endswith(b"\r\n") or raw.replace(b"\r\n", b"").count(b"\n"):
            raise Check(f"{name}: lines do not end in CR LF")
        frame = pandas.read_csv(FOLDER / name, **exact)
        rows = columns(name)
        if list(frame.columns) != rows[0] or len(frame) != len(rows) - 1:
            raise Check(f"{name}: {frame.shape} for {len(rows)} lines")
        for k, column in enumerate(rows[0]):
            fields = [row[k] for row in rows[1:]]
            if frame[column].dtype.kind in "fi":
                wanted = np.array([float(f) if f else math.nan for f in fields])
                got = frame[column].to_numpy(np.float64)
                if not np.array_equal(got, wanted, equal_nan=True):
                    raise Check(f"{name}: {column}")
                count += len(got)
    # The numbers themselves: those that the program prints.
    run(tables()["trace.csv"])
    frame = pandas.read_csv(FOLDER / "trace.csv", **exact)
    last = frame.iloc[-1]
    theta = value(SESSION, "theta")
    count += same(last[[f"theta[{k}]" for k in range(len(theta))]].to_numpy(np.float64), theta, "theta")
    w1 = value(SESSION, "W1")
    names = [f"W1[{r},{c}]" for r in range(w1.shape[0]) for c in range(w1.shape[1])]
    count += same(last[names].to_numpy(np.float64), w1.ravel(), "W1")
    return f"{count} numbers the same bits in {len(tables())} tables"


def octave_csv():
    """Octave reads the same numbers."""
    count = 0
    for name, line in tables().items():
        run(line)
        rows = columns(name)
        numeric = [
            k for k in range(len(rows[0]))
            if all(not row[k] or row[k][0] in "-0123456789NI" and row[k][-1] in "0123456789Nnf" for row in rows[1:])
        ]
        script = f"""
            text = fileread("{FOLDER / name}");
            lines = strsplit(text, "\\r\\n")(2:end-1);
            f = fopen("{FOLDER / 'o.bin'}", "w");
            for k = 1:numel(lines)
              fields = strsplit(lines{{k}}, ",", "CollapseDelimiters", false);
              fwrite(f, str2double(fields([{' '.join(str(k + 1) for k in numeric)}])), "double");
            end
            fclose(f);"""
        done = subprocess.run(["octave", "--no-gui", "--norc", "--eval", script], capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise Check(done.stderr[-300:])
        got = np.fromfile(FOLDER / "o.bin").reshape(len(rows) - 1, -1)
        wanted = np.array([[float(row[k]) if row[k] else math.nan for k in numeric] for row in rows[1:]])
        if not np.array_equal(got, wanted, equal_nan=True):
            raise Check(f"{name}")
        count += got.size
    # Its own reader of whole tables of numbers.
    run(tables()["all.csv"])
    script = f'x = dlmread("{FOLDER / "all.csv"}", ",", 1, 0); f = fopen("{FOLDER / "o.bin"}", "w"); fwrite(f, x\', "double"); fclose(f);'
    subprocess.run(["octave", "--no-gui", "--norc", "--eval", script], check=True, capture_output=True, timeout=300)
    rows = columns("all.csv")
    wanted = np.array([[float(f) if f else 0.0 for f in row] for row in rows[1:]])
    got = np.fromfile(FOLDER / "o.bin").reshape(wanted.shape)
    if not np.array_equal(got, wanted, equal_nan=True):
        raise Check("dlmread reads all.csv otherwise")
    return f"{count} numbers equal in {len(tables())} tables"


# MARK: Figures


def figures():
    """Lines that draw, and words that the picture has."""
    adam = "surface rosenbrock; optimizer adam lr=0.1; run 60"
    net = f"{NETWORK}; dropout drop=0.3; run 60"
    return {
        "surface": (adam, "surface", ["rosenbrock", "minimum"]),
        "quantities": (adam, "m_hat v_hat", ["m̂", "v̂"]),
        "delta": (adam, "delta g", ["Δθ", "g"]),
        "adagrad": ("surface ravine; optimizer adagrad lr=0.5; run 30", "sigma log=no", ["σ"]),
        "norm": (adam, "norm(grad)", ["∇L"]),
        "eta": (f"{NETWORK}; schedule cosine T=9; run 60", "eta", ["η"]),
        "step": (adam, "step", []),
        "schedule": (adam, "schedule all", ["cosine"]),
        "activation": (adam, "activation relu tanh", ["relu", "tanh"]),
        "loss": (net, "loss smooth=10", ["loss"]),
        "weights": (net, "weights W1", []),
        "boundary": (net, "boundary", []),
        "network": (net, "network", []),
        "distribution": (net, "distribution", []),
        "subnets": (net, "subnets", []),
        "gradients": (net, "gradients", []),
        "race": ("surface ravine; race gd momentum adam lr=0.05 steps=60", "race", ["adam", "momentum"]),
    }


def draw(kind, ending):
    for name, (line, what, words) in figures().items():
        made = run(f"{line}; export {kind} {name}{ending} {what} force=yes")[-1]
        yield name, FOLDER / f"{name}{ending}", words, made


def pdf():
    """poppler and pypdf open every figure, find its words in Unicode, and draw it."""
    import unicodedata

    import pypdf

    count = 0
    for name, path, words, made in draw("pdf", ".pdf"):
        reader = pypdf.PdfReader(path, strict=True)
        if len(reader.pages) != 1:
            raise Check(name)
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
        if text.stderr.strip():
            raise Check(f"{name}: {text.stderr.strip()}")
        found = unicodedata.normalize("NFC", text.stdout)
        for word in words:
            if unicodedata.normalize("NFC", word) not in found:
                raise Check(f"{name}: no {word} in {found!r}")
        drawn = subprocess.run(
            ["pdftoppm", "-r", "96", "-png", "-singlefile", path, str(path)[:-4]], capture_output=True, text=True
        )
        if drawn.returncode or drawn.stderr.strip() or made.get("missing_letters"):
            raise Check(f"{name}: {drawn.stderr.strip()} {made}")
        fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True).stdout
        if "Helvetica" not in fonts:
            raise Check(f"{name}: {fonts}")
        count += len(words)
    return f"{len(figures())} figures opened, {count} words found"


def pgf():
    """pdflatex sets every figure without an error, and its letters are in the page."""
    made = list(draw("pgf", ".pgf"))
    body = "\n".join(f"\\resizebox{{\\linewidth}}{{!}}{{\\input{{{path}}}}}\\clearpage" for _, path, _, _ in made)
    (FOLDER / "all.tex").write_text(
        "\\documentclass{article}\n\\usepackage{lmodern}\\usepackage{pgf}\n\\begin{document}\n"
        + body + "\n\\end{document}\n"
    )
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        capture_output=True, text=True, cwd=FOLDER, timeout=600, errors="replace",
    )
    if done.returncode:
        raise Check(done.stdout[-600:])
    pages = subprocess.run(["pdfinfo", "all.pdf"], capture_output=True, text=True, cwd=FOLDER).stdout
    if f"Pages:           {len(made)}" not in pages or any(m.get("missing_letters") for *_, m in made):
        raise Check(pages)
    text = subprocess.run(["pdftotext", "all.pdf", "-"], capture_output=True, text=True, cwd=FOLDER).stdout
    for word in ("σ", "∇", "∆", "η", "rosenbrock"):
        if word not in text:
            raise Check(f"no {word} in the pages")
    # Minimal classes and other letters: no lmodern, a title with what TeX takes for its own.
    run('surface "x^2 + y^2" at=1,1; optimizer gd; run 3; export pgf odd.pgf surface force=yes')
    (FOLDER / "odd.tex").write_text(
        "\\documentclass{minimal}\\usepackage{pgf}\\begin{document}\\input{odd.pgf}\\end{document}"
    )
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "odd.tex"],
        capture_output=True, text=True, cwd=FOLDER, timeout=300, errors="replace",
    )
    if done.returncode:
        raise Check(done.stdout[-600:])
    return f"{len(made)} figures set, 0 errors"


def vega():
    """vl-convert draws every specification, and finds the numbers of the figure in it."""
    import vl_convert

    marks = 0
    for name, path, words, _ in draw("vega", ".vl.json"):
        spec = json.loads(path.read_text())
        svg = vl_convert.vegalite_to_svg(spec)
        png = vl_convert.vegalite_to_png(spec, scale=1)
        path.with_suffix("").with_suffix(".vega.png").write_bytes(png)
        marks += svg.count("<path") + svg.count("<line")
        if "NaN" in svg or svg.count("<path") < 3:
            raise Check(f"{name}: {svg[:300]}")
    return f"{len(figures())} specifications drawn, {marks} marks"


# MARK: Searches


SEARCHES = [
    "surface rosenbrock; search random lr=log(1e-5,1e-1) optimizer=gd,adam trials=15 steps=40",
    "data moons n=60 split=0.7,0.3; network 2-4-1; search bayes lr=log(1e-3,1) batch=int(4,20) trials=12 epochs=3",
    'search grid "(x-1)^2 + y" x=linear(-5,5) y=choice(1,2,4) trials=12',
]


def optuna_study():
    """optuna.load_study has the trials, their settings, values and curves."""
    import optuna
    from optuna.storages import JournalStorage
    from optuna.storages.journal import JournalFileBackend

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    count = 0
    for k, line in enumerate(SEARCHES):
        found = run(f"{line}; search table; export optuna s{k}.log force=yes")
        rows = {r["trial"]: r for r in found if "trial" in r and "diverged_at" in r}
        storage = JournalStorage(JournalFileBackend(str(FOLDER / f"s{k}.log")))
        study = optuna.load_study(study_name="descent", storage=storage)
        if len(study.trials) != len(rows):
            raise Check(f"{len(study.trials)} trials of {len(rows)}")
        for trial in study.trials:
            row = rows[trial.user_attrs["trial"]]
            if (trial.value if trial.state.name == "COMPLETE" else None) != row["value"]:
                raise Check(f"{trial.value} and {row['value']}")
            for name, v in trial.params.items():
                if v != row[name]:
                    raise Check(f"{name}: {v} and {row[name]}")
            count += 1
        best = min(r["value"] for r in rows.values() if r["value"] is not None)
        if study.best_value != best:
            raise Check(f"{study.best_value} and {best}")
        # It goes on from there.
        study.optimize(lambda t: 1.0, n_trials=1)
    return f"{count} trials of {len(SEARCHES)} studies, each continued"


def tensorboard_hparams():
    """TensorBoard's reader and its HPARAMS backend have the runs with settings and values."""
    from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer
    from tensorboard.backend.event_processing.data_provider import MultiplexerDataProvider
    from tensorboard.context import RequestContext
    from tensorboard.plugins.base_plugin import TBContext
    from tensorboard.plugins.hparams import api_pb2, backend_context, list_session_groups

    def groups(folder):
        multiplexer = EventMultiplexer().AddRunsFromDirectory(str(folder))
        multiplexer.Reload()
        context = backend_context.Context(
            TBContext(logdir=str(folder), data_provider=MultiplexerDataProvider(multiplexer, str(folder)))
        )
        ctx = RequestContext()
        experiment = context.experiment_from_metadata(
            ctx, "", True, context.hparams_metadata(ctx, ""), context.hparams_from_data_provider(ctx, "", limit=None)
        )
        request = api_pb2.ListSessionGroupsRequest(
            start_index=0, slice_size=1000, allowed_statuses=[api_pb2.STATUS_SUCCESS, api_pb2.STATUS_FAILURE]
        )
        answer = list_session_groups.Handler(ctx, context, "", request).run()
        return experiment, answer.session_groups

    count = 0
    for k, line in enumerate(SEARCHES[:2]):
        folder = FOLDER / f"board{k}"
        shutil.rmtree(folder, ignore_errors=True)
        found = run(f"{line}; search table; export tensorboard {folder} search")
        rows = list({r["trial"]: r for r in found if "trial" in r and "diverged_at" in r}.values())
        experiment, sessions = groups(folder)
        varied = {h.name for h in experiment.hparam_infos}
        if varied != set(sessions[0].hparams) or len(sessions) != len(rows):
            raise Check(f"{varied}, {len(sessions)} of {len(rows)}")
        by_trial = {s.name if not s.sessions else s.sessions[0].name: s for s in sessions}
        for row in rows:
            session = by_trial[f"trial-{row['trial']}"]
            for name in varied:
                entry = session.hparams[name]
                got = entry.number_value if entry.HasField("number_value") else entry.string_value
                if got != row[name]:
                    raise Check(f"{name}: {got} and {row[name]}")
            if row["value"] is not None:
                metric = session.metric_values[0]
                if np.float32(metric.value) != np.float32(row["value"]):
                    raise Check(f"{metric} and {row['value']}")
            count += 1
    folder = FOLDER / "runs"
    shutil.rmtree(folder, ignore_errors=True)
    run(f"{NETWORK}; run 30; fork b; optimizer gd lr=0.1; run 30; export tensorboard {folder}")
    _, sessions = groups(folder)
    if len(sessions) != 2 or {s.hparams["optimizer"].string_value for s in sessions} != {"adam", "gd"}:
        raise Check(f"{sessions}")
    return f"{count} trials and 2 branches with their settings and values"


CHECKS = {
    "numpy": (numpy_weights, "NumPy"), "headers": (numpy_headers, "NumPy"),
    "safetensors": (safetensors_weights, "safetensors"), "names": (names, "NumPy"), "data": (data, "safetensors"),
    "compare": (compare, "NumPy"), "hostile": (hostile, "NumPy"), "large": (large, "NumPy"),
    "torch": (torch_network, "PyTorch"),
    "pandas": (pandas_csv, "pandas"), "octave": (octave_csv, "Octave"), "pdf": (pdf, "poppler, pypdf"),
    "pgf": (pgf, "pdflatex"), "vega": (vega, "vl-convert"), "optuna": (optuna_study, "Optuna"),
    "tensorboard": (tensorboard_hparams, "TensorBoard"),
}


def main():
    global PROGRAM, FOLDER
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("checks", nargs="*")
    parser.add_argument("--table")
    parser.add_argument("--keep")
    options = parser.parse_args()
    PROGRAM = str(pathlib.Path(options.program).resolve())
    lines, failed = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        FOLDER = pathlib.Path(options.keep or scratch).resolve()
        FOLDER.mkdir(exist_ok=True)
        for name in options.checks or CHECKS:
            check, reader = CHECKS[name]
            try:
                said = check()
            except Check as error:
                said, failed = f"FAILED: {error}", failed + 1
            lines.append(f"| {name} | {reader} | {(check.__doc__ or '').strip()} | {said} |")
            print(f"{name}: {said}", flush=True)
    if options.table:
        head = "| check | read by | what | seen |\n| --- | --- | --- | --- |\n"
        pathlib.Path(options.table).write_text(head + "\n".join(lines) + "\n")
    sys.exit(1 if failed else 0)


main()
