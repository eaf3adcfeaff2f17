"""What can go wrong, each with the sentence that the shell shows."""

from __future__ import annotations

from typing import Optional


class DescentError(Exception):
    """A line that was refused.

    ``line`` and ``column`` say where in the code, from 1; None where no place is to blame.
    """

    def __init__(
        self, message: str, line: Optional[int] = None, column: Optional[int] = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column

    @property
    def sentence(self) -> str:
        """The message, with the line where it is not the first."""
        if self.line is not None and self.line > 1:
            return f"line {self.line}: {self}"
        return str(self)


class Ended(DescentError):
    """The program has ended, or could not be started."""
