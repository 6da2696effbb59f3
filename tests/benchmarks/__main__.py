"""`python -m tests.benchmarks`: print what Weighbridge promises beside what it takes, on an otherwise idle machine."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import headless, heatmap, layers, scanning, window
from tests.benchmarks.table import Row

Rows = Callable[[Path], Iterator[Row]]

ON_THE_MODEL: dict[str, Rows] = {
    "listing": headless.listing,
    "start": window.start,
    "statistics": headless.statistics,
    "rows": headless.rows,
    "stalls": window.stalls,
    "embedding": window.embedding,
    "heatmap": heatmap.heatmap,
    "scan": scanning.scan,
    "layers": layers.layers,
}
ON_MANY_TENSORS: dict[str, Rows] = {
    "hundred-thousand": headless.hundred_thousand,
    "queries": headless.queries,
    "filtering": window.filtering,
    "small": scanning.small,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--file", type=Path, help="a Llama-3.2-3B-shaped file; without it, one is built and kept")
    parser.add_argument("--many", type=Path, help="a file of 100,000 tensors; without it, one is built and kept")
    parser.add_argument("--only", nargs="*", choices=[*ON_THE_MODEL, *ON_MANY_TENSORS], help="some of the rows")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chosen = set(arguments.only or (*ON_THE_MODEL, *ON_MANY_TENSORS))
    for rows, given, name in (
        (ON_THE_MODEL, arguments.file, "llama-3.2-3b"),
        (ON_MANY_TENSORS, arguments.many, "hundred-thousand"),
    ):
        wanted = [row for key, row in rows.items() if key in chosen]
        if wanted:
            _print(wanted, given or _built(name))


def _print(wanted: list[Rows], path: Path) -> None:
    _warm(path)
    for rows in wanted:
        for row in rows(path):
            print(row, flush=True)


def _built(name: str) -> Path:
    """A big file in the system's folder for temporary files, built the first time."""
    from tests.builders import llama  # heavy: torch, needed only here

    path = Path(tempfile.gettempdir()) / "weighbridge-benchmarks" / name / "consolidated.00.pth"
    if not path.exists():
        llama.build(name, path)
    return path


def _warm(path: Path) -> None:
    """Bring a file into the page cache."""
    with path.open("rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


if __name__ == "__main__":
    main()
