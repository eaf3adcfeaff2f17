"""Sorts the events that come by the requests that they belong to."""

from __future__ import annotations

import json
import queue
import threading
from typing import IO, Optional

from .results import Event


class Reader:
    """Reads a pipe in a thread of its own, so that several threads can wait for their answers."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()
        self._queues: dict[int, queue.SimpleQueue[Optional[Event]]] = {}
        self._is_over = False
        threading.Thread(target=self._run, name="descent", daemon=True).start()

    def expect(self, number: int) -> None:
        """Keeps the events of a request that is about to be made."""
        with self._lock:
            events = self._queues[number] = queue.SimpleQueue()
            if self._is_over:
                events.put(None)

    def next(self, number: int) -> Optional[Event]:
        """The next event of a request; None where the program has ended."""
        return self._queues[number].get()

    def forget(self, number: int) -> None:
        """The request is over."""
        with self._lock:
            self._queues.pop(number, None)

    def _run(self) -> None:
        try:
            while line := self._pipe.readline():
                event: Event = json.loads(line)
                with self._lock:
                    events = self._queues.get(event.get("id", -1))
                if events is not None:
                    events.put(event)
        except ValueError:
            # The pipe is closed, or the last line is torn: the program has ended.
            pass
        with self._lock:
            self._is_over = True
            for events in self._queues.values():
                events.put(None)
