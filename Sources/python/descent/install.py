"""``python -m descent.install``: tells Jupyter of the kernel, as ``descent jupyter install`` does."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from typing import Any


def kernelspec(python: str) -> dict[str, Any]:
    """What a ``kernel.json`` holds; the wheel has one too."""
    return {
        "argv": [python, "-m", "descent.kernel", "-f", "{connection_file}"],
        "display_name": "descent",
        "language": "descent",
        # A message, as a signal would wait behind the cell that it is to stop.
        "interrupt_mode": "message",
        "metadata": {"debugger": False},
    }


def main() -> int:
    """Installs the kernel's description for one user, one environment or one folder."""
    parser = argparse.ArgumentParser(
        prog="descent jupyter install", description="Tells Jupyter of the kernel 'descent'."
    )
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--user", action="store_true", help="for this user (the default)")
    place.add_argument(
        "--sys-prefix", action="store_true", help="in this Python's environment"
    )
    place.add_argument("--prefix", help="under this folder")
    options = parser.parse_args()
    try:
        import ipykernel  # noqa: F401
        from jupyter_client.kernelspec import KernelSpecManager
    except ImportError:
        print(
            f"the kernel needs ipykernel: '{sys.executable} -m pip install ipykernel', then again",
            file=sys.stderr,
        )
        return 1
    prefix = sys.prefix if options.sys_prefix else options.prefix
    try:
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "kernel.json"), "w", encoding="utf-8") as file:
                json.dump(kernelspec(sys.executable), file, indent=1)
            written = KernelSpecManager().install_kernel_spec(
                folder, "descent", user=prefix is None, prefix=prefix
            )
    except OSError as error:
        print(f"the kernel cannot be installed: {error}", file=sys.stderr)
        return 1
    print(f"installed the kernel 'descent' in {written}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
