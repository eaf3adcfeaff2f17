"""One conversation with ``descent serve``: JSON objects, a line each."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, Callable, Optional

from .errors import DescentError, Ended
from .program import INSTALLING, executable
from .reader import Reader
from .results import Event, Result, error_of
from .values import Value, cell, columns, line, table, unpacked


class Session:
    """A session of descent in a process of its own.

    Requests of several threads are answered in their order; help and interrupts do not wait. As a
    context manager it closes itself. ``notice`` tells of a session that a crash left behind.
    """

    def __init__(
        self, program: Optional[str] = None, *, width: int = 80, unicode: bool = True
    ) -> None:
        self.width = width
        self.unicode = unicode
        self._ids = itertools.count(1)
        self._writing = threading.Lock()
        self._scratch: Optional[tempfile.TemporaryDirectory[str]] = None
        self._process = _started(program or executable())
        stdout = self._pipe(self._process.stdout)
        ready = _ready(stdout)
        self._reader = Reader(stdout)
        # Of a session that is given up, or still open at the interpreter's end.
        self._end = weakref.finalize(self, _give_up, self._process)
        self.version: str = str(ready.get("version", ""))
        self.protocol: int = int(ready.get("protocol", 0))
        self.prompt: str = str(ready.get("prompt", ""))
        self.notice: str = str(ready.get("notice", ""))

    # The conversation

    @property
    def pid(self) -> int:
        """The process that works."""
        return self._process.pid

    def _pipe(self, pipe: Optional[IO[bytes]]) -> IO[bytes]:
        if pipe is None or pipe.closed:
            raise Ended("the session is closed")
        return pipe

    def _write(self, request: Mapping[str, Any]) -> None:
        line = json.dumps(request, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with self._writing:
            stdin = self._pipe(self._process.stdin)
            try:
                stdin.write(line)
                stdin.flush()
            except (BrokenPipeError, ConnectionError) as error:
                raise self._ended() from error

    def _ended(self) -> Ended:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return Ended("descent no longer answers")
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with status {code}"
        return Ended(
            f"descent has ended {how}; nothing typed is lost: 'journal restore' in a new session "
            "does it again"
        )

    def events(self, do: str, **fields: Any) -> Iterator[Event]:
        """Makes a request and gives its events as they come; the last one is its ``done``.

        ^C (KeyboardInterrupt) is passed on as an interrupt, and the events go on up to the done.
        """
        number = next(self._ids)
        self._reader.expect(number)
        try:
            self._write({"id": number, "do": do, **fields})
            while True:
                try:
                    event = self._reader.next(number)
                except KeyboardInterrupt:
                    self.interrupt()
                    continue
                if event is None:
                    raise self._ended()
                yield event
                if event.get("event") == "done":
                    return
        finally:
            self._reader.forget(number)

    def _done(self, do: str, **fields: Any) -> Event:
        """The done of a request; its error is raised."""
        failure: Optional[DescentError] = None
        last: Event = {}
        for event in self.events(do, **fields):
            if event["event"] == "error":
                failure = error_of(event)
            last = event
        if failure is not None:
            raise failure
        if last.get("status") == "interrupted":
            raise KeyboardInterrupt
        return last

    def interrupt(self) -> None:
        """Stops the running request after the update in hand; any thread may call it."""
        self._write({"do": "interrupt"})

    def close(self) -> None:
        """Ends the program."""
        self._end.detach()
        if self._process.poll() is None:
            try:
                self._done("shutdown")
            except DescentError:
                pass
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    pass
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Commands

    def execute(
        self, code: str, on_event: Optional[Callable[[Event], None]] = None, **options: Any
    ) -> Result:
        """Carries out lines and gives back all that came of them; errors are in the result.

        ``options`` are further keys of the request, as ``file="whole.txt"``, which takes the whole of
        a text that is too long to be shown.
        """
        result = Result()
        fields = {"width": self.width, "unicode": self.unicode, **options}
        for event in self.events("execute", code=code, **fields):
            result.take(event)
            if on_event is not None:
                on_event(event)
        self.prompt = result.prompt
        return result

    def run(self, code: str) -> Result:
        """Carries out lines; raises ``DescentError`` where one is refused.

        ``KeyboardInterrupt`` is raised where ^C stopped it; what was done by then is kept.
        """
        result = self.execute(code)
        if result.error is not None:
            raise result.error
        if result.status == "interrupted":
            raise KeyboardInterrupt
        return result

    def complete(self, code: str, cursor: Optional[int] = None) -> tuple[list[str], int, int]:
        """What Tab offers: the matches, and the code points from where to where they go."""
        done = self._done("complete", code=code, cursor=len(code) if cursor is None else cursor)
        return list(done["matches"]), int(done["start"]), int(done["end"])

    def inspect(self, code: str, cursor: Optional[int] = None) -> Optional[tuple[str, str]]:
        """The help of the verb or quantity at the cursor, as text and as HTML; None without one."""
        done = self._done("inspect", code=code, cursor=len(code) if cursor is None else cursor)
        return (done["text"], done["html"]) if done["found"] else None

    def is_complete(self, code: str) -> tuple[str, str]:
        """``complete``, ``incomplete`` or ``invalid``, and the next line's indent."""
        done = self._done("is_complete", code=code)
        return done["complete"], done.get("indent", "")

    # Values

    def get(self, *expressions: str) -> list[Value]:
        """The values of expressions: arrays in their shape where NumPy is there, else lists."""
        with tempfile.NamedTemporaryFile(prefix="descent-", dir=_memory_folder()) as file:
            done = self._done("get", expressions=list(expressions), file=file.name)
            return [unpacked(value, file.file) for value in done["values"]]

    def __getitem__(self, expression: str) -> Value:
        return self.get(expression)[0]

    def trace(self, *quantities: str, last: Optional[int] = None) -> Any:
        """Quantities over the last updates: a pandas DataFrame where pandas is there, else a dict.

        Of a vector each component is a column, named as the shell names it.
        """
        command = "trace " + " ".join(f'"{quantity}"' for quantity in quantities)
        if last is not None:
            command += f" last={last}"
        reports = [r for r in self.run(command).reports if r.get("command") == "trace"]
        rows = [row for report in reports for row in report.get("rows", [report])]
        found = columns(rows)
        try:
            import pandas
        except ImportError:
            return found
        frame = pandas.DataFrame(found)
        return frame.set_index("t") if "t" in frame else frame

    def put(
        self,
        x: Any,
        y: Any,
        *,
        names: Optional[Sequence[str]] = None,
        target: str = "y",
        options: str = "",
    ) -> Result:
        """Hands arrays over as data: ``x`` by examples and features, ``y`` by examples.

        They are written with all their digits to a file of this session, which ``data`` reads; so a
        session that is saved while this one lives can be loaded. ``options`` are more words for
        ``data``, as ``split=0.7,0.3 standardize=yes``.
        """
        rows, targets = table(x, y)
        features = list(names) if names is not None else _names(x, len(rows[0]))
        if len(features) != len(rows[0]):
            raise DescentError(f"x has {len(rows[0])} features, names has {len(features)}")
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="descent-")
        count = len(os.listdir(self._scratch.name))
        path = os.path.join(self._scratch.name, f"data{count + 1}.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(",".join(cell(str(name)) for name in [*features, target]) + "\n")
            file.writelines(line(row, value) for row, value in zip(rows, targets))
        return self.run(f'data "{path}" target="{target}" {options}')


def _started(path: str) -> subprocess.Popen[bytes]:
    """The program at work. ^C reaches this process, which passes it on as a request."""
    try:
        return subprocess.Popen(
            [path, "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=1 << 20,
            start_new_session=True,
        )
    except OSError as error:
        raise Ended(f"'{path}' cannot be started: {error.strerror}; {INSTALLING}") from error


def _give_up(process: subprocess.Popen[bytes]) -> None:
    """Ends the program in an orderly way, so that it keeps no journal: nothing was lost."""
    if process.poll() is not None or process.stdin is None:
        return
    try:
        process.stdin.write(b'{"do":"interrupt"}\n{"do":"shutdown"}\n')
        process.stdin.close()
        process.wait(timeout=2)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()


def _ready(stdout: IO[bytes]) -> Event:
    """The first line of a conversation."""
    try:
        ready: Event = json.loads(stdout.readline())
    except ValueError:
        ready = {}
    if ready.get("event") != "ready":
        raise Ended("the program is no descent that can serve; " + INSTALLING)
    return ready


def _memory_folder() -> Optional[str]:
    """A folder in memory where there is one: large arrays need not go to the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _names(x: Any, count: int) -> list[str]:
    """A frame's own names, else x1, x2, ..."""
    own = getattr(x, "columns", None)
    if own is not None and len(own) == count:
        return [str(name) for name in own]
    return [f"x{i + 1}" for i in range(count)]
