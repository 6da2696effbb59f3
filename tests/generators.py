"""Running a job's generator to its end without a thread."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Result = TypeVar("Result")


def result_of(work: Generator[object, None, Result]) -> Result:
    """What a generator returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
