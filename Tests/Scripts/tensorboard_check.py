"""What the program writes for TensorBoard, read back by TensorBoard itself.

    python tensorboard_check.py DESCENT        runs the built program and compares (exit status 1 where
                                               anything differs)
    python tensorboard_check.py golden         prints the records that Swift's tests compare with

It needs `tensorboard` of PyPI. Scalars, histograms, texts and settings of `export tensorboard` and
`log tensorboard` are read by EventAccumulator and by the event-file loader, and some once more through a
running TensorBoard server; they must equal what the program says of the same run with --json, to the
last bit of a double, or of a single where it is a scalar: TensorBoard's server shows no others. A log cut anywhere must still be read up to its last whole record.
"""

import json
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import numpy as np
from google.protobuf import struct_pb2
from tensorboard.backend.event_processing import event_accumulator, event_file_loader
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util

# MARK: golden records


def crc32c(data):
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0x82F63B78 if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


def masked(data):
    checksum = crc32c(data)
    return ((checksum >> 15 | checksum << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record(event):
    data = event.SerializeToString(deterministic=False)
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def scalar(number):
    proto = tensor_pb2.TensorProto(dtype=1, float_val=[number])
    proto.tensor_shape.SetInParent()
    return proto


def tensor(numbers, shape):
    proto = tensor_pb2.TensorProto(dtype=2, double_val=numbers)
    for size in shape:
        proto.tensor_shape.dim.add(size=size)
    proto.tensor_shape.SetInParent()
    return proto


def value(tag, plugin, data_class, proto, content=b""):
    metadata = summary_pb2.SummaryMetadata(data_class=data_class)
    metadata.plugin_data.plugin_name = plugin
    metadata.plugin_data.content = content
    return summary_pb2.Summary.Value(tag=tag, metadata=metadata, tensor=proto)


def settings(data):
    return plugin_data_pb2.HParamsPluginData(version=0, **data)


def golden():
    text = tensor_pb2.TensorProto(dtype=7, string_val=[b"step 3"])
    text.tensor_shape.SetInParent()
    end = plugin_data_pb2.SessionEndInfo(status=1, end_time_secs=5)
    events = {
        "version": dict(wall_time=1.5, file_version="brain.Event:2"),
        "scalar": dict(wall_time=2.25, step=300, value=value("loss", "scalars", 1, scalar(0.1))),
        "text": dict(wall_time=2.25, step=7, value=value("commands", "text", 2, text)),
        "end": dict(
            wall_time=4,
            step=1,
            value=value(
                "_hparams_/session_end_info",
                "hparams",
                2,
                tensor([0], []),
                settings({"session_end_info": end}).SerializeToString(),
            ),
        ),
        "histogram": dict(
            wall_time=1,
            step=2,
            value=value("theta/b1", "histograms", 2, tensor([0.5, 1.5, 3], [1, 3])),
        ),
    }
    for name, own in [("lr", 0.5), ("rule", "adam"), ("biases", True)]:
        kind = {float: "number_value", str: "string_value", bool: "bool_value"}[type(own)]
        start = plugin_data_pb2.SessionStartInfo(start_time_secs=3)
        start.hparams[name].CopyFrom(struct_pb2.Value(**{kind: own}))
        data = settings({"session_start_info": start}).SerializeToString()
        proto = value("_hparams_/session_start_info", "hparams", 2, tensor([0], []), data)
        events[name] = dict(wall_time=4, value=proto)
    for name, fields in events.items():
        own = fields.pop("value", None)
        event = event_pb2.Event(**fields)
        if own is not None:
            event.summary.value.append(own)
        print(name)
        for start in range(0, len(record(event).hex()), 80):
            print(f'"{record(event).hex()[start:start + 80]}"')


# MARK: what the program wrote

failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)
        print("DIFFERS:", what)


def descent(program, commands, folder):
    result = subprocess.run(
        [program, "-c", commands, "--json"],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=300,
    )
    if result.returncode:
        sys.exit(result.stdout + result.stderr)
    return [json.loads(line) for line in result.stdout.splitlines()]


def number(text):
    return float(text.replace("Infinity", "inf")) if isinstance(text, str) else float(text)


def equal(read, printed, what):
    expected = np.float32(number(printed))
    expect(read.dtype == np.float32 and read == expected, f"{what}: {read}, not {expected}")


def accumulate(folder):
    sizes = {name: 0 for name in ("scalars", "tensors", "histograms")}
    accumulator = event_accumulator.EventAccumulator(str(folder), size_guidance=sizes)
    accumulator.Reload()
    return accumulator


def tensors(accumulator, tag):
    return {event.step: tensor_util.make_ndarray(event.tensor_proto) for event in accumulator.Tensors(tag)}


def printed(program, folder, setup, moments, names):
    """The program's own numbers: {t: {name: value}}. At 0 there has been no update."""
    known = {t: [name for name in names if t > 0 or name not in AFTER_AN_UPDATE] for t in moments}
    commands = setup
    for t in moments:
        commands += f"; goto {t}" + "".join(f"; print {name}" for name in known[t])
    objects = descent(program, commands, folder)
    values = iter([o["value"] for o in objects if o["command"] == "print"])
    return {t: {name: next(values) for name in known[t]} for t in moments}


NETWORK = (
    "data moons n=120 noise=0.2 split=0.7,0.3 seed=3; network 2-8:tanh-1:sigmoid loss=bce; "
    "optimizer adam lr=0.02; penalty l2=1e-3; dropout drop=0.1; batch 16; seed 5"
)
SCALARS = ["loss", "val_loss", "accuracy", "val_accuracy", "eta", "batch_loss", "penalty"]
AFTER_AN_UPDATE = ["batch_loss", "norm(g)", "norm(delta)"]
PARTS = ["W1", "b1", "W2"]


def compare(program, folder, run, moments):
    accumulator = accumulate(run)
    tags = accumulator.Tags()["tensors"]
    names = SCALARS + ["norm(g)", "norm(delta)"] + PARTS
    own = printed(program, folder, NETWORK, moments, names)
    for name in SCALARS:
        read = tensors(accumulator, name)
        steps = [t for t in moments if t > 0 or name != "batch_loss"]
        expect(sorted(read) == steps, f"{run}: steps of {name}: {sorted(read)}, not {steps}")
        for t in steps:
            equal(read[t], own[t][name], f"{name} at {t}")
    for name, tag in [("norm(g)", "norm/g"), ("norm(delta)", "norm/delta")]:
        read = tensors(accumulator, tag)
        for t in moments[1:]:
            equal(read[t], own[t][name], f"{name} at {t}")
    for part in PARTS:
        read = tensors(accumulator, f"theta/{part}")
        for t in moments:
            rows, numbers = read[t], np.ravel(own[t][part])
            if numbers.min() == numbers.max():  # the biases at the start: one bucket about them
                expect(rows.shape == (1, 3) and rows[0, 2] == numbers.size, f"{part} at {t}: one")
                expect(rows[0, 0] < numbers[0] < rows[0, 1], f"{part} at {t}: bucket")
                continue
            expect(rows.shape[1] == 3 and rows[0, 0] == numbers.min(), f"{part} at {t}: least")
            expect(rows[-1, 1] == numbers.max(), f"{part} at {t}: largest")
            edges = np.append(rows[:, 0], rows[-1, 1])
            counts = np.histogram(numbers, bins=edges)[0]
            expect((counts == rows[:, 2]).all(), f"{part} at {t}: counts")
    expect({"g/W1", "g/b1", "norm/g", "norm/theta", "norm/delta"} <= set(tags), f"tags: {tags}")
    metadata = accumulator.SummaryMetadata("_hparams_/session_start_info").plugin_data
    info = plugin_data_pb2.HParamsPluginData.FromString(metadata.content).session_start_info
    for name, value in [("lr", 0.02), ("beta1", 0.9), ("l2", 1e-3), ("batch", 16), ("seed", 5)]:
        expect(info.hparams[name].number_value == value, f"{name} is {info.hparams[name]}")
    expect(info.hparams["optimizer"].string_value == "adam", "the rule's name")
    return accumulator


def served(folder, runs, histograms):
    """The scalars of `loss` and the first run's histograms of W1, through a running server."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "tensorboard.main", "--logdir", str(folder), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    root = f"http://localhost:{port}/data/plugin"

    def ask(address):
        return json.load(urllib.request.urlopen(address, timeout=5))

    try:
        for run, expected in runs.items():
            query = urllib.parse.urlencode({"run": run, "tag": "loss"})
            address = f"{root}/scalars/scalars?{query}"
            read = None
            for _ in range(120):
                try:
                    read = ask(address)
                except OSError:
                    read = None
                if read and len(read) >= len(expected):
                    break
                time.sleep(0.5)  # it is still starting, or reading
            expect(read is not None, f"the server shows {run}")
            for (_, step, value), (t, loss) in zip(read or [], expected.items()):
                expect(step == t and value == loss, f"{run} at {t}: {value}, not {loss}")
            expect(len(read or []) == len(expected), f"the server's entries of {run}")
        # The histograms of the first run, and its line in the table of runs.
        run = next(iter(runs))
        query = urllib.parse.urlencode({"run": run, "tag": "theta/W1"})
        read = ask(f"{root}/histograms/histograms?{query}")
        expect([step for _, step, _ in read] == list(runs[run]), "the server's histograms")
        for (_, step, rows), expected in zip(read, histograms):
            expect(np.array_equal(rows, expected), f"the server's histogram at {step}")
        request = {"experimentName": "", "allowedStatuses": ["STATUS_SUCCESS"], "sliceSize": 9}
        request |= {"colParams": [{"hparam": "lr"}], "aggregationType": "AGGREGATION_AVG"}
        query = urllib.parse.urlencode({"request": json.dumps(request)})
        groups = ask(f"{root}/hparams/session_groups?{query}")
        rates = [group["hparams"]["lr"] for group in groups["sessionGroups"]]
        expect(0.02 in rates, f"the table of runs has the rates {rates}")
    finally:
        server.terminate()
        server.wait()


def check(program):
    program = str(pathlib.Path(program).resolve())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # 84 training examples, batches of 16: six updates an epoch.
        epochs = [0, 6, 12, 18, 24, 30]
        descent(program, NETWORK + "; run 33; export tensorboard past", folder)
        exported = compare(program, folder, folder / "past/main", epochs)
        descent(program, NETWORK + "; log tensorboard live; run 20; step 3; run 10", folder)
        compare(program, folder, folder / "live/main", epochs)
        descent(program, NETWORK + "; log tensorboard thick every=5; run 12", folder)
        compare(program, folder, folder / "thick/main", [0, 5, 10])

        surface = "surface rosenbrock; optimizer adam lr=0.1"
        descent(program, surface + "; run 50; export tensorboard past2; fork other; optimizer gd "
                "lr=0.001; run 10; export tensorboard past2", folder)
        runs = sorted(path.name for path in (folder / "past2").iterdir())
        expect(runs == ["main", "other"], f"runs {runs}")
        own = printed(program, folder, surface, range(51), ["loss", "x"])
        read = accumulate(folder / "past2/main")
        losses, xs = tensors(read, "loss"), tensors(read, "theta/x")
        expect(sorted(losses) == list(range(51)), "every update of a surface")
        for t in range(51):
            equal(losses[t], own[t]["loss"], f"loss of the surface at {t}")
            equal(xs[t], own[t]["x"], f"x at {t}")

        # Going back and elsewhere begins a run of its own; repeating what was done does not.
        descent(program, surface + "; log tensorboard turns; run 20; back 5; step 2; run 3; back 10; "
                "optimizer gd lr=0.001; run 5; reset; run 4", folder)
        turns = sorted(path.name for path in (folder / "turns").iterdir())
        expect(turns == ["main", "main-2", "main-3"], f"runs {turns}")
        steps = [sorted(tensors(accumulate(folder / "turns" / run), "loss")) for run in turns]
        expect(steps == [list(range(21)), list(range(10, 16)), list(range(5))], f"steps {steps}")

        # A torn end.
        whole = next((folder / "live/main").iterdir())
        data = whole.read_bytes()
        torn = folder / "torn"
        torn.mkdir()
        for length in [len(data) - 1, len(data) // 2, len(data) // 3, 20]:
            path = torn / "events.out.tfevents.1.torn"
            path.write_bytes(data[:length])
            events = list(event_file_loader.EventFileLoader(str(path)).Load())
            expect(len(events) < 8, f"{length} bytes of a torn file give {len(events)} events")
            print(f"cut at {length} of {len(data)} bytes: {len(events)} whole events")

        loss = {t: float(v) for t, v in tensors(exported, "loss").items()}
        rosenbrock = {t: float(v) for t, v in losses.items()}
        weights = [rows for _, rows in sorted(tensors(exported, "theta/W1").items())]
        served(folder, {"past/main": loss, "past2/main": rosenbrock}, weights)
    if failures:
        sys.exit(f"{len(failures)} differences")
    print("TensorBoard reads back what the program measured")


if sys.argv[1] == "golden":
    golden()
else:
    check(sys.argv[1])
