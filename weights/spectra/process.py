"""Having the singular values of a tensor computed by a process of its own, which ends with the question."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from weights.errors import NotComputed
from weights.record import record
from weights.spectra.cost import DIRECTIONS, KEPT, cost
from weights.spectra.spectrum import Spectrum, spectrum_of
from weights.spectra.unfolding import Unfolding

if TYPE_CHECKING:
    from io import FileIO

    from weights.tensors import Readable

WORKER = (sys.executable, "-m", "weights.spectra.worker")

_PATIENCE = 0.03  # seconds to wait for the process before there is a place to stop
_AT_ONCE = 1 << 16  # bytes, what a pipe takes
_ENDED = "the process that computes ended early; most likely memory ran out"


@record
class Progress:
    """The share of the work on the matrix that is done; None in the last step, which tells nothing of itself."""

    share: float | None


Steps = Generator[Progress, None, Spectrum]


def spectrum(data: Readable, command: Sequence[str] = WORKER) -> Steps:
    """The singular values of a tensor of two dimensions or more; each step is a place to stop.

    `command` starts the process, which speaks as `weights.spectra.worker` says. Raises Unreadable, FileChanged, and
    NotComputed.
    """
    matrix = Unfolding(data)
    if 0 in data.shape:
        raise NotComputed("it has no elements, and so no singular values")
    with closing(_Worker(command)) as worker:
        yield Progress(0.0)
        answer = yield from _exchange(worker, _question(matrix))
    values = np.array(answer["values"], dtype=np.float64)
    sides = matrix.rows, matrix.columns
    return spectrum_of(sides, values, norm=answer["norm"], error=answer["error"], device=answer["device"])


def _question(matrix: Unfolding) -> Iterator[memoryview]:
    """All that the worker is to be sent, in pieces."""
    planned = cost(matrix.rows, matrix.columns)
    order = {
        "rows": matrix.rows,
        "columns": matrix.columns,
        "element": matrix.element,
        "passes": planned.passes,
        "kept": KEPT,
        "directions": DIRECTIONS,
    }
    yield memoryview(json.dumps(order).encode() + b"\n")
    for _ in range(planned.passes):
        for block in matrix.blocks():
            yield block.data.cast("B")


def _exchange(worker: _Worker, question: Iterator[memoryview]) -> Generator[Progress, None, dict[str, Any]]:
    """Send the question, and return the answer. Raises NotComputed."""
    progress = Progress(0.0)
    unsent = memoryview(b"")
    while True:
        unsent = unsent or next(question, unsent)
        unsent = unsent[worker.turn(unsent) :]
        for message in worker.heard():
            if "failed" in message:
                raise NotComputed(message["failed"])
            if "values" in message:
                return message
            progress = Progress(message["share"])
        yield progress


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """The process finds the packages where this one did, whatever the present folder is."""
    pipe, home = subprocess.PIPE, Path(__file__).resolve().parents[2]
    try:
        return subprocess.Popen(command, cwd=home, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0)
    except OSError as error:
        raise NotComputed(f"the process that computes cannot be started: {error.strerror}") from error


class _Worker:
    """A running process, spoken to through pipes without ever waiting for long."""

    def __init__(self, command: Sequence[str]) -> None:
        """Raises NotComputed where it cannot be started."""
        self._process = _started(command)
        self._input, self._output = cast("FileIO", self._process.stdin), cast("FileIO", self._process.stdout)
        os.set_blocking(self._input.fileno(), False)
        self._listens = True
        self._tail = b""
        self._lines: deque[bytes] = deque()

    def turn(self, unsent: memoryview) -> int:
        """Wait a moment for the process to take bytes or to say something; the number of bytes it took.

        Raises NotComputed where it has ended.
        """
        wanted = [self._input] if unsent and self._listens else []
        readable, writable, _ = select.select([self._output], wanted, [], _PATIENCE)
        if readable:
            self._hear()
        if not writable:
            return 0
        try:
            return self._input.write(unsent[:_AT_ONCE]) or 0
        except BrokenPipeError:  # it may have said why
            self._listens = False
            return 0

    def _hear(self) -> None:
        heard = os.read(self._output.fileno(), _AT_ONCE)
        if not heard:
            raise NotComputed(_ENDED)
        *lines, self._tail = (self._tail + heard).split(b"\n")
        self._lines.extend(lines)

    def heard(self) -> Iterator[dict[str, Any]]:
        """The messages that came since the last time."""
        while self._lines:
            message: dict[str, Any] = json.loads(self._lines.popleft())
            yield message

    def close(self) -> None:
        """End the process, whatever it does, and leave nothing of it."""
        self._process.kill()
        self._process.wait()
        self._input.close()
        self._output.close()
