"""Figures of the ridgeline of 28 layers, in the real window."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.table import Row
from tests.benchmarks.window import traced

_FRAME = 16  # milliseconds


def layers(path: Path) -> Iterator[Row]:
    """What the main thread takes, painting included, once all is scanned."""
    events = traced("-m", "tests.benchmarks.layers_driver", str(path))
    for name, work in (
        ("drawn", "ridgeline of 28 layers, drawn"),
        ("binned", "ridgeline, a step of dragging its range"),
    ):
        taken = [event["milliseconds"] for event in events if event["event"] == name]
        yield Row(f"{work}, median", statistics.median(taken), "ms", _FRAME)
        yield Row(f"{work}, longest", max(taken), "ms", _FRAME)
