"""Figures of the window, from the timeline that it writes itself (`--trace`)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import yardsticks
from tests.benchmarks.measure import PYTHON, medians, run
from tests.benchmarks.table import Row

EMBEDDING = 128256 * 3072 * 2  # bytes
Events = Sequence[dict[str, Any]]


def traced(*command: str) -> Events:
    """Run a command that ends with the name of a trace; its events, the first being the process's start."""
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.jsonl"
        done = run([PYTHON, *command, str(trace)])
        lines = (trace.read_text(encoding="utf-8") + done.stdout).splitlines()
    return [{"event": "process", "time": done.started}, *map(json.loads, lines)]


def _driven(what: str, path: Path) -> Events:
    return traced("-m", "tests.benchmarks.driver", what, str(path))


def _first(events: Events, name: str, since: float = 0.0) -> float:
    return next(float(event["time"]) for event in events if event["event"] == name and event["time"] >= since)


def _longest_stall(events: Events, since: float = 0.0, importing: bool = False) -> float:
    """Milliseconds; those of the imports after the first paint are counted apart."""
    return max(
        (
            event["milliseconds"]
            for event in events
            if event["event"] == "stall" and event["time"] >= since and (event.get("phase") == "importing") is importing
        ),
        default=0.0,
    )


def start(path: Path) -> Iterator[Row]:
    figure, yardstick = medians(5, lambda: _time_to_tree(path), yardsticks.empty_window)
    yield Row("process start to tree painted", figure, "s", 2.5, yardstick, "an empty window with a tree view")


def _time_to_tree(path: Path) -> float:
    """The program itself; the picture is what makes it leave again."""
    with tempfile.TemporaryDirectory() as folder:
        events = traced("main.py", str(path), "--screenshot", f"{folder}/window.png", "--trace")
    return _first(events, "tree_painted") - float(events[0]["time"])


def stalls(path: Path) -> Iterator[Row]:
    events = _driven("flip", path)
    pages = sum(event["event"] == "page_painted" and event["time"] >= _first(events, "flipping") for event in events)
    yield Row("pages painted on the way through 50 tensors", pages, "")
    yield Row("longest stall, opening and flipping through 50 tensors", _longest_stall(events), "ms", 50)
    yield Row("longest stall, importing after the first paint", _longest_stall(events, importing=True), "ms", 120)


def embedding(path: Path) -> Iterator[Row]:
    figure, yardstick = medians(3, lambda: _time_to_histogram(path), lambda: yardsticks.reading(path, EMBEDDING))
    yield Row("embedding selected to its histogram painted", figure, "s", 5, yardstick, "reading its bytes, one thread")


def _time_to_histogram(path: Path) -> float:
    events = _driven("select", path)
    selected = _first(events, "selected")
    return _first(events, "page_painted", _first(events, "scan_finished", selected)) - selected


def filtering(path: Path) -> Iterator[Row]:
    events = _driven("filter", path)
    yield Row("100,000 tensors, longest stall while opening", _longest_stall(_before(events, "typing")), "ms", 50)
    yield Row("100,000 tensors, longest stall while typing", _longest_stall(events, _first(events, "typing")), "ms", 50)


def _before(events: Events, name: str) -> Events:
    return [event for event in events if event["time"] < _first(events, name)]
