#!/usr/bin/env python3
"""How long a command takes to answer ^C: seconds from the key to the next prompt.

    interrupts.py PROGRAM [--sizes small,medium,large] [--only WORD] [--tries N] [--where]

Each operation is typed at a pseudo-terminal and cut off at several moments of its course. The table
has a line for an operation and a column for a size, each with the longest wait in milliseconds, how
long the whole operation takes where it is left alone, and the most memory that the program has taken.
After what moves through time the state is compared, to the bit, with the same update reached anew
from the start: "same" or DIFFERS. What the machine did for other programs
meanwhile (the main thread was ready to run and waited) is not counted. `--where` asks gdb what the
program is at while it keeps one waiting longer than the limit.
"""

import argparse
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

LIMIT = 0.050
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x07")
PROMPT = re.compile(rb"(?:^|[\r\n])[^\r\n]*> $")

# Networks of some 400, 400,000 and 10,000,000 parameters.
SIZES = {
    "small": "data moons n=2000 noise=0.2; network 2-16:tanh-16:tanh-1:sigmoid",
    "medium": "data digits split=0.8,0.2; network 64-512:relu-700:relu-10:softmax",
    "large": "data moons n=2000 noise=0.2 split=0.8,0.2; network 2-3200:relu-3100:relu-1:sigmoid",
}
# Bytes of the CSV files.
FILES = {"small": 1_000_000, "medium": 35_000_000, "large": 1_000_000_000}
ADAM = "optimizer adam lr=0.001; batch 8"
SURFACE = "surface rosenbrock; optimizer adam lr=0.001"
DROPOUT = "data moons n=500; network 2-24:relu-1:sigmoid; dropout keep=0.5"

# After these the state is that of some whole update.
MOVES = ("run", "step", "goto", "back", "race, networks", "update")

# Name, set-up after the network, command. A set-up that begins with ! stands alone.
OPERATIONS = [
    ("network", "", "NETWORK"),
    ("run", ADAM, "run 100000000"),
    ("run until", ADAM, "run 100000000 until loss < 0"),
    ("run, batch all", ADAM + "; batch all", "run 100000000"),
    ("run every=1", ADAM, "run 1000000 every=1"),
    ("run epochs", ADAM, "run 100000 epochs"),
    ("step n", ADAM, "step 1000000"),
    ("step, own rule",
     "define rule mine; slot v; v = 0.9*v + g; delta = -eta*v/(1 + abs(v)); end; "
     "optimizer mine lr=0.01", "step 1000000"),
    ("run, penalty, dropout", ADAM + "; penalty l1=0.001 l2=0.001; dropout keep=0.8",
     "run 100000000"),
    ("run, early stopping", ADAM + "; stop patience=1000000 monitor=loss", "run 100000000"),
    ("run with a display", ADAM + "; display norm(theta) m_hat", "run 1000000 every=1"),
    ("goto back", ADAM + "; run 12", "goto 1"),
    ("goto forth", ADAM + "; run 3", "goto 100000000"),
    ("back", ADAM + "; run 12", "back 6"),
    ("undo", ADAM + "; run 3; step 2", "undo"),
    ("reset", ADAM + "; run 3", "reset"),
    ("seed", ADAM + "; run 3", "seed 4"),
    ("optimizer in mid-run", ADAM + "; run 3", "optimizer momentum"),
    ("back until", ADAM + "; run 12", "back until loss > 1000"),
    ("back to change", ADAM + "; run 12", "back to change W1[0,0] for=sign"),
    ("back to change, long", ADAM + "; run 600", "back to change W1[0,0] for=sign"),
    ("forward", ADAM + "; step", "forward"),
    ("backward", ADAM + "; step", "backward"),
    ("update", ADAM + "; forward; backward", "update"),
    ("inspect", ADAM + "; step 2", "inspect"),
    ("print theta", ADAM + "; step", "print theta"),
    ("print W2", ADAM + "; step", "print W2*2 + 1"),
    ("print m_hat", ADAM + "; step", "print norm(m_hat/(sqrt(v_hat) + eps))"),
    ("print loss", ADAM + "; step; batch all", "print loss + norm(grad)"),
    ("print a1, d1", ADAM + "; batch all; step", "print norm(a1) + norm(d1) + norm(z2)"),
    ("trace", ADAM + "; step 4", "trace last=5"),
    ("explain", ADAM + "; step", "explain"),
    ("explain g", ADAM + "; step", "explain g[5]"),
    ("explain grad", ADAM + "; step", "explain grad_W1[0,0]"),
    ("explain a1", ADAM + "; step", "explain a1[0,3]"),
    ("explain loss", ADAM + "; step", "explain loss"),
    ("explain penalty", ADAM + "; penalty l1=0.001 l2=0.001; step", "explain penalty"),
    ("explain unit", ADAM + "; step", "explain unit 1 3"),
    ("why W1", ADAM + "; run 12", "why W1[0,0]"),
    ("why theta", ADAM + "; run 12", "why theta depth=12"),
    ("why grad_W2", ADAM + "; run 12", "why grad_W2"),
    ("why batch_loss", ADAM + "; run 12", "why batch_loss depth=6"),
    ("why penalty", ADAM + "; penalty l1=0.001 l2=0.001; run 3", "why penalty"),
    ("why, not finite", "optimizer gd lr=1e200; batch 8; run 12", "why loss"),
    ("predict", ADAM + "; step", "predict"),
    ("assert", ADAM + "; step", "assert norm(grad) + loss > 0"),
    ("answer", ADAM + "; step 2", "answer m_hat[0] 0.1"),
    ("answer loss", ADAM + "; step 2", "answer loss 0.1"),
    ("answer penalty", ADAM + "; penalty l2=0.001; step 2", "answer penalty 0.1"),
    ("answer grad", ADAM + "; step 2", "answer grad[0] 0.1"),
    ("answer d1", ADAM + "; step 2", "answer d1[0,3] 0.1"),
    ("fork", ADAM + "; step 2", "fork other"),
    ("switch", ADAM + "; step 2; fork other; step", "switch main"),
    ("branches", ADAM + "; step 2; fork other; step", "branches"),
    ("diff", ADAM + "; step 2; fork other; step", "diff main other"),
    ("status", ADAM + "; step 2", "status"),
    ("gradients", ADAM + "; step", "gradients"),
    ("units", ADAM + "; step", "units 1"),
    ("masks", ADAM + "; dropout keep=0.5; step", "masks"),
    ("gradcheck", ADAM, "gradcheck"),
    ("hessian", "!surface rosenbrock; step", "hessian"),
    ("hessian, network", ADAM + "; step", "hessian"),
    ("hessian, 300,000",
     "!data digits split=0.8,0.2; network 64-400:tanh-600:tanh-60:tanh-10:softmax; run 3", "hessian"),
    ("diagnose", ADAM + "; run 5", "diagnose"),
    ("subnets", "!" + DROPOUT, "subnets on=training"),
    ("subnets list", "!data moons n=500; network 2-16:relu-1:sigmoid; dropout keep=0.5",
     "subnets list=all x=1,2"),
    ("maxout", "!data digits; network 64-400:maxout4-400:maxout4-10:softmax", "maxout"),
    ("plot loss", ADAM + "; run 12", "plot loss"),
    ("plot boundary", ADAM, "plot boundary"),
    ("plot weights", ADAM, "plot weights"),
    ("plot gradients", ADAM, "plot gradients"),
    ("plot distribution", ADAM, "plot distribution"),
    ("plot norms", ADAM + "; run 3", "plot norms"),
    ("plot norm(theta)", ADAM + "; run 3", "plot norm(theta)"),
    ("plot sharpness", ADAM + "; run 3", "plot sharpness"),
    ("plot a plane", ADAM + "; run 2", "plot surface"),
    ("plot units", ADAM, "plot units"),
    ("plot 10^6 points", "!surface bowl; run 1000000", "plot theta last=1000000"),
    ("race", "!" + SURFACE, "race gd momentum adam steps=1000000"),
    ("race, networks", ADAM, "race adam gd steps=200"),
    ("race tuned", ADAM, "race adam gd tuned=yes steps=200"),
    ("sweep", ADAM, "sweep lr 0.1,0.01,0.001 steps=1000"),
    ("sweep ramp", ADAM, "sweep lr ramp(1e-6,10) steps=2000"),
    ("animate", "!" + SURFACE + "; run 100000", "animate surface"),
    ("search random", "", "search random lr=log(1e-4,1e-1) trials=1000 epochs=50"),
    ("search bayes", "", "search bayes lr=log(1e-4,1e-1) l2=log(1e-6,1) trials=200 epochs=1"),
    ("recipe next", ADAM, "recipe next"),
    ("recipe 3", ADAM, "recipe 3"),
    ("save", ADAM + "; step 2", "save FILE.save force=yes"),
    ("load", ADAM + "; step 2; save FILE.load force=yes", "load FILE.load"),
    ("source", "", "source FILE.source"),
    ("notebook", ADAM + "; run 8; plot loss", "notebook FILE.html force=yes"),
    ("export svg", ADAM + "; run 8", "export svg FILE.svg loss"),
    ("export tensorboard", ADAM + "; run 8", "export tensorboard FILE.tb"),
    ("export numpy", ADAM + "; run 2", "export numpy FILE.py force=yes"),
    ("export html", ADAM + "; run 8", "export html FILE.page force=yes"),
    ("export weights", ADAM + "; step", "export weights FILE.npz force=yes"),
    ("export safetensors", ADAM + "; step", "export weights FILE.safetensors force=yes"),
    ("network weights=", ADAM + "; step; export weights FILE.npz force=yes",
     "network LAYERS weights=FILE.npz"),
    ("compare", ADAM + "; step; export weights FILE.npz force=yes; step", "compare FILE.npz"),
    ("log tensorboard", ADAM + "; log tensorboard FILE.log every=1", "run 100000"),
    ("data n=1,000,000", "!", "data moons n=1000000 split=0.7,0.15,0.15 standardize=yes"),
    ("data idx", "!", "data idx images=IMAGES labels=LABELS split=0.8,0.2 standardize=yes"),
    ("data numbers.csv", "!", "data NUMBERS split=0.7,0.15,0.15 standardize=yes"),
    ("data texts.csv", "!", "data TEXTS drop_missing=yes ignore=id split=0.8,0.2 standardize=yes"),
    ("network on a CSV", "!data NUMBERS split=0.8,0.2", "network 20-64:relu-1"),
    ("check", "$check FILE.md", ""),
    ("grade", "$grade FILE.receipt", ""),
    ("report", "$report FILE.md --force", ""),
    ("site", "$site FILE.lesson.md -o FILE.site --force", ""),
]


class Shell:
    """The program at a terminal of its own."""

    def __init__(self, program, folder, arguments=()):
        environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "TERM": "xterm", "LANG": "C.UTF-8",
            "XDG_STATE_HOME": folder + "/state", "SWIFT_BACKTRACE": "enable=no",
        }
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execve(program, [program, *arguments], environment)
        self.text = b""
        if not arguments:
            self.wait(60)

    def read(self, seconds):
        if select.select([self.terminal], [], [], seconds)[0]:
            try:
                self.text += os.read(self.terminal, 1 << 16)
            except OSError:
                raise EOFError(self.text[-2000:].decode(errors="replace"))
            return True
        return False

    def is_at_prompt(self):
        return PROMPT.search(ESCAPES.sub(b"", self.text)[-400:]) is not None

    def type(self, text):
        self.text = b""
        os.write(self.terminal, text)

    def begin(self, line):
        """Types a line and waits until the program has taken it."""
        self.type(line.encode() + b"\r")
        while b"\n" not in self.text:
            self.read(10)
        self.text = self.text.split(b"\n", 1)[1]

    def wait(self, seconds):
        """Seconds until the prompt is there; None where it does not come in time."""
        begin = time.monotonic()
        while not self.is_at_prompt():
            left = begin + seconds - time.monotonic()
            if left <= 0:
                return None
            self.read(left)
        return time.monotonic() - begin

    def queued(self):
        """Seconds that the main thread has been ready to run and has not run."""
        with open(f"/proc/{self.process}/task/{self.process}/schedstat") as file:
            return int(file.read().split()[1]) * 1e-9

    def peak(self):
        """The most memory taken so far, in megabytes."""
        with open(f"/proc/{self.process}/status") as file:
            return int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1000

    def state(self, folder):
        """The update reached, and a digest of all that training goes on from."""
        path = folder + "/whole"
        self.run(f"save {path} force=yes")
        with open(path) as file:
            text = file.read()
        t = re.findall(r"^goto (\d+)", text, re.M)
        return int(t[-1]) if t else 0, re.findall(r"^# state (\w+)", text, re.M)[-1:]

    def is_whole(self, folder):
        """Whether the state is that of its update made anew from the start."""
        t, digest = self.state(folder)
        self.run(f"goto 0; goto {t}", 300)
        return self.state(folder) == (t, digest)

    def run(self, line, seconds=120):
        for part in line.split("; ") if line else []:
            self.begin(part)
            if self.wait(seconds) is None:
                raise TimeoutError(part)
            said = ESCAPES.sub(b"", self.text)
            if is_error(said):
                raise ValueError(part + ": " + said.decode(errors="replace"))

    def where(self):
        """The calls that the stopped program is in, the innermost first."""
        command = ["gdb", "-p", str(self.process), "-batch", "-ex", "bt 14"]
        text = subprocess.run(command, capture_output=True, text=True).stdout
        frames = re.findall(r"^#\d+ .*? in (.*?) \(|^#\d+  ?(\S+) \(", text, re.M)
        names = "\n".join(a or b for a, b in frames)
        names = subprocess.run(
            ["swift-demangle", "--simplified"], input=names, capture_output=True, text=True).stdout
        return ["      " + name[:150] for name in names.splitlines()]

    def close(self):
        try:
            os.kill(self.process, 9)
            os.waitpid(self.process, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.terminal)


def is_error(said):
    """Whether a command was refused: one sentence and nothing else."""
    lines = [line for line in said.replace(b"\r", b"").split(b"\n") if line.strip()]
    words = (b"unknown", b"did you mean", b"no surface", b"there is no ", b"takes a ", b"needs ",
             b"' is ", b"is not ", b"cannot", b"would need")
    return len(lines) <= 3 and any(word in said for word in words)


def answer(shell, where):
    """Presses ^C; seconds to the prompt, what other programs took not counted."""
    queued = shell.queued()
    begin = time.monotonic()
    os.write(shell.terminal, b"\x03")
    places, stopped = [], 0.0
    if where and shell.wait(LIMIT * 0.8 + shell.queued() - queued) is None:
        stop = time.monotonic()
        os.kill(shell.process, signal.SIGSTOP)
        places = shell.where()
        os.kill(shell.process, signal.SIGCONT)
        stopped = time.monotonic() - stop
    if shell.wait(60) is None:
        return 60.0, places
    own = time.monotonic() - begin - stopped - (shell.queued() - queued)
    return max(0.0, own), places


def prepare(arguments, setup, command, size, folder):
    """A shell that is set up for a command, and the command."""
    files = {
        "FILE": folder + "/f", "IMAGES": folder + "/images.gz", "LABELS": folder + "/labels.gz",
        "NUMBERS": folder + f"/numbers-{size}.csv", "TEXTS": folder + f"/texts-{size}.csv",
    }
    files["LAYERS"] = SIZES[size].split("network ")[1]
    for name, path in files.items():
        setup, command = setup.replace(name, path), command.replace(name, path)
    shell = Shell(arguments.program, folder)
    if setup.startswith("!"):
        shell.run(setup[1:])
    elif command == "NETWORK":
        data, command = SIZES[size].split("; ")
        shell.run(data)
    else:
        shell.run(SIZES[size] + ("; " + setup if setup else ""))
    return shell, command


def measure(arguments, name, setup, command, size, folder):
    """The longest answer in seconds, how long the operation takes, and how often it was cut off."""
    shell, command = prepare(arguments, setup, command, size, folder)
    try:
        shell.begin(command)
        whole = shell.wait(arguments.patience)
        if whole is not None and is_error(shell.text):
            raise ValueError(shell.text.decode(errors="replace"))
        worst, count = 0.0, 0
        if whole is None:
            worst, places = answer(shell, arguments.where)
            count = 1
            report(name, size, worst, places)
        for k in range(arguments.tries):
            if name == "fork" and whole is not None or name == "undo":
                shell.run("undo" if name == "fork" else "seed 3")
            if name == "seed":
                command = f"seed {k + 5}"
            if name == "switch":
                command = "switch " + ("other" if k % 2 == 0 else "main")
            delay = (k + 0.5) / arguments.tries * min(whole or 3.0, 3.0)
            shell.begin(command)
            if shell.wait(delay) is not None:
                continue
            seconds, places = answer(shell, arguments.where)
            report(name, size, seconds, places)
            worst, count = max(worst, seconds), count + 1
        whole_state = ""
        if name.startswith(MOVES) and count and not setup.startswith("!"):
            whole_state = "same" if shell.is_whole(folder) else "DIFFERS"
        return worst, whole, count, f"{shell.peak():.0f} MB {whole_state}".strip()
    finally:
        shell.close()


def measure_process(arguments, name, line, folder):
    """The same of a command of its own, which ends on ^C."""
    words = line.replace("FILE", folder + "/f").split()
    worst, count = 0.0, 0
    whole = None
    for k in range(arguments.tries + 1):
        shell = Shell(arguments.program, folder, words)
        begin = time.monotonic()
        delay = arguments.patience if k == 0 else (k - 0.5) / arguments.tries * min(whole or 3, 3)
        try:
            while time.monotonic() < begin + delay:
                shell.read(max(0, begin + delay - time.monotonic()))
            queued = shell.queued()
            pressed = time.monotonic()
            os.write(shell.terminal, b"\x03")
            while True:
                shell.read(60)
        except (EOFError, OSError):
            if time.monotonic() < begin + delay:
                whole = time.monotonic() - begin
            else:
                worst = max(worst, time.monotonic() - pressed)
                count += 1
        finally:
            shell.close()
    return worst, whole, count, ""


def report(name, size, seconds, places):
    if seconds > LIMIT and places:
        print(f"  {name}, {size}: {seconds * 1000:.0f} ms", *places, sep="\n", flush=True)


def make_files(folder):
    """What commands read: a long script, a long lesson, receipts, images."""
    with open(folder + "/f.source", "w") as file:
        file.write("run 100\n" * 1000)
    with open(folder + "/f.md", "w") as file:
        file.write("# A lesson\n\n")
        for k in range(3000):
            file.write(f"## Page {k}\n\nText.\n\n```descent\nsurface bowl; run 200\n```\n\n")
    with open(folder + "/f.lesson.md", "w") as file:
        file.write("---\nlesson: long\ntitle: Long\n---\n# A lesson\n\n")
        file.write("```descent setup\nsurface bowl\n```\n\n")
        for k in range(900):
            file.write(f"## Page {k}\n\nText.\n\n```descent show\nrun 20000\nprint theta\n```\n\n")
    make_images(folder)


def make_tables(folder, size):
    """Two CSV files: numbers alone, and texts, dates, missing values and quotes as well."""
    import random

    draw = random.Random(1)

    def number(k):
        return f"{draw.gauss(0, 1):.6f}"

    def missing(k):
        return "NA" if draw.random() < 0.03 else number(k)

    mixed = [
        number, lambda k: draw.choice(["red", "green", "blue"]), lambda k: f"id{k:06d}",
        lambda k: f"2024-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}", missing,
        lambda k: f'"{draw.choice("abc")}, {draw.choice("xyz")}"', number, missing,
        lambda k: draw.choice(["yes", "no"]),
    ]
    tables = {
        "numbers": (",".join(f"x{k}" for k in range(20)) + ",y", [number] * 21),
        "texts": ("a,colour,id,day,b,quoted,c,d,class", mixed),
    }
    for name, (header, columns) in tables.items():
        rows = "".join(",".join(c(k) for c in columns) + "\n" for k in range(5000)).encode()
        with open(f"{folder}/{name}-{size}.csv", "wb") as file:
            file.write(header.encode() + b"\n")
            while file.tell() < FILES[size]:
                file.write(rows[: max(FILES[size] - file.tell(), 0)].rpartition(b"\n")[0] + b"\n")
                if FILES[size] - file.tell() < 1000:
                    break


def make_images(folder):
    """60,000 images of 28 x 28 with their labels, gzip'd."""
    import gzip
    import random
    import struct

    draw = random.Random(1)
    row = bytes(draw.randrange(256) for _ in range(784))
    with gzip.open(folder + "/images.gz", "wb", 1) as file:
        file.write(struct.pack(">IIII", 2051, 60000, 28, 28))
        for i in range(60000):
            file.write(row[i % 784:] + row[: i % 784])
    with gzip.open(folder + "/labels.gz", "wb", 1) as file:
        file.write(struct.pack(">II", 2049, 60000))
        file.write(bytes(i % 10 for i in range(60000)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--only", default="")
    parser.add_argument("--after", default="")
    parser.add_argument("--tries", type=int, default=5)
    parser.add_argument("--patience", type=float, default=8)
    parser.add_argument("--where", action="store_true")
    arguments = parser.parse_args()
    arguments.program = os.path.abspath(arguments.program)
    sizes = arguments.sizes.split(",")
    folder = tempfile.mkdtemp()
    try:
        make_files(folder)
        print(f"{'':24}" + "".join(f"{size:>36}" for size in sizes))
        late = 0
        names = [name for name, _, _ in OPERATIONS]
        first = names.index(arguments.after) + 1 if arguments.after else 0
        for name, setup, command in OPERATIONS[first:]:
            if arguments.only and arguments.only not in name:
                continue
            cells = []
            is_of_file = "NUMBERS" in setup + command or "TEXTS" in setup + command
            for size in sizes if is_of_file or setup[:1] not in ("!", "$") else sizes[:1]:
                if is_of_file and not os.path.exists(f"{folder}/numbers-{size}.csv"):
                    make_tables(folder, size)
                try:
                    worst, whole, count, rest = (
                        measure_process(arguments, name, setup[1:], folder)
                        if setup.startswith("$")
                        else measure(arguments, name, setup, command, size, folder))
                except (TimeoutError, ValueError, EOFError) as error:
                    cells.append(f"{type(error).__name__} {str(error)[:60]}")
                    continue
                long = f">{arguments.patience:g} s" if whole is None else f"{whole:.2f} s"
                said = f"{worst * 1000:.0f} ms x{count} of {long}" if count else f"- of {long}"
                cells.append(f"{said} {rest}")
                late += worst > LIMIT
            print(f"{name:24}" + "".join(f"{cell:>36}" for cell in cells), flush=True)
        print(f"{late} longer than {LIMIT * 1000:.0f} ms")
        return late > 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
