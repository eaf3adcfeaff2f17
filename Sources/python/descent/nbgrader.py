"""What nbgrader has to know of the language: call ``configure`` in ``nbgrader_config.py``."""

from __future__ import annotations

from typing import Any

#: What stands in the place of a solution in the students' version; run as it is, it fails.
CODE_STUB = "# your commands here\nassert 0 == 1"


def configure(config: Any) -> None:
    """Adds the language to nbgrader's stubs, beside those of the others."""
    from nbgrader.preprocessors import ClearSolutions

    own = config.ClearSolutions.get("code_stub")
    stubs = dict(ClearSolutions.class_traits()["code_stub"].default())
    if isinstance(own, dict):
        stubs.update(own)
    config.ClearSolutions.code_stub = {**stubs, "descent": CODE_STUB}
