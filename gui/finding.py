"""Looking for findings behind the window, in each tensor as its numbers become known."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gui.counting import Counted
from gui.jobs import Runner
from gui.session import Session
from weights.checkpoint import Checkpoint
from weights.errors import WeighbridgeError
from weights.findings.finding import Group
from weights.record import record
from weights.structure import Structure
from weights.tree import Node

if TYPE_CHECKING:
    from weights.findings.inquiry import Inquiry
    from weights.statistics.summary import Statistics

_SLOT = "findings"
_PAUSE = 250  # least milliseconds between two times that findings are told
_FINDINGS_A_MILLISECOND = 10  # and with so many more found, one millisecond more: each time, all are grouped anew


@record
class Found:
    """What was found in a checkpoint so far: in `examined` tensors, while `waiting` ones are not counted yet.

    `is_whole`: all is counted that can be; what is still waiting cannot. `groups` is the same object as before where
    nothing was found since, which `revision` tells.
    """

    groups: Sequence[Group] = ()
    examined: int = 0
    waiting: int = 0
    is_whole: bool = False
    revision: int = -1

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(len(group.findings) for group in self.groups)

    @property
    def pause(self) -> int:
        """For how many milliseconds nothing more is told."""
        return _PAUSE + self.count // _FINDINGS_A_MILLISECOND


class Findings(QObject):
    """Has tensors looked at in the order in which they become known, some at a time."""

    changed = Signal(object)  # Found

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self._may_look = False
        self._checkpoint: Checkpoint | None = None
        self._inquiry: Inquiry | None = None
        self._structure: Structure | None = None
        self._is_whole = False
        self.found = Found()
        self._pending: list[tuple[Node, Statistics]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(self.found.pause)
        self._pause.timeout.connect(self._look)
        self._join()

    def _join(self) -> None:
        session = self._session
        session.opened.connect(self._begin)
        session.structure_found.connect(self._take_structure)
        session.scanned.connect(self._take_in)
        session.counted.connect(self._take_counted)
        session.scan_finished.connect(self._finish)
        session.file_changed.connect(self.stop)

    def allow(self) -> None:
        """What counts is loaded: from now on it is looked."""
        self._may_look = True
        self._pause.start()

    def stop(self) -> None:
        """The checkpoint is closed, or no longer what it was: forget what was found in it."""
        self._runner.cancel(_SLOT)
        self._pause.stop()
        self._checkpoint = self._inquiry = None
        self._structure, self._is_whole = None, False
        self._pending.clear()
        self._tell(Found())

    def _begin(self, checkpoint: Checkpoint) -> None:
        """Another checkpoint is open, of which nothing is known yet but its headers."""
        self.stop()
        self._checkpoint = checkpoint

    def _take_structure(self, structure: Structure) -> None:
        """Second names and roles are known, without which it is not looked."""
        self._structure = structure
        self._pause.start()

    def _take_in(self, nodes: Iterable[Node]) -> None:
        """The numbers of these tensors became known."""
        shown = self._session.shown
        if shown is None:
            return
        told = ((node, shown.known.statistics(node)) for node in nodes)
        self._pending += [(node, statistics) for node, statistics in told if statistics is not None]
        if not self._pause.isActive():
            self._pause.start()

    def _take_counted(self, counted: Counted) -> None:
        if counted.exact:
            self._take_in([counted.node])

    def _finish(self, _: object) -> None:
        """All numbers that can be known are known."""
        self._is_whole = True
        self._pause.start()

    def _tell(self, found: Found) -> None:
        self.found = found
        self._pause.setInterval(found.pause)
        self.changed.emit(found)

    def _look(self) -> None:
        if self._checkpoint is None or self._structure is None or not self._may_look:
            return
        if self._runner.is_running(_SLOT):
            self._pause.start()
            return
        from weights.findings.inquiry import Inquiry  # heavy: numpy, which is loaded by now

        inquiry = self._inquiry = self._inquiry or Inquiry(self._checkpoint, self._structure)
        tensors, self._pending = self._pending, []
        before, is_whole = self.found, self._is_whole
        self._runner.start(
            _SLOT,
            lambda: _examine(inquiry, tensors, before, is_whole),
            done=self._tell,
            failed=self._end,
            progressed=self._tell,
        )

    def _end(self, _: WeighbridgeError) -> None:
        """The file has changed, of which the session speaks."""
        self._checkpoint = None


def _examine(
    inquiry: Inquiry, tensors: Sequence[tuple[Node, Statistics]], found: Found, is_whole: bool
) -> Generator[Found | None, None, Found]:
    """Look at some tensors, after which all is done if `is_whole`; now and then with all that was found so far."""
    yield from inquiry.prepare()
    due = time.monotonic() + found.pause / 1000
    for node, statistics in tensors:
        for _ in inquiry.examine(node, statistics):
            yield None
        if time.monotonic() > due:
            found = _found(inquiry, found)
            yield found
            due = time.monotonic() + found.pause / 1000
    return _found(inquiry, found, is_whole)


def _found(inquiry: Inquiry, before: Found, is_whole: bool = False) -> Found:
    revision = inquiry.revision
    groups = before.groups if before.revision == revision else inquiry.groups
    return Found(groups, inquiry.examined, inquiry.waiting, is_whole, revision)
