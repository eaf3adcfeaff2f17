"""Where the program is."""

from __future__ import annotations

import os
import shutil
import sysconfig

from .errors import Ended

INSTALLING = (
    "install the wheel by its file's name, as 'pip install "
    "descent_debugger-VERSION-py3-none-manylinux_2_35_x86_64.whl', or set DESCENT to the "
    "program's path"
)


def executable() -> str:
    """The program: ``$DESCENT``, the one installed with this package, or the one on PATH.

    Raises ``Ended`` with a sentence that says how to install it.
    """
    named = os.environ.get("DESCENT")
    if named:
        return named
    schemes = [sysconfig.get_default_scheme() if hasattr(sysconfig, "get_default_scheme") else ""]
    schemes.append(f"{os.name}_user")
    for scheme in schemes:
        if scheme not in sysconfig.get_scheme_names():
            continue
        beside = os.path.join(sysconfig.get_path("scripts", scheme), "descent")
        if os.access(beside, os.X_OK):
            return beside
    found = shutil.which("descent")
    if found is None:
        raise Ended(f"the program 'descent' is not installed: {INSTALLING}")
    return found
