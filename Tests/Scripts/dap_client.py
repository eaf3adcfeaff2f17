"""A client of the Debug Adapter Protocol that holds each message to the protocol's own schema.

The schema is debugProtocol.json, which PyPI's debugpy carries.
"""

import json
import pathlib
import queue
import subprocess
import threading
import time

import debugpy
import jsonschema

SCHEMA = json.loads(
    next(pathlib.Path(debugpy.__file__).parent.rglob("debugProtocol.json")).read_text()
)
VALIDATORS = {}


def validator(name):
    if name not in VALIDATORS:
        VALIDATORS[name] = jsonschema.Draft4Validator(
            {"$ref": f"#/definitions/{name}", "definitions": SCHEMA["definitions"]}
        )
    return VALIDATORS[name]


def kind(message):
    """The schema's name of a message."""
    if message["type"] == "event":
        return message["event"][0].upper() + message["event"][1:] + "Event"
    word = message["command"][:1].upper() + message["command"][1:]
    if message["type"] == "request":
        return word + "Request"
    if not message["success"]:
        return "ErrorResponse"
    return word + "Response"


def check(message):
    validator("ProtocolMessage").validate(message)
    name = kind(message)
    if name not in SCHEMA["definitions"]:
        # An answer to what is no request has no definition of its own.
        assert message["type"] != "event" and not message.get("success"), message
        name = "ErrorResponse"
    validator(name).validate(message)
    if message["type"] == "response" and not message["success"]:
        assert message["message"], message


class Client:
    """`descent dap` at work."""

    def __init__(self, program, cwd=None, checks=True):
        self.process = subprocess.Popen(
            [program, "dap"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=cwd
        )
        self.checks = checks
        self.seq = 0
        self.sent = self.received = 0
        self.last = 0
        self.messages = queue.Queue()
        self.events = []
        self.answers = {}
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        """Every byte of the output belongs to a message."""
        out = self.process.stdout
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                byte = out.read(1)
                if not byte:
                    self.messages.put(None if not head else ValueError(f"half a head: {head!r}"))
                    return
                head += byte
            if not head.startswith(b"Content-Length: "):
                self.messages.put(ValueError(f"no head: {head!r}"))
                return
            body = out.read(int(head.split(b":")[1]))
            self.messages.put((time.monotonic(), json.loads(body)))

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    @staticmethod
    def frame(message):
        body = json.dumps(message).encode()
        return b"Content-Length: %d\r\n\r\n" % len(body) + body

    def send(self, command, arguments=None):
        self.seq += 1
        message = {"seq": self.seq, "type": "request", "command": command}
        if arguments is not None:
            message["arguments"] = arguments
        if self.checks:
            check(message)
        self.sent += 1
        self.write(self.frame(message))
        return self.seq

    def next(self, seconds=120):
        item = self.messages.get(timeout=seconds)
        if item is None:
            raise EOFError("the adapter has ended")
        if isinstance(item, Exception):
            raise item
        when, message = item
        check(message)
        assert message["seq"] == self.last + 1, "numbers go up by one"
        self.last = message["seq"]
        self.received += 1
        message["when"] = when
        return message

    def wait(self, fits, seconds=120):
        end = time.monotonic() + seconds
        while True:
            message = self.next(max(0.01, end - time.monotonic()))
            if message["type"] == "event":
                self.events.append(message)
            else:
                self.answers[message["request_seq"]] = message
            if fits(message):
                return message

    def answer(self, seq):
        if seq in self.answers:
            return self.answers.pop(seq)
        self.wait(lambda m: m["type"] == "response" and m["request_seq"] == seq)
        return self.answers.pop(seq)

    def ask(self, command, arguments=None):
        """The body of a request's answer."""
        answer = self.answer(self.send(command, arguments))
        assert answer["success"], answer
        return answer.get("body", {})

    def refused(self, command, arguments=None):
        answer = self.answer(self.send(command, arguments))
        assert not answer["success"], answer
        return answer

    def event(self, *names):
        """The next event of these names, which may have come already."""
        for i, event in enumerate(self.events):
            if event["event"] in names:
                del self.events[: i + 1]
                return event
        event = self.wait(lambda m: m["type"] == "event" and m["event"] in names)
        self.events.clear()
        return event

    # What a test says often.

    def launch(self, program, breakpoints=(), functions=(), data=(), filters=None, **more):
        """Begins a program; `breakpoints` are lines, or dictionaries."""
        body = self.ask(
            "initialize",
            {"adapterID": "descent", "linesStartAt1": True, "columnsStartAt1": True,
             "supportsInvalidatedEvent": True},
        )
        assert body["supportsStepBack"] and body["supportsDataBreakpoints"]
        self.event("initialized")
        self.ask("launch", {"program": str(program), **more})
        set_ = {"breakpoints": []}
        if breakpoints:
            set_ = self.lines(program, breakpoints)
        if functions:
            self.ask("setFunctionBreakpoints", {"breakpoints": list(functions)})
        if data:
            self.ask("setDataBreakpoints", {"breakpoints": list(data)})
        if filters is not None:
            self.ask("setExceptionBreakpoints", {"filters": filters})
        self.ask("configurationDone")
        return set_

    def lines(self, program, breakpoints):
        wanted = [b if isinstance(b, dict) else {"line": b} for b in breakpoints]
        return self.ask(
            "setBreakpoints", {"source": {"path": str(program)}, "breakpoints": wanted}
        )

    def stopped(self):
        event = self.event("stopped", "terminated")
        assert event["event"] == "stopped", event
        return event["body"]

    def move(self, command, **more):
        """A step of any kind; what stops it, or None at the end of the program."""
        self.ask(command, {"threadId": 1, **more})
        event = self.event("stopped", "terminated")
        return event["body"] if event["event"] == "stopped" else None

    def frames(self):
        return self.ask("stackTrace", {"threadId": 1})["stackFrames"]

    def line(self):
        return self.frames()[-1]["line"]

    def value(self, expression, context="watch"):
        return self.ask("evaluate", {"expression": expression, "context": context})["result"]

    def close(self):
        self.ask("disconnect")
        status = self.process.wait(20)
        assert status == 0, status
        self.process.stdin.close()
