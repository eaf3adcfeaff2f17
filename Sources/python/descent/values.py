"""Numbers on their way in and out."""

from __future__ import annotations

import contextlib
import importlib
import math
from array import array
from collections.abc import Mapping, Sequence
from typing import IO, Any, Union

from .errors import DescentError

# NumPy is a convenience: lists do without it.
numpy: Any = None
with contextlib.suppress(ImportError):
    numpy = importlib.import_module("numpy")

Value = Any

WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def number(value: Any) -> Any:
    """JSON has no infinities: they come as words."""
    return WORDS.get(value, value) if isinstance(value, str) else value


def numbers(value: Any) -> Any:
    """The same of nested lists."""
    return [numbers(v) for v in value] if isinstance(value, list) else number(value)


def unpacked(value: Mapping[str, Any], file: IO[bytes]) -> Value:
    """A value of ``get``: in the answer itself, or in the file at an offset."""
    shape = [int(n) for n in value["shape"]]
    if "offset" not in value:
        plain = numbers(value["value"])
        if numpy is None or not shape:
            return float(plain) if not shape else plain
        return numpy.array(plain, dtype=float).reshape(shape)
    count = math.prod(shape)
    file.seek(int(value["offset"]))
    if numpy is not None:
        return numpy.fromfile(file, dtype="<f8", count=count).reshape(shape)
    flat = array("d")
    flat.fromfile(file, count)
    return nested(flat.tolist(), shape)


def nested(flat: list[float], shape: Sequence[int]) -> Union[float, list[Any]]:
    """A flat list in a shape."""
    if not shape:
        return flat[0]
    if len(shape) == 1:
        return flat
    size = len(flat) // shape[0] if shape[0] else 0
    return [nested(flat[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0])]


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Objects of ``trace`` as columns; each component of a vector is one, as ``v[0]``."""
    found: dict[str, list[Any]] = {}
    for i, row in enumerate(rows):
        for key, value in row.items():
            if key == "command":
                continue
            cells = (
                {f"{key}[{j}]": component for j, component in enumerate(value)}
                if isinstance(value, list)
                else {key: value}
            )
            for name, cell in cells.items():
                column = found.setdefault(name, [])
                column.extend([math.nan] * (i - len(column)))
                column.append(number(cell))
    return found


def table(x: Any, y: Any) -> tuple[list[list[Any]], list[Any]]:
    """Examples as rows, and their targets.

    Raises ``DescentError`` where their numbers do not fit together.
    """
    rows = [row if isinstance(row, list) else [row] for row in listed(x)]
    targets = [
        cell[0] if isinstance(cell, list) and len(cell) == 1 else cell for cell in listed(y)
    ]
    if not rows:
        raise DescentError("x has no examples")
    if len(rows) != len(targets):
        raise DescentError(f"x has {len(rows)} examples, y has {len(targets)}")
    if any(len(row) != len(rows[0]) for row in rows):
        raise DescentError("the examples of x have different numbers of features")
    if any(isinstance(cell, list) for row in rows for cell in row):
        raise DescentError("x has more than two dimensions; it is examples by features")
    if any(isinstance(cell, list) for cell in targets):
        raise DescentError("y has more than one number an example; it is one target each")
    return rows, targets


def listed(values: Any) -> list[Any]:
    """Lists of an array, a frame or a sequence."""
    if hasattr(values, "to_numpy"):
        values = values.to_numpy()
    if hasattr(values, "tolist"):
        return list(values.tolist())
    return [list(v) if isinstance(v, (list, tuple)) else v for v in values]


def line(row: Sequence[Any], target: Any) -> str:
    """A row of a CSV file; nearly all cells are plain floats, which need no look at their kind."""
    return ",".join([repr(v) if type(v) is float else cell(v) for v in [*row, target]]) + "\n"


def cell(value: Any) -> str:
    """A field of a CSV file, with all digits of a number."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (int, float)):
        return repr(value)
    return '"' + str(value).replace('"', '""') + '"'
