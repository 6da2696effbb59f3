"""Figures of the scan of a whole checkpoint, in the real window, and of very many small tensors without one."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import yardsticks
from tests.benchmarks.measure import PYTHON, run
from tests.benchmarks.table import Row
from tests.benchmarks.window import traced

_TIMES = 3
_MB = 1_000_000

SMALL = """
import sys, time
from gui.counting import result_of
from weights.opening import open_checkpoint
from weights.statistics.crew import scan_many
items = [node.tensor.data for node in open_checkpoint(sys.argv[1]).tensors[:11_000]]
for _ in scan_many(items[:1000], 2, result_of):
    pass  # what the loops take to be compiled is no part of it
started = time.perf_counter()
for _ in scan_many(items[1000:], 2, result_of):
    pass
print((time.perf_counter() - started) / 10)
"""


def scan(path: Path) -> Iterator[Row]:
    """The whole file, from when all is loaded; the window goes on."""
    runs, readings = [], []
    for _ in range(_TIMES):
        runs.append(_scanned(path))
        readings.append(yardsticks.reading(path, os.path.getsize(path)))
    seconds = statistics.median(run["seconds"] for run in runs)
    yield Row(
        "whole file scanned in the window",
        seconds,
        "s",
        4,
        statistics.median(readings),
        "reading the bytes, one thread",
    )
    held = statistics.median(run["held_99"] for run in runs)
    yield Row("while scanning, main thread held, 99th percentile", held, "ms", 16)
    yield Row("while scanning, main thread held, longest", max(run["held_longest"] for run in runs), "ms", 50)
    yield Row("while scanning, memory above the idle window", max(run["memory"] for run in runs) / _MB, "MB", 300)


def _scanned(path: Path) -> dict[str, Any]:
    events = traced("-m", "tests.benchmarks.scan_driver", str(path))
    return next(event for event in events if event["event"] == "scanned")


def small(path: Path) -> Iterator[Row]:
    """Tensors of a few values each: what counting costs beside reading."""
    yield Row("counting a tensor of 32 values", float(run([PYTHON, "-c", SMALL, str(path)]).stdout), "ms")
