"""Files that lie, each with what has to come of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.builders.hostile import archives, calls, foreign, legacy, pickles, safetensors, sharing, tensors
from tests.builders.hostile.case import Case, Outcome

__all__ = ["Case", "Outcome", "cases"]


def cases() -> Iterator[Case]:
    """Every case; names are unique."""
    for module in (calls, pickles, sharing, tensors, archives, legacy, safetensors, foreign):
        yield from module.cases()
