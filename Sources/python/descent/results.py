"""What the program gives back, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from .errors import DescentError

Event = dict[str, Any]


@dataclass
class Figure:
    """A picture: an SVG document, and the same in characters."""

    svg: str
    text: str = ""
    title: str = ""

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Figure:
        """The figure of a ``figure`` event."""
        return cls(event["svg"], event.get("text", ""), event.get("title", ""))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.text}

    def __str__(self) -> str:
        return self.text


@dataclass
class Result:
    """What an ``execute`` gave back.

    ``reports`` are the JSON objects that ``--json`` prints, in order; ``text`` is what the shell
    shows; ``status`` is ``ok``, ``error`` or ``interrupted``.
    """

    status: str = "ok"
    reports: list[Event] = field(default_factory=list)
    text: str = ""
    figures: list[Figure] = field(default_factory=list)
    error: Optional[DescentError] = None
    prompt: str = ""
    _places: dict[int, int] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text}

    def take(self, event: Mapping[str, Any]) -> None:
        """Adds an event to what there is."""
        kind = event["event"]
        if kind == "report":
            self.reports.append(event["report"])
        elif kind == "text":
            self.text += event["text"]
        elif kind == "figure":
            number = int(event.get("figure", 0))
            place = self._places.setdefault(number, len(self.figures))
            if place < len(self.figures):
                self.figures[place] = Figure.of(event)
            else:
                self.figures.append(Figure.of(event))
        elif kind == "error":
            self.error = error_of(event)
        elif kind == "done":
            self.status = event["status"]
            self.prompt = event.get("prompt", "")


def error_of(event: Mapping[str, Any]) -> DescentError:
    """The error of an ``error`` event."""
    return DescentError(event.get("message", ""), event.get("line"), event.get("column"))


def text_beside_figures(event: Mapping[str, Any]) -> str:
    """The text of a ``text`` event without the drawings whose pictures follow.

    A page shows the pictures. ``drawings`` are pairs of a start and an end in code points.
    """
    text: str = event["text"]
    for start, end in reversed(event.get("drawings", [])):
        text = text[:start] + text[end:].removeprefix("\n")
    return text
