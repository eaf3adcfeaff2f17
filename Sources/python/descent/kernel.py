"""The Jupyter kernel: the shell's lines in a notebook's cells.

ipykernel does the messaging; every request goes to one ``descent serve``.
"""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Optional

from ipykernel.kernelbase import Kernel

from ._version import __version__
from .errors import DescentError, Ended
from .results import Event, Result, text_beside_figures
from .session import Session


class DescentKernel(Kernel):
    """One notebook's session."""

    implementation = "descent"
    implementation_version = __version__
    language = "descent"
    language_version = __version__
    language_info = {
        "name": "descent",
        "version": __version__,
        "mimetype": "text/x-descent",
        "file_extension": ".descent",
        "pygments_lexer": "text",
        "codemirror_mode": "shell",
    }
    banner = f"descent {__version__}, a debugger for gradient descent; 'help' lists the verbs"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._conversation: Optional[Session] = None
        self._is_busy = False

    @property
    def conversation(self) -> Session:
        """The one session, started when it is first wanted."""
        if self._conversation is None:
            self._conversation = Session()
            if self._conversation.notice:
                self._print(self._conversation.notice)
        return self._conversation

    def _print(self, text: str) -> None:
        self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": text})

    # Cells

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: Optional[dict[str, str]] = None,
        allow_stdin: bool = False,
        *,
        cell_meta: Optional[dict[str, Any]] = None,
        cell_id: Optional[str] = None,
    ) -> dict[str, Any]:
        """Carries out a cell; what it shows goes to the notebook as it comes."""
        presenter = _Presenter(self, silent)
        try:
            result = await self._carry_out(code, presenter.show)
        except Ended as error:
            self._conversation = None
            return self._failed(error, silent)
        finally:
            presenter.finish()
        if result.status == "interrupted":
            return self._failed(DescentError("interrupted"), silent, "KeyboardInterrupt")
        if result.error is not None:
            return self._failed(result.error, silent)
        return {
            "status": "ok",
            "execution_count": self.execution_count,
            "payload": [],
            "user_expressions": self._values(user_expressions or {}),
        }

    async def _carry_out(self, code: str, show: Callable[[Event], None]) -> Result:
        """Waits for a cell in a thread, so that an interrupt is heard meanwhile.

        The events come back to this thread one by one: a message belongs to the cell whose request
        is being answered here.
        """
        session = self.conversation
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[Optional[Event]] = asyncio.Queue()

        def tell(event: Optional[Event]) -> None:
            loop.call_soon_threadsafe(events.put_nowait, event)

        def work() -> Result:
            try:
                return session.execute(code, tell)
            finally:
                tell(None)

        task = loop.run_in_executor(None, work)
        self._is_busy = True
        try:
            while True:
                try:
                    event = await events.get()
                except (KeyboardInterrupt, asyncio.CancelledError):
                    session.interrupt()
                    continue
                if event is None:
                    return await task
                show(event)
        finally:
            self._is_busy = False

    async def _ask(self, work: Callable[[Session], Any]) -> Any:
        """Asks something in a thread: it is answered while a cell is at work, too."""
        session = self.conversation
        return await asyncio.get_running_loop().run_in_executor(None, work, session)

    def _values(self, expressions: dict[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, expression in expressions.items():
            try:
                value = self.conversation[expression]
                values[name] = {
                    "status": "ok",
                    "data": {"text/plain": str(value)},
                    "metadata": {},
                }
            except DescentError as error:
                values[name] = {
                    "status": "error",
                    "ename": "DescentError",
                    "evalue": str(error),
                    "traceback": [],
                }
        return values

    def _failed(
        self, error: DescentError, silent: bool, name: str = "DescentError"
    ) -> dict[str, Any]:
        content = {"ename": name, "evalue": str(error), "traceback": [error.sentence]}
        if not silent:
            self.send_response(self.iopub_socket, "error", content)
        return {"status": "error", "execution_count": self.execution_count, **content}

    # Help while typing

    async def do_complete(self, code: str, cursor_pos: Optional[int]) -> dict[str, Any]:
        """Tab. The protocol counts code points, as ``serve`` does."""
        cursor = len(code) if cursor_pos is None else cursor_pos
        try:
            matches, start, end = await self._ask(lambda s: s.complete(code, cursor))
        except DescentError:
            matches, start, end = [], cursor, cursor
        return {
            "status": "ok",
            "matches": matches,
            "cursor_start": start,
            "cursor_end": end,
            "metadata": {},
        }

    async def do_inspect(
        self,
        code: str,
        cursor_pos: Optional[int],
        detail_level: int = 0,
        omit_sections: Any = (),
    ) -> dict[str, Any]:
        """Shift-Tab: a verb's help, or what a quantity means and is."""
        try:
            found = await self._ask(lambda s: s.inspect(code, cursor_pos))
        except DescentError:
            found = None
        data = {} if found is None else {"text/plain": found[0], "text/html": found[1]}
        return {"status": "ok", "found": found is not None, "data": data, "metadata": {}}

    async def do_is_complete(self, code: str) -> dict[str, Any]:
        """Whether Enter ends the cell: an open quote or ``define rule`` wants more lines."""
        try:
            status, indent = await self._ask(lambda s: s.is_complete(code))
        except DescentError:
            return {"status": "unknown"}
        if status == "incomplete":
            return {"status": status, "indent": indent}
        return {"status": status}

    # The end

    async def do_shutdown(self, restart: bool) -> dict[str, Any]:
        """Ends the session; after ``restart`` the kernel's process begins a new one."""
        session, self._conversation = self._conversation, None
        if session is not None:
            if self._is_busy:
                session.interrupt()
            await asyncio.get_running_loop().run_in_executor(None, session.close)
        return {"status": "ok", "restart": restart}

    def do_interrupt(self) -> None:
        """Stops the cell that is running, after the update in hand."""
        if self._conversation is not None and self._is_busy:
            self._conversation.interrupt()

    async def interrupt_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """An interrupt that comes as a message rather than as a signal."""
        self.do_interrupt()
        if self.session is not None and stream is not None:
            self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident=ident)


class _Presenter:
    """Turns the events of one cell into messages."""

    def __init__(self, kernel: DescentKernel, silent: bool) -> None:
        self._kernel = kernel
        self._silent = silent
        self._figures: set[int] = set()
        self._progress = False
        self._prefix = f"descent-{kernel.execution_count}-{id(self)}"

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        if not self._silent:
            self._kernel.send_response(self._kernel.iopub_socket, kind, content)

    def _display(self, data: dict[str, str], name: str, is_update: bool) -> None:
        self._send(
            "update_display_data" if is_update else "display_data",
            {
                "data": data,
                "metadata": {},
                "transient": {"display_id": f"{self._prefix}-{name}"},
            },
        )

    def show(self, event: Event) -> None:
        """Sends what an event shows."""
        kind = event["event"]
        if kind == "text":
            text = text_beside_figures(event)
            if text:
                self._send("stream", {"name": "stdout", "text": text})
        elif kind == "figure":
            number = int(event.get("figure", 0))
            data = {"image/svg+xml": event["svg"], "text/plain": event.get("text", "")}
            self._display(data, f"figure-{number}", number in self._figures)
            self._figures.add(number)
        elif kind == "progress":
            self._display({"text/plain": event["text"]}, "progress", self._progress)
            self._progress = True

    def finish(self) -> None:
        """Takes the progress line away."""
        if self._progress:
            self._display({"text/plain": ""}, "progress", True)


def main() -> None:
    """``python -m descent.kernel -f CONNECTION_FILE``."""
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(kernel_class=DescentKernel)


if __name__ == "__main__":
    main()
