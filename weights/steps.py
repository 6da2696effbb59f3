"""Work in steps: a generator, each yield of which is a place to stop."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

_Result = TypeVar("_Result")


def result_of(steps: Generator[object, None, _Result]) -> _Result:
    """What comes of the work, done at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: _Result = end.value
            return result
