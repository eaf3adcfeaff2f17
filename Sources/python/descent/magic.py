"""``%descent``, ``%%descent``, ``%descent_get`` and ``%descent_put`` for IPython."""

from __future__ import annotations

import sys
from typing import Any, Optional

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class
from IPython.display import display

from .errors import DescentError, Ended
from .results import Event, Figure, text_beside_figures
from .session import Session


@magics_class
class DescentMagics(Magics):
    """The magics of one IPython session; they share one session of descent."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._session: Optional[Session] = None

    @property
    def session(self) -> Session:
        """The one session, started when it is first wanted."""
        if self._session is None:
            try:
                self._session = Session()
            except Ended as error:
                raise UsageError(str(error)) from None
            if self._session.notice:
                sys.stdout.write(self._session.notice)
        return self._session

    def close(self) -> None:
        """Ends the session; the next command begins another one."""
        if self._session is not None:
            self._session.close()
            self._session = None

    @line_cell_magic
    def descent(self, line: str, cell: Optional[str] = None) -> None:
        """Carries out lines of descent: ``%descent step 3``, or a cell after ``%%descent``.

        ``%descent restart`` begins a new session.
        """
        if cell is None and line.strip() == "restart":
            self.close()
            return
        # The first line is the cell's own: its errors count from the line below it.
        code = line if cell is None else (f"{line}\n{cell}" if line.strip() else cell)
        presenter = _Presenter(hasattr(self.shell, "kernel"))
        session = self.session
        try:
            result = session.execute(code, presenter.show)
        except Ended as error:
            self._session = None
            raise UsageError(str(error)) from None
        finally:
            presenter.finish()
        if result.error is not None:
            raise UsageError(result.error.sentence)
        if result.status == "interrupted":
            raise KeyboardInterrupt

    @line_magic
    def descent_get(self, line: str) -> Any:
        """``%descent_get loss theta`` sets Python variables of these names.

        ``%descent_get name=EXPRESSION`` takes any expression; a single value is also given back.
        """
        names: list[str] = []
        expressions: list[str] = []
        for word in line.split():
            name, _, expression = word.partition("=")
            names.append(name)
            expressions.append(expression or name)
        if not names:
            raise UsageError("which quantities? For example: %descent_get loss theta")
        for name in names:
            if not name.isidentifier():
                raise UsageError(f"'{name}' cannot be a variable's name; write NAME={name}")
        try:
            values = self.session.get(*expressions)
        except DescentError as error:
            raise UsageError(error.sentence) from None
        self.shell.push(dict(zip(names, values)))
        return values[0] if len(values) == 1 else None

    @line_magic
    def descent_put(self, line: str) -> None:
        """``%descent_put x y`` hands two arrays over as data: features and target.

        Words with ``=`` go to ``data``: ``%descent_put x y split=0.7,0.3 standardize=yes``.
        """
        words = line.split()
        variables = [word for word in words if "=" not in word]
        options = " ".join(word for word in words if "=" in word)
        if len(variables) != 2:
            raise UsageError("two variables, the features and the target: %descent_put x y")
        values = []
        for name in variables:
            if name not in self.shell.user_ns:
                raise UsageError(f"there is no variable '{name}'")
            values.append(self.shell.user_ns[name])
        try:
            result = self.session.put(values[0], values[1], target=variables[1], options=options)
        except DescentError as error:
            raise UsageError(error.sentence) from None
        sys.stdout.write(result.text)


class _Presenter:
    """Shows the events of one cell: pictures in a notebook, drawings in a terminal."""

    def __init__(self, has_pictures: bool) -> None:
        self._has_pictures = has_pictures
        self._shown: dict[int, Any] = {}
        self._progress: Any = None

    def show(self, event: Event) -> None:
        """Shows an event."""
        kind = event["event"]
        if kind == "text":
            text = text_beside_figures(event) if self._has_pictures else event["text"]
            sys.stdout.write(text)
            sys.stdout.flush()
        elif kind == "figure" and self._has_pictures:
            number = int(event.get("figure", 0))
            figure = Figure.of(event)
            if number in self._shown:
                self._shown[number].update(figure)
            else:
                self._shown[number] = display(figure, display_id=True)
        elif kind == "progress" and self._has_pictures:
            line = {"text/plain": event["text"]}
            if self._progress is None:
                self._progress = display(line, raw=True, display_id=True)
            else:
                self._progress.update(line, raw=True)

    def finish(self) -> None:
        """Takes the progress line away."""
        if self._progress is not None:
            self._progress.update({"text/plain": ""}, raw=True)


def load(ipython: Any) -> None:
    """Registers the magics."""
    unload(ipython)
    magics = DescentMagics(ipython)
    ipython.register_magics(magics)
    ipython.descent_magics = magics


def unload(ipython: Any) -> None:
    """Ends the session; the magics' names stay until IPython ends."""
    magics = getattr(ipython, "descent_magics", None)
    if magics is not None:
        magics.close()
