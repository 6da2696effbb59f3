"""Figures of the command line: whole processes, from start to exit."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import yardsticks
from tests.benchmarks.measure import PYTHON, Run, medians, run
from tests.benchmarks.table import Row

HEAVY = ("numpy", "torch", "PySide6", "numba")
MB = 1_000_000

OPEN = """
import sys, time
started = time.perf_counter()
from weights.opening import open_checkpoint
checkpoint = open_checkpoint(sys.argv[1])
print(time.perf_counter() - started, len(checkpoint.tensors))
"""


def inspect(path: Path, *options: str, cache: str | None = None) -> Run:
    return run(
        [PYTHON, "main.py", "inspect", "--json", *options, str(path)], {"NUMBA_CACHE_DIR": cache} if cache else None
    )


def listing(path: Path) -> Iterator[Row]:
    inspect(path)
    figure, yardstick = medians(9, lambda: inspect(path).seconds, yardsticks.imports)
    yield Row("inspect --json", figure, "s", 2, yardstick, "importing argparse, json, zipfile")
    yield Row("inspect --json, peak memory", inspect(path).peak / MB, "MB", 60)
    yield Row("inspect --json, heavy libraries imported", len(_heavy_imports(path)), "", 0)


def _heavy_imports(path: Path) -> set[str]:
    """Which of the heavy libraries a listing imports."""
    report = run([PYTHON, "-X", "importtime", "main.py", "inspect", "--json", str(path)]).stderr
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in report.splitlines()}
    return names.intersection(HEAVY)


def statistics(path: Path) -> Iterator[Row]:
    """The first run compiles the kernels, into an empty cache; the others find them there."""
    size = os.path.getsize(path)
    with tempfile.TemporaryDirectory() as cache:
        yield Row("inspect --stats --json, very first run", inspect(path, "--stats", cache=cache).seconds, "s")
        figure, yardstick = medians(
            5, lambda: inspect(path, "--stats", cache=cache).seconds, lambda: yardsticks.reading(path, size)
        )
        yield Row("inspect --stats --json, kernels cached", figure, "s", 6, yardstick, "reading the bytes, one thread")
        peak = max(inspect(path, "--stats", cache=cache).peak for _ in range(2))
    yield Row("inspect --stats --json, peak memory", peak / MB, "MB", 500)


def hundred_thousand(path: Path) -> Iterator[Row]:
    (figure,) = medians(3, lambda: float(run([PYTHON, "-c", OPEN, str(path)]).stdout.split()[0]))
    yield Row("100,000 tensors opened headless", figure, "s", 3)
