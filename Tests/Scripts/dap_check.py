"""`descent dap` against the protocol's schema, by real clients, and with damaged messages.

    python dap_check.py PROGRAM [--frames N] [--programs N]

Needs debugpy and jsonschema of PyPI, and dap-python for the real client. Every message that is sent or
received is held to debugProtocol.json. Random command files are stepped through to their end and back
to their start; each state on the way back is the one on the way there, bit for bit.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from dap_client import Client

TOP = pathlib.Path(__file__).resolve().parents[2]
TOTAL = {"sent": 0, "received": 0}


def finish(client):
    client.close()
    TOTAL["sent"] += client.sent
    TOTAL["received"] += client.received


def write(folder, name, text):
    path = pathlib.Path(folder) / name
    path.write_text(text)
    return path


def state(client):
    """What tells a state from others: where one is, t and bits of θ."""
    frames = [(f["name"], f["line"]) for f in client.frames()]
    try:
        numbers = [client.value(e) for e in ("t", "theta[0]", "theta[1]", "loss", "lr")]
    except AssertionError:
        numbers = []
    return frames, numbers


def tree(client, reference):
    """Opens every line of a tree."""
    count = 0
    for line in client.ask("variables", {"variablesReference": reference})["variables"]:
        count += 1
        if line["variablesReference"]:
            count += tree(client, line["variablesReference"])
        elif "evaluateName" in line:
            shown = client.value(line["evaluateName"])
            assert shown == line["value"], (line, shown)
    return count


def steps_and_back(program, folder):
    path = write(
        folder, "steps.descent",
        "# a comment\nsurface rosenbrock; optimizer adam lr=0.1\nrun 5 until loss < 1e-9\n\n"
        "optimizer adam lr=0.05\nstep 3\nprint norm(grad)\n",
    )
    client = Client(program)
    client.launch(path, stopOnEntry=True, stopAtEnd=True)
    assert client.stopped()["reason"] == "entry"
    assert client.line() == 2
    seen = [state(client)]
    while True:
        stop = client.move("next")
        assert stop["reason"] in ("step", "pause"), stop
        seen.append(state(client))
        if stop["reason"] == "pause":
            break
    # surface, optimizer, 5 updates, optimizer, 3 updates, print.
    assert len(seen) == 13, len(seen)
    straight = subprocess.run(
        [program, "-c", "set digits 17; surface rosenbrock; optimizer adam lr=0.1; run 5; "
         "optimizer adam lr=0.05; step 3; print theta", "--json"],
        capture_output=True, text=True, check=True)
    theta = json.loads(straight.stdout.splitlines()[-1])["value"]
    assert [float(client.value(f"theta[{i}]")) for i in (0, 1)] == theta
    for earlier in reversed(seen[:-1]):
        seq = client.send("stepBack", {"threadId": 1})
        first = client.wait(lambda m: True)
        assert first["type"] == "response" and first["request_seq"] == seq, first
        stop = client.event("stopped")["body"]
        assert stop["reason"] == "step", stop
        assert state(client) == earlier, (state(client), earlier)
    assert client.move("stepBack")["reason"] == "entry"
    for scope in client.ask("scopes", {"frameId": 1})["scopes"]:
        tree(client, scope["variablesReference"])
    finish(client)


def phases(program, folder):
    path = write(
        folder, "phases.descent",
        "data moons n=40\nnetwork 2-3:tanh-1:sigmoid\noptimizer momentum lr=0.1\nbatch 8\nrun 4\n",
    )
    client = Client(program)
    client.launch(path, breakpoints=[5])
    stop = client.stopped()
    assert stop["reason"] == "breakpoint" and client.line() == 5
    names = []
    for _ in range(7):
        client.move("stepIn", granularity="instruction")
        names.append(client.frames()[0]["name"])
        scopes = client.ask("scopes", {"frameId": 1})["scopes"]
        assert ("This update" in [s["name"] for s in scopes]) == (len(names) % 3 > 0)
        total = sum(tree(client, s["variablesReference"]) for s in scopes)
        assert total > 60, total
    assert names[0] == "update 1: backward" and names[1] == "update 1: update", names
    assert names[2] == "update 2: forward" and names[6] == "update 3: backward", names
    for name in reversed(names[:-1]):
        client.move("stepBack", granularity="instruction")
        assert client.frames()[0]["name"] == name
    client.move("stepOut")
    assert client.event("terminated") if client.events else True
    finish(client)


def breakpoints(program, folder):
    path = write(
        folder, "breakpoints.descent",
        "surface rosenbrock\noptimizer adam lr=0.1\nrun 60\nprint loss\nstep 2\n",
    )
    client = Client(program)
    told = client.launch(
        path,
        breakpoints=[
            {"line": 3, "condition": "t == 7 or t == 20"},
            {"line": 4, "logMessage": "loss {loss} at {t}"},
            {"line": 5, "hitCondition": "2"},
            {"line": 9},
        ],
        functions=[{"name": "norm(g) < 40 and t > 30", "hitCondition": "3"}],
        data=[{"dataId": "g[0]", "accessType": "write"},
              {"dataId": "loss", "condition": "rise", "hitCondition": "== 2"}],
    )["breakpoints"]
    assert [b["verified"] for b in told] == [True, True, True, False], told
    stops = []
    while (stop := client.stopped() if not stops else client.move("continue")) is not None:
        stops.append((stop["reason"], client.value("t"), client.line(), stop["description"]))
        if len(stops) > 60:
            break
    reasons = {s[0] for s in stops}
    assert reasons == {"breakpoint", "function breakpoint", "data breakpoint"}, stops
    assert [s[1] for s in stops if s[0] == "breakpoint"] == ["7", "20", "61", "62"], stops
    finish(client)

    # The same without counts, forwards and then backwards.
    client = Client(program)
    client.launch(
        path, stopOnEntry=True, stopAtEnd=True,
        breakpoints=[{"line": 3, "condition": "t == 7 or t == 20"}, 4],
        functions=[{"name": "t - 9*floor(t/9) == 4"}, {"name": "step"}],
        data=[{"dataId": "g[0]"}],
    )
    assert client.stopped()["reason"] == "entry"
    forwards = []
    while (stop := client.move("continue"))["reason"] != "pause":
        forwards.append((stop["reason"], client.value("t")))
    assert len(forwards) > 10, forwards
    backwards = []
    while (stop := client.move("reverseContinue"))["reason"] != "entry":
        backwards.append((stop["reason"], client.value("t")))
        assert len(backwards) < 100
    # The present moment is no earlier one.
    earlier = [stop for stop in forwards if stop[1] != "62"]
    assert backwards == earlier[::-1], (forwards, backwards)
    assert client.line() == 1
    finish(client)


def exceptions(program, folder):
    path = write(
        folder, "nan.descent", "surface bowl\noptimizer gd lr=50\nrun 400\nprint loss\nnonsense\n")
    client = Client(program)
    client.launch(path)
    stop = client.stopped()
    assert stop["reason"] == "exception" and client.line() == 3, stop
    info = client.ask("exceptionInfo", {"threadId": 1})
    assert info["exceptionId"] == "nonfinite" and "first in update" in info["details"]["stackTrace"]
    client.move("stepBack")
    client.refused("exceptionInfo", {"threadId": 1})
    stop = client.move("continue")
    assert stop["reason"] == "exception", stop
    stop = client.move("continue")
    assert stop["reason"] == "exception" and client.line() == 5, stop
    assert client.ask("exceptionInfo", {"threadId": 1})["exceptionId"] == "error"
    client.move("stepBack")
    client.ask("continue", {"threadId": 1})
    client.event("stopped")
    client.ask("continue", {"threadId": 1})
    assert client.event("exited")["body"]["exitCode"] == 1
    finish(client)
    client = Client(program)
    client.launch(path, filters=[])
    assert client.event("exited", "stopped")["body"] == {"exitCode": 1}
    finish(client)
    client = Client(program)
    client.launch(path, noDebug=True, stopOnEntry=True)
    assert client.event("exited", "stopped")["body"] == {"exitCode": 1}
    finish(client)


def looking(program, folder):
    path = write(
        folder, "look.descent",
        "surface rosenbrock; optimizer adam lr=0.1\nstep 5\nprint loss\n")
    client = Client(program)
    client.launch(path, stopAtEnd=True, stopOnEntry=True, breakpoints=[3])
    client.stopped()
    client.move("continue")
    assert "β₁" in client.value("m_hat[0]", "hover") or "m̂" in client.value("m_hat[0]", "hover")
    assert "akes n updates" in client.value("step", "hover"), client.value("step", "hover")
    assert client.value("2^10", "watch") == "1024"
    assert client.value("loss", "repl") == client.value("loss", "clipboard")
    assert "theta" in client.value("help theta", "repl")
    client.refused("evaluate", {"expression": "optimzer adam", "context": "repl"})
    client.refused("evaluate", {"expression": "nothing", "context": "watch"})
    found = client.ask("completions", {"text": "optimizer ad", "column": 13})["targets"]
    assert {"adam", "adagrad"} <= {t["label"] for t in found}, found
    assert found[0]["start"] == 11 and found[0]["length"] == 2, found
    # Settings are set; what training works out is not.
    scopes = {s["name"]: s["variablesReference"] for s in client.ask("scopes", {"frameId": 1})["scopes"]}
    settings = {
        v["name"]: v for v in client.ask("variables", {"variablesReference": scopes["Settings"]})["variables"]}
    answer = client.ask("setVariable", {
        "variablesReference": settings["optimizer"]["variablesReference"], "name": "lr", "value": "1/8"})
    assert answer["value"] == "0.125" and client.value("lr") == "0.125"
    assert client.ask("setExpression", {"expression": "beta1", "value": "0.5"})["value"] == "0.5"
    assert client.value("lr") == "0.125"
    client.refused("setExpression", {"expression": "beta1", "value": "2"})
    client.refused("setExpression", {"expression": "theta[0]", "value": "2"})
    # Each is a step of its own on the way back.
    client.move("stepBack")
    assert client.value("beta1") == "0.9" and client.value("lr") == "0.125"
    client.move("stepBack")
    assert client.value("lr") == "0.1"
    # What is typed moves the program's own session, and is gone back over.
    before = client.value("theta[0]")
    client.value("step 3", "repl")
    assert client.value("t") == "8"
    client.move("stepBack")
    assert client.value("t") == "5" and client.value("theta[0]") == before
    scopes = {s["name"]: s["variablesReference"] for s in client.ask("scopes", {"frameId": 1})["scopes"]}
    info = client.ask("dataBreakpointInfo", {"variablesReference": scopes["Training"], "name": "loss"})
    assert info["dataId"] == "loss" and "rose" in info["description"], info
    assert client.ask("dataBreakpointInfo", {"name": "g[1] for=fall"})["dataId"] == "g[1] for=fall"
    assert client.ask("dataBreakpointInfo", {"name": "nothing"})["dataId"] is None
    assert client.ask("loadedSources")["sources"][0]["path"] == str(path)
    assert client.ask("breakpointLocations", {
        "source": {"path": str(path)}, "line": 1, "endLine": 9})["breakpoints"] == [
            {"line": 1}, {"line": 2}, {"line": 3}]
    assert len(client.ask("threads")["threads"]) == 1
    source = client.frames()[0]["source"]
    assert "step 5" in client.ask("source", {"source": source, "sourceReference": 0})["content"]
    client.refused("goto", {"threadId": 1, "targetId": 1})
    # Again from the beginning.
    client.ask("restart")
    assert client.stopped()["reason"] == "entry" and client.line() == 1
    client.ask("terminate")
    client.event("terminated")
    finish(client)


def pausing(program, folder):
    path = write(
        folder, "long.descent",
        "data spirals n=400\nnetwork 2-32-32-1:sigmoid\noptimizer adam lr=1e-4\nrun 100000000\n"
        "surface rosenbrock; optimizer adam lr=1e-6\nrun 1000000000\n")
    times = []
    for skips in (False, True):
        client = Client(program)
        client.launch(path, stopOnEntry=skips)
        if skips:
            client.stopped()
            # From the network to the surface by typing.
            client.value("surface rosenbrock; optimizer adam lr=1e-6", "repl")
            seq = client.send("evaluate", {"expression": "run 1000000000", "context": "repl"})
            time.sleep(0.5)
            client.refused("evaluate", {"expression": "loss", "context": "watch"})
            begin = time.monotonic()
            client.ask("cancel", {"requestId": seq})
            answer = client.answer(seq)
            times.append(answer["when"] - begin)
            client.ask("terminate")
            client.event("terminated")
            finish(client)
            continue
        for _ in range(5):
            time.sleep(0.3)
            assert client.ask("threads")["threads"]
            client.refused("stackTrace", {"threadId": 1})
            begin = time.monotonic()
            client.ask("pause", {"threadId": 1})
            stop = client.event("stopped")
            times.append(stop["when"] - begin)
            assert stop["body"]["reason"] == "pause", stop
            assert client.line() == 4
            t = client.value("t")
            client.move("stepBack")
            assert int(client.value("t")) == int(t) - 1
            client.ask("continue", {"threadId": 1})
        client.ask("terminate")
        client.event("terminated")
        finish(client)
    print(f"  a pause takes {1e3 * min(times):.1f} to {1e3 * max(times):.1f} ms")
    return times


def documents(program, folder):
    path = write(
        folder, "notes.md",
        "# A notebook\n\n```descent setup\nsurface bowl\n```\n\nSome prose.\n\n"
        "```descent\nstep 2\nprint loss\n```\n")
    client = Client(program)
    told = client.launch(path, breakpoints=[7], stopAtEnd=True)["breakpoints"]
    assert told[0]["line"] == 10, told
    assert client.stopped()["reason"] == "breakpoint" and client.line() == 10
    finish(client)
    cells = {"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
                        "source": "surface bowl\nstep 3"}], "metadata": {}, "nbformat": 4,
             "nbformat_minor": 5}
    path = write(folder, "cells.ipynb", json.dumps(cells))
    client = Client(program)
    client.launch(path, stopOnEntry=True)
    client.stopped()
    source = client.frames()[0]["source"]
    text = client.ask("source", {"source": source, "sourceReference": source["sourceReference"]})
    assert text["content"] == "surface bowl\nstep 3\n", text
    finish(client)
    client = Client(program)
    client.ask("initialize", {"adapterID": "descent"})
    client.refused("launch", {"program": str(pathlib.Path(folder) / "none.descent")})
    client.refused("launch", {})
    client.refused("stackTrace", {"threadId": 1})
    finish(client)


def lessons(program, folder):
    """Each lesson of the course to its end, and some of the way back."""
    for number in ("0", "4", "8", "12"):
        client = Client(program)
        client.launch(number, stopOnEntry=True, stopAtEnd=True)
        assert client.stopped()["reason"] == "entry"
        source = client.frames()[0]["source"]
        text = client.ask("source", {"source": source, "sourceReference": source["sourceReference"]})
        assert "lesson:" in text["content"]
        line = client.line()
        seen = []
        while (stop := client.move("next", granularity="line"))["reason"] == "step":
            seen.append(state(client))
        assert stop["reason"] == "pause", stop
        assert len(seen) > 3
        for earlier in reversed(seen):
            client.move("stepBack", granularity="line")
            assert state(client) == earlier, (state(client), earlier)
        client.move("reverseContinue")
        assert client.line() == line
        finish(client)


def real_client(program, folder):
    """dap-python, a client that others wrote, steps back through a lesson."""
    import dap

    process = subprocess.Popen([program, "dap"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    client = dap.Client("descent")
    # Its classes of answers without a body want the whole answer: it is handed on as it came.
    typed = client.handler.handle_response

    def handle(response):
        try:
            return typed(response)
        except ValueError:
            return response

    client.handler.handle_response = handle
    got = []

    def pump(until):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            out = client.send()
            if out:
                process.stdin.write(out)
                process.stdin.flush()
            for item in list(got):
                if until(item):
                    got.remove(item)
                    return item
            data = process.stdout.read1(65536)
            got.extend(client.receive(data))
        raise TimeoutError

    pump(lambda e: type(e).__name__ == "InitializedEvent")
    client.launch(no_debug=False)
    # Its launch knows no arguments of an adapter's own: they are sent as a request of its kind.
    client._send_buf = bytearray()
    client.send_request("launch", {"program": "8", "stopOnEntry": True, "stopAtEnd": True})
    client.configuration_done()

    def stop():
        event = pump(lambda e: type(e).__name__ == "StoppedEvent")
        return getattr(event.reason, "value", event.reason)

    def where():
        client.stack_trace(1)
        answer = pump(lambda e: type(e).__name__ == "StackTraceResponse")
        return [(f.name, f.line) for f in answer.stackFrames]

    def theta():
        client.evaluate("theta", context="watch")
        return pump(lambda e: type(e).__name__ == "EvaluateResponse").result

    assert stop() == "entry"
    seen = []
    for _ in range(40):
        client.next(1)
        if stop() != "step":
            break
        seen.append(where())
    for earlier in reversed(seen[:-1]):
        client.step_back(1)
        assert stop() == "step"
        assert where() == earlier, (where(), earlier)
    client.reverse_continue(1)
    assert stop() == "entry"
    client.disconnect()
    pump(lambda e: True)
    process.stdin.close()
    assert process.wait(20) == 0
    print(f"  dap-python went back over {len(seen)} stops of lesson 8")


def random_file(draw):
    """A command file of surfaces or networks, rules and runs."""
    lines = []
    if draw.random() < 0.5:
        lines.append(f"surface {draw.choice(['rosenbrock', 'ravine', 'himmelblau'])}")
    else:
        lines += ["data moons n=30", "network 2-3:tanh-1:sigmoid", f"batch {draw.choice(['8', 'all'])}"]
        if draw.random() < 0.5:
            lines.append("dropout drop=0.3")
    for _ in range(draw.randint(3, 8)):
        lines.append(draw.choice([
            f"optimizer {draw.choice(['gd', 'momentum', 'adam', 'adagrad', 'nadam'])} lr=0.0{draw.randint(1, 5)}",
            f"step {draw.randint(1, 4)}", f"run {draw.randint(1, 9)}", "run 30 until loss < 0.4",
            "schedule exponential gamma=0.9", "penalty l2=0.01", f"back {draw.randint(1, 2)}",
            "step; undo", "print norm(theta)", "branch side", "goto 2",
        ]))
    return "\n".join(lines) + "\n"


def random_programs(program, folder, count):
    states = 0
    for number in range(count):
        draw = random.Random(number)
        text = random_file(draw)
        path = write(folder, f"random{number}.descent", text)
        client = Client(program)
        client.launch(path, stopOnEntry=True, stopAtEnd=True, filters=["nonfinite", "error"])
        client.stopped()
        seen = [state(client)]
        granularity = draw.choice(["statement", "instruction", "line"])
        while True:
            stop = client.move("next", granularity=granularity)
            if stop["reason"] != "step":
                break
            seen.append(state(client))
        # A command that fails changes nothing: one stands where one stood.
        fails = stop["reason"] == "exception" and (
            client.ask("exceptionInfo", {"threadId": 1})["exceptionId"] == "error")
        for earlier in reversed(seen[:-1] if fails else seen):
            if client.move("stepBack", granularity=granularity)["reason"] == "entry":
                break
            now = state(client)
            assert now == earlier, f"program {number}, {granularity}:\n{text}\n{now}\n{earlier}"
        states += len(seen)
        finish(client)
    print(f"  {count} random programs, {states} states met again on the way back")


def damage(draw, frame):
    kind = draw.randrange(8)
    data = bytearray(frame)
    if kind == 0:
        for _ in range(draw.randint(1, 6)):
            data[draw.randrange(len(data))] = draw.randrange(256)
    elif kind == 1:
        del data[draw.randrange(len(data)) :]
    elif kind == 2:
        del data[: draw.randrange(len(data))]
    elif kind == 3:
        data = bytearray(draw.randbytes(draw.randint(1, 300)))
    elif kind == 4:
        data = bytearray(b"Content-Length: %d\r\n\r\n{}" % draw.choice([0, 1, 2, -1, 2**40]))
    elif kind == 5:
        body = draw.choice([b"[]", b"1", b"{}", b'{"seq":"x"}', b'{"type":"request"}', b"\xff\xfe",
                            b'{"seq":1,"type":"request","command":7}', b"[" * 5000,
                            b'{"seq":1,"type":"request","command":"variables","arguments":[]}'])
        data = bytearray(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    elif kind == 6:
        data = bytearray(b"Content-Length: %d\r\n" % len(frame) + b"X: y\r\n" * draw.randint(0, 9))
    else:
        message = json.loads(frame.split(b"\r\n\r\n", 1)[1])
        message["arguments"] = {
            name: draw.choice([None, -1, 1e300, "", "x" * 500, [], {}, True, 2**62])
            for name in draw.sample(
                ["source", "breakpoints", "line", "frameId", "variablesReference", "start", "count",
                 "expression", "context", "granularity", "filters", "name", "value", "text", "column",
                 "threadId", "startFrame", "levels", "program", "requestId"], 8)}
        data = bytearray(Client.frame(message))
    return bytes(data)


COMMANDS = [
    "initialize", "setBreakpoints", "setFunctionBreakpoints", "setDataBreakpoints", "dataBreakpointInfo",
    "setExceptionBreakpoints", "threads", "stackTrace", "scopes", "variables", "setVariable",
    "setExpression", "evaluate", "completions", "next", "stepIn", "stepOut", "stepBack",
    "reverseContinue", "pause", "exceptionInfo", "source", "loadedSources", "cancel",
    "breakpointLocations", "launch", "configurationDone", "goto", "modules", "attach",
]


def damaged_frames(program, folder, count):
    path = write(folder, "fuzz.descent", "surface bowl\noptimizer adam lr=0.1\nrun 50\nprint loss\n")
    draw = random.Random(7)
    done = 0
    while done < count:
        client = Client(program, checks=False)
        client.launch(path, stopOnEntry=True)
        for _ in range(min(500, count - done)):
            message = {"seq": draw.randint(1, 99), "type": "request", "command": draw.choice(COMMANDS),
                       "arguments": {"threadId": 1, "variablesReference": draw.randint(0, 9),
                                     "expression": "loss", "frameId": 1}}
            client.write(damage(draw, Client.frame(message)))
            done += 1
        # What was cut off ends where the next message begins.
        client.seq = 10**6
        client.send("threads")
        seq = client.send("threads")
        client.answer(seq)
        finish(client)
    print(f"  {count} damaged frames, each answered or passed over")


def transcript(program, folder):
    """README's transcript is what happens, message for message; `...` stands for anything."""
    text = (TOP / "Sources/Dap/README.md").read_text()
    block = text.split("<!-- transcript: see Tests/Scripts/dap_check.py -->\n```\n")[1].split("\n```")[0]
    write(folder, "descend.descent", "surface bowl\noptimizer momentum lr=0.1\nrun 20\n")
    client = Client(program, cwd=folder)
    for line in block.split("\n"):
        if line.startswith("-> "):
            message = json.loads(line[3:])
            client.write(Client.frame(message))
        elif line.startswith("<- "):
            got = client.next()
            del got["when"]
            real = json.dumps(got, ensure_ascii=False, separators=(",", ":"))
            rest = real
            for i, part in enumerate(line[3:].split("...")):
                place = rest.find(part)
                assert place == 0 or (i > 0 and place > 0), f"{real}\nis not\n{line[3:]}"
                rest = rest[place + len(part) :]
            assert not rest or line.endswith("..."), f"{real}\nis not\n{line[3:]}"
    assert client.process.wait(20) == 0


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("program")
    reader.add_argument("--frames", type=int, default=5_000)
    reader.add_argument("--programs", type=int, default=40)
    reader.add_argument("--only", default="")
    options = reader.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    with tempfile.TemporaryDirectory() as folder:

        os.environ["XDG_STATE_HOME"] = folder + "/state"
        for part in (
            steps_and_back, phases, breakpoints, exceptions, looking, pausing, documents, lessons,
            real_client, random_programs, damaged_frames, transcript,
        ):
            if options.only and part.__name__ not in options.only.split(","):
                continue
            print(part.__name__, flush=True)
            more = {random_programs: [options.programs], damaged_frames: [options.frames]}
            part(program, folder, *more.get(part, []))
    print(f"{TOTAL['sent']} messages sent and {TOTAL['received']} received fit the protocol's schema")


if __name__ == "__main__":
    sys.exit(main())
