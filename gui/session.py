"""The one owner of the window's state: the open checkpoint, what is selected in it, and the numbers known so far.

Panes wish, the session decides and announces facts. Every number it announces belongs to the checkpoint that is open.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gui.branch_sums import BranchSums
from gui.counting import Counted, Numbers, Results, Selected, Step, count
from gui.jobs import Runner
from gui.scanner import Scanner
from gui.scanning import ScanEnd
from gui.shown import Shown
from weights.checkpoint import Checkpoint
from weights.errors import FileChanged, WeighbridgeError
from weights.opening import open_checkpoint
from weights.record import record
from weights.structure import Structure, examine
from weights.tensors import Readable
from weights.tree import Node, find

_LONGEST_UNASKED = 20.0  # seconds: a scan that would take longer does not go on by itself, but is offered
_WATCH_INTERVAL = 2000  # milliseconds between two looks at whether the file is still the one that was opened


@record
class Failure:
    """Something that could not be done: with what, and why, in one sentence."""

    what: str
    reason: str


@record
class _Opened:
    """A checkpoint that was opened, and the place in it that was wanted, if it is there."""

    checkpoint: Checkpoint
    place: Node | None


class Session(QObject):
    """Opens checkpoints, holds the selection, and has the selected tensor counted."""

    opening = Signal(object)  # Path
    opened = Signal(object)  # Checkpoint
    first_selected = Signal(bool)  # after opening; False where what was wanted is not in this file
    open_failed = Signal(object)  # Failure
    selected = Signal(object)  # Node
    counted = Signal(object)  # Counted
    count_failed = Signal(object, str)  # Node, sentence
    count_progressed = Signal(object)  # Progress
    structure_found = Signal(object)  # Structure
    scanned = Signal(object)  # Sequence[Node]: tensors whose numbers became known, told at most ten times a second
    scan_progressed = Signal(object)  # ScanStep
    scan_offered = Signal(object)  # ScanEnd: it stopped, and this is left
    scan_finished = Signal(object)  # ScanEnd: all that can be counted is known
    scan_failed = Signal(str)  # sentence
    branches_summed = Signal(object)  # Mapping[Node, BranchFigures]
    file_changed = Signal(str)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.checkpoint: Checkpoint | None = None
        self.opening_path: Path | None = None
        self.selection: Node | None = None
        self._stale = ""  # why nothing known about the file holds any more
        self._may_count = False
        self._known = Results()
        self.structure = Structure()
        self.what_is_visible: Callable[[], Sequence[Node]] = tuple  # what a scan begins with
        self._was_scanned = False
        self._scanner = Scanner(runner, self._known, self)
        self._branches = BranchSums(runner, self._known, self)
        self._join()
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_INTERVAL)
        self._watch.timeout.connect(self._look_at_file)

    def _join(self) -> None:
        self._scanner.scanned.connect(self._take_in)
        self._scanner.progressed.connect(self.scan_progressed)
        self._scanner.ended.connect(self._scan_ended)
        self._scanner.failed.connect(self._scan_failed)
        self._branches.summed.connect(self.branches_summed)

    def open(self, path: Path, wanted: str = "") -> None:
        """Open a file in place of the one that is open, which stays if that fails; then select the name `wanted`."""

        def work() -> Generator[None, None, _Opened]:
            yield
            checkpoint = open_checkpoint(path)
            place = find(checkpoint.root, wanted)
            try:
                yield
            except GeneratorExit:  # nobody waits for it any more
                checkpoint.close()
                raise
            return _Opened(checkpoint, place)

        self.opening_path = path
        self.opening.emit(path)
        self._runner.start(
            "open",
            work,
            done=self._adopt,
            failed=lambda error: self._open_failed(path, str(error)),
        )

    def reload(self) -> None:
        """Open the same file again."""
        if self.checkpoint is not None:
            self.open(self.checkpoint.path, self.selection.name if self.selection is not None else "")

    def close(self) -> None:
        """Let go of the checkpoint and everything known about it."""
        self._watch.stop()
        for slot in ("count", "structure", "watch"):
            self._runner.cancel(slot)
        self._scanner.drop()
        self._branches.drop()
        if self.checkpoint is not None:
            self.checkpoint.close()
            gc.unfreeze()
        self.checkpoint = self.selection = None
        self._known.clear()
        self.structure = Structure()
        self._stale = ""
        self._was_scanned = False

    @property
    def shown(self) -> Shown | None:
        """The selection, with what is known of its checkpoint."""
        if self.checkpoint is None or self.selection is None:
            return None
        return Shown(self.checkpoint, self.selection, self.structure, self._known)

    def allow_counting(self) -> None:
        """What counts is loaded: from now on a selected tensor is counted, the present one at once, and then all."""
        self._may_count = True
        if self.selection is not None:
            self._count(self.selection)
        self._scan_unasked()

    def select(self, node: Node) -> None:
        """Make a node the selection; a tensor's numbers follow by themselves."""
        if node is self.selection:
            return
        self.selection = node
        self.selected.emit(node)
        self._count(node)

    def scan_all(self) -> None:
        """Count every tensor that is not known yet, however long that takes."""
        self._scan(longest=None)

    def cancel(self) -> None:
        """Stop opening a file or, where none is being opened, counting the selected tensor, else scanning."""
        if self.opening_path is not None:
            self._runner.cancel("open")
            self._open_failed(self.opening_path, "opening it was cancelled")
            return
        if not self._runner.is_running("count"):
            self._scanner.stop()
            return
        self._runner.cancel("count")
        self._scanner.hold(False)
        if self.selection is not None:
            self.count_failed.emit(self.selection, "Counting was cancelled")

    def _adopt(self, opened: _Opened) -> None:
        self.close()
        gc.freeze()  # what stays open need not be looked at by each collection, which would hold up the window
        self.opening_path = None
        self.checkpoint = opened.checkpoint
        self.opened.emit(opened.checkpoint)
        self.select(opened.place or opened.checkpoint.root)
        self.first_selected.emit(opened.place is not None)
        self._watch.start()
        self._examine(opened.checkpoint)

    def _open_failed(self, path: Path, reason: str) -> None:
        self.opening_path = None
        self.open_failed.emit(Failure(str(path), reason))

    def _examine(self, checkpoint: Checkpoint) -> None:
        def found(structure: Structure) -> None:
            self.structure = structure
            self.structure_found.emit(structure)
            self._scan_unasked()

        self._runner.start("structure", lambda: examine(checkpoint), done=found, failed=lambda _: self._scan_unasked())

    def _count(self, node: Node) -> None:
        self._runner.cancel("count")
        self._scanner.hold(False)
        tensor = node.tensor
        if tensor is None:
            return
        if self._stale or tensor.data is None or tensor.problem is not None:
            self.count_failed.emit(node, self._stale or tensor.problem or "its values are not in the file")
            return
        known = self._known.whole_numbers(node)
        if known is not None:
            self.counted.emit(Counted(node, known, exact=True))
            return
        if not self._may_count:
            return
        data = tensor.data
        self._scanner.hold(True)
        self._runner.start(
            "count",
            lambda: count(data),
            done=lambda selected: self._remember(node, data, selected),
            failed=lambda error: self._count_failed(node, error),
            progressed=lambda step: self._progress(node, step),
        )

    def _progress(self, node: Node, step: Step) -> None:
        self.count_progressed.emit(step.progress)
        if step.numbers is not None:
            self.counted.emit(Counted(node, step.numbers, exact=False))

    def _remember(self, node: Node, data: Readable, selected: Selected) -> None:
        self._scanner.hold(False)
        self._known.put(data, selected.result)
        if not selected.result.packed.is_whole:
            self._known.put_unpacked(data, selected.distribution)
        numbers = Numbers(selected.distribution, selected.result.figures.statistics)
        self.counted.emit(Counted(node, numbers, exact=True))
        self._sum_branches()

    def _count_failed(self, node: Node, error: WeighbridgeError) -> None:
        self._scanner.hold(False)
        if isinstance(error, FileChanged):
            self._became_stale(error)
        self.count_failed.emit(node, str(error))

    def _scan_unasked(self) -> None:
        """Once the file is known in outline and counting is allowed, begin to count all of it."""
        if not self._was_scanned and not self._runner.is_running("structure"):
            self._scan(_LONGEST_UNASKED)

    def _scan(self, longest: float | None) -> None:
        if self.checkpoint is not None and self._may_count and not self._stale:
            self._was_scanned = True
            self._scanner.begin(self.checkpoint, self.what_is_visible(), longest)

    def _take_in(self, nodes: Sequence[Node]) -> None:
        """The scan found the numbers of tensors."""
        self.scanned.emit(nodes)
        selection = self.selection
        if selection is not None and selection in nodes and not self._runner.is_running("count"):
            self._count(selection)
        self._sum_branches()

    def _scan_ended(self, end: ScanEnd) -> None:
        self._sum_branches(at_last=True)
        (self.scan_finished if end.left is None else self.scan_offered).emit(end)

    def _scan_failed(self, error: WeighbridgeError) -> None:
        if isinstance(error, FileChanged):
            self._became_stale(error)
        else:
            self.scan_failed.emit(str(error))

    def _sum_branches(self, *, at_last: bool = False) -> None:
        if self.checkpoint is not None:
            self._branches.refresh(self.checkpoint, self.structure, at_last=at_last)

    def _look_at_file(self) -> None:
        checkpoint = self.checkpoint
        if checkpoint is None or self._runner.is_running("watch"):
            return

        def work() -> Generator[None, None, None]:
            yield
            checkpoint.check_unchanged()

        self._runner.start("watch", work, done=lambda _: None, failed=self._became_stale)

    def _became_stale(self, error: WeighbridgeError) -> None:
        """Nothing known about the file holds any more: forget it, say so, and count nothing until it is reloaded."""
        if self._stale:
            return
        self._stale = str(error)
        self._watch.stop()
        self._runner.cancel("count")
        self._scanner.drop()
        self._branches.drop()
        self._known.clear()
        self.file_changed.emit(self._stale)
