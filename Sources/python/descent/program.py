"""Where the program is."""

from __future__ import annotations

import os
import shutil
import sys
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
    folders = [sysconfig.get_path("scripts"), os.path.dirname(sys.executable)]
    user = f"{os.name}_user"
    if user in sysconfig.get_scheme_names():
        folders.append(sysconfig.get_path("scripts", user))
    for folder in folders:
        beside = os.path.join(folder, "descent")
        if os.access(beside, os.X_OK):
            return beside
    found = shutil.which("descent")
    if found is None:
        raise Ended(f"the program 'descent' is not installed: {INSTALLING}")
    return found
