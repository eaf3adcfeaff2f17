"""descent, a debugger for gradient descent, from Python.

``Session`` talks to the program::

    import descent

    session = descent.Session()
    session.run("surface rosenbrock; optimizer adam lr=0.1; step 3")
    session["m_hat"]          # array([...]) where NumPy is there, else a list
    session.trace("loss", "v")

In a notebook, ``%load_ext descent`` brings ``%descent``, ``%%descent``, ``%descent_get`` and
``%descent_put``; all of them work in one session. The kernel ``descent`` runs the shell's lines
without Python in between.
"""

from __future__ import annotations

from typing import Any

from ._version import __version__
from .errors import DescentError, Ended
from .results import Figure, Result
from .session import Session

__all__ = [
    "DescentError",
    "Ended",
    "Figure",
    "Result",
    "Session",
    "__version__",
    "load_ipython_extension",
    "unload_ipython_extension",
]


def load_ipython_extension(ipython: Any) -> None:
    """What ``%load_ext descent`` calls."""
    from .magic import load

    load(ipython)


def unload_ipython_extension(ipython: Any) -> None:
    """What ``%unload_ext descent`` calls."""
    from .magic import unload

    unload(ipython)
