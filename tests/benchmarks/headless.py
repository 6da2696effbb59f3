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

ROWS = """
import sys, time
from weights.matrices.measures import Along
from weights.matrices.rows import row_measures
from weights.opening import open_checkpoint
data = max((node.tensor.data for node in open_checkpoint(sys.argv[1]).tensors), key=lambda data: data.numel)
for _ in row_measures(data._replace(shape=(1, data.shape[1])), Along.ROWS):
    pass  # what the loops take to be compiled is no part of it
started = time.perf_counter()
for _ in row_measures(data, Along(sys.argv[2])):
    pass
print(time.perf_counter() - started, data.numel * data.dtype.itemsize)
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


def rows(path: Path) -> Iterator[Row]:
    yield _measured(path, "rows")
    yield _measured(path, "columns")


def _measured(path: Path, along: str) -> Row:
    size = int(_measuring(path, along)[1])
    figure, yardstick = medians(3, lambda: _measuring(path, along)[0], lambda: yardsticks.reading(path, size))
    work = f"embedding, norm, mean and largest of its {along}"
    return Row(work, figure, "s", None, yardstick, "reading as many bytes, one thread")


def _measuring(path: Path, along: str) -> list[float]:
    """Seconds of measuring the largest tensor, and its bytes."""
    return [float(word) for word in run([PYTHON, "-c", ROWS, str(path), along]).stdout.split()]


def queries(path: Path) -> Iterator[Row]:
    lines = run([PYTHON, "-m", "tests.benchmarks.queries", str(path)]).stdout.splitlines()
    taken = {text: float(figure) for figure, _, text in (line.partition(" ") for line in lines)}
    slowest = max(taken, key=taken.__getitem__)
    yield Row(f"query over 100,000 tensors, slowest: {slowest}", taken[slowest], "ms", 100)


def hundred_thousand(path: Path) -> Iterator[Row]:
    (figure,) = medians(3, lambda: float(run([PYTHON, "-c", OPEN, str(path)]).stdout.split()[0]))
    yield Row("100,000 tensors opened headless", figure, "s", 3)
