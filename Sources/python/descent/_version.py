"""The version; build-wheel writes the program's own into the wheel."""

__version__ = "0.0.0"
