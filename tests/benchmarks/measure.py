"""Running whole processes and keeping what they took."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Run:
    """One process, from fork to exit: wall clock in seconds, peak resident memory in bytes, what it printed."""

    started: float
    seconds: float
    peak: int
    stdout: str
    stderr: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a process to its end. Raises RuntimeError, with what it said, if it fails."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started, clock = time.time(), time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - clock
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        result = Run(started, seconds, usage.ru_maxrss * 1024, out.read(), err.read())
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {result.stderr}")
    return result


def medians(times: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure, taken in turns, so that a busy moment falls on all of them alike."""
    rounds = [[measure() for measure in measures] for _ in range(times)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]
