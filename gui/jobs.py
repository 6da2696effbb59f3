"""The one way to run work off the main thread.

Work is a plain generator: each yield is a place to stop and may carry a partial result. The runner lives on the main
thread and owns the signal; a worker is handed the bound signal only. Each job answers one question, named by its
*slot*: starting a new job in a slot cancels the one before, and whatever that still sends is dropped.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Generator
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from weights.errors import WeighbridgeError
from weights.record import record

Work = Callable[[], Generator[object, None, object]]

_PROGRESS_INTERVAL = 0.1  # seconds between two partial results of one job
_THREADS = 8  # reading and counting release the interpreter lock, and a short job must not wait for a long scan


class _Kind(Enum):
    PROGRESS = 1
    DONE = 2
    FAILED = 3


@record
class _Message:
    slot: str
    generation: int
    kind: _Kind
    payload: object


@record
class _Job:
    generation: int
    stop: threading.Event
    done: Callable[[Any], None]
    failed: Callable[[WeighbridgeError], None]
    progressed: Callable[[Any], None] | None


class OurMistake(WeighbridgeError):
    """Work failed with an error that is none of ours: a defect of the program."""


class Runner(QObject):
    """Starts, supersedes and cancels jobs; all callbacks run on the main thread."""

    idle = Signal()
    mistake_found = Signal(str)  # a traceback, for the bug dialog
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._jobs: dict[str, _Job] = {}
        self._generation = 0
        self._is_shut_down = False
        self._arrived.connect(self._deliver)

    def start(
        self,
        slot: str,
        work: Work,
        *,
        done: Callable[[Any], None],
        failed: Callable[[WeighbridgeError], None],
        progressed: Callable[[Any], None] | None = None,
    ) -> None:
        """Run `work` on a worker thread; what it returns goes to `done`, what it yields to `progressed`.

        Once shut down, nothing is started any more: a timer may still wish for it while the window goes.
        """
        if self._is_shut_down:
            return
        self.cancel(slot)
        self._generation += 1
        job = _Job(self._generation, threading.Event(), done, failed, progressed)
        self._jobs[slot] = job
        self._pool.start(_Worker(slot, job.generation, work, job.stop, self._arrived.emit).run)

    def cancel(self, slot: str) -> None:
        """Stop the job of a slot at its next yield and drop whatever it still sends."""
        job = self._jobs.pop(slot, None)
        if job is not None:
            job.stop.set()

    def is_running(self, slot: str) -> bool:
        return slot in self._jobs

    def is_idle(self) -> bool:
        return not self._jobs

    def shut_down(self) -> None:
        """Cancel everything and wait until every worker has stopped."""
        self._is_shut_down = True
        for slot in list(self._jobs):
            self.cancel(slot)
        self._pool.waitForDone()

    def _deliver(self, message: _Message) -> None:
        job = self._jobs.get(message.slot)
        if job is None or job.generation != message.generation:
            return
        if message.kind is _Kind.PROGRESS:
            if job.progressed is not None:
                job.progressed(message.payload)
            return
        del self._jobs[message.slot]
        if message.kind is _Kind.DONE:
            job.done(message.payload)
        elif isinstance(message.payload, WeighbridgeError):
            job.failed(message.payload)
        else:
            self.mistake_found.emit(str(message.payload))
            job.failed(OurMistake("Weighbridge made a mistake here; details are in the report"))
        if not self._jobs:
            self.idle.emit()


class _Worker:
    """One job on a pool thread. It knows no widget and no signal object, only where to post.

    Not a QRunnable: of those that end before `start` has returned the binding never lets go, nor of what they hold.
    """

    def __init__(
        self, slot: str, generation: int, work: Work, stop: threading.Event, post: Callable[[_Message], None]
    ) -> None:
        self._slot, self._generation, self._work, self._stop, self._emit = slot, generation, work, stop, post

    def _post(self, kind: _Kind, payload: object) -> None:
        if not self._stop.is_set():
            self._emit(_Message(self._slot, self._generation, kind, payload))

    def run(self) -> None:
        try:
            self._drain()
        except WeighbridgeError as error:
            self._post(_Kind.FAILED, error)
        except Exception:  # a defect of ours: nothing may leave a pool thread
            self._post(_Kind.FAILED, traceback.format_exc())

    def _drain(self) -> None:
        if self._stop.is_set():
            return
        generator = self._work()
        last = 0.0
        try:
            while not self._stop.is_set():
                partial = next(generator)
                now = time.monotonic()
                if partial is not None and now - last >= _PROGRESS_INTERVAL:
                    last = now
                    self._post(_Kind.PROGRESS, partial)
        except StopIteration as end:
            self._post(_Kind.DONE, end.value)
        finally:
            generator.close()
