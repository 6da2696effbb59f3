"""Figures of the heatmap of the largest tensor, in the real window."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.benchmarks import yardsticks
from tests.benchmarks.table import Row
from tests.benchmarks.window import EMBEDDING, Events, traced

_TIMES = 3


def heatmap(path: Path) -> Iterator[Row]:
    """The first picture, and what a step of zooming or panning takes."""
    runs, readings = [], []
    for _ in range(_TIMES):
        runs.append(traced("-m", "tests.benchmarks.heatmap_driver", str(path)))
        readings.append(yardsticks.reading(path, EMBEDDING))
    first = statistics.median(_between(run, "wanted", "page_painted")[0] for run in runs)
    yardstick = statistics.median(readings)
    yield Row("heatmap of 128256 x 3072, first picture", first, "s", 3, yardstick, "reading its bytes, one thread")
    repainted = [1000 * each for run in runs for each in _between(run, "step", "repainted")]
    sharpened = [1000 * each for run in runs for each in _between(run, "step", "sharpened")]
    yield Row("zoom or pan step, repainted from memory, median", statistics.median(repainted), "ms", 33)
    yield Row("zoom or pan step, repainted from memory, longest", max(repainted), "ms", 33)
    yield Row("zoom or pan step, sharpened, median", statistics.median(sharpened), "ms", 150)
    yield Row("zoom or pan step, sharpened, longest", max(sharpened), "ms", 150)


def _between(events: Events, first: str, last: str) -> list[float]:
    """Seconds from each event of one name to the next one of another."""
    ordered = sorted(events, key=lambda event: event["time"])
    wanted = [event for event in ordered if event["event"] in (first, last)]
    return [
        after["time"] - before["time"]
        for before, after in pairwise(wanted)
        if before["event"] == first and after["event"] == last
    ]
