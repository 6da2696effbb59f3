"""Pictures of the matrix on show, made off the main thread: one of all of it, and a sharp one of what is in view."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from gui.jobs import Runner
from gui.pages.heatmap_frame import Frame
from weights.errors import WeighbridgeError
from weights.matrices.elements import Reduction
from weights.matrices.picture import Cell, Picture
from weights.matrices.slices import Area, Matrix

_KEPT = 2048  # cells of the picture of all of a matrix, down and across
_DRAWN = 1024  # those of it that are drawn until the sharp picture of the view is there
_WHOLE_SLOT, _VIEW_SLOT = "heatmap.whole", "heatmap.view"


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture to be drawn. `ranked` are its finite pixels, ascending; the rest tells whether there are others."""

    picture: Picture
    ranked: NDArray[Any]
    has_nan: bool = False
    has_infinity: bool = False
    has_minus_infinity: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A picture of all of a matrix, or of its first rows or columns while it is read: `share` of it.

    `kept` is there to make others from; `seen`, coarser, is drawn until the sharp one of the view is there.
    """

    share: float
    kept: Picture
    seen: Seen


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the view needs: an area, in cells of that size."""

    area: Area
    cell: Cell


class HeatmapPictures(QObject):
    """Announces each picture when it is there. A view that moves on while one is made waits for the next."""

    ground_changed = Signal()
    sharp_changed = Signal()
    failed = Signal(str)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._matrix: Matrix | None = None
        self._reduction = Reduction.MEAN
        self._wanted: Wanted | None = None
        self._made: Wanted | None = None
        self.ground: Ground | None = None
        self.sharp: Seen | None = None

    @property
    def is_complete(self) -> bool:
        """Whether what is in view is there, as sharp as it gets."""
        return self._is_whole and self.sharp is not None and self._made == self._wanted

    @property
    def _is_whole(self) -> bool:
        return self.ground is not None and self.ground.share == 1

    def show(self, matrix: Matrix | None, reduction: Reduction) -> None:
        """Begin with a matrix of at least one element; None to have no pictures."""
        for slot in (_WHOLE_SLOT, _VIEW_SLOT):
            self._runner.cancel(slot)
        self._matrix, self._reduction = matrix, reduction
        self.ground = self.sharp = self._wanted = self._made = None
        if matrix is not None:
            self._runner.start(
                _WHOLE_SLOT,
                lambda: _whole(matrix, reduction),
                done=self._take_ground,
                failed=self._fail,
                progressed=self._take_ground,
            )

    def look(self, frame: Frame, pixel_ratio: float) -> None:
        """Say what is in view. The first picture of all of a matrix comes by itself."""
        self._wanted = Wanted(frame.area, frame.cell(pixel_ratio))
        if self._is_whole or not frame.is_fitted:
            self._sharpen()

    def _sharpen(self) -> None:
        matrix, wanted = self._matrix, self._wanted
        if matrix is None or wanted is None or wanted == self._made or self._runner.is_running(_VIEW_SLOT):
            return
        reduction, kept = self._reduction, self.ground.kept if self.ground is not None and self._is_whole else None

        def take(sharp: Seen) -> None:
            self.sharp, self._made = sharp, wanted
            self.sharp_changed.emit()
            self._sharpen()

        self._runner.start(_VIEW_SLOT, lambda: _view(matrix, wanted, reduction, kept), done=take, failed=self._fail)

    def _take_ground(self, ground: Ground) -> None:
        self.ground = ground
        self.ground_changed.emit()
        if self._is_whole:
            self._sharpen()

    def _fail(self, error: WeighbridgeError) -> None:
        self.show(None, self._reduction)
        self.failed.emit(str(error))


def _whole(matrix: Matrix, reduction: Reduction) -> Generator[Ground | None, None, Ground]:
    from weights.matrices.reducing import reduce  # heavy: numba

    cell = Cell(-(-matrix.rows // _KEPT), -(-matrix.columns // _KEPT))
    steps = reduce(matrix, Area(0, matrix.rows, 0, matrix.columns), cell, reduction)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return _ground(end.value, 1.0)
        yield None if step.partial is None else _ground(step.partial, step.share)


def _ground(kept: Picture, share: float) -> Ground:
    from weights.matrices.sums import coarser  # heavy: numba

    down, across = (-(-count // _DRAWN) for count in kept.values.shape)
    return Ground(share, kept, _seen(coarser(kept, down, across)))


def _view(matrix: Matrix, wanted: Wanted, reduction: Reduction, kept: Picture | None) -> Generator[None, None, Seen]:
    """From what is in memory where that is fine enough, else from the file."""
    from weights.matrices.reducing import reduce  # heavy: numba
    from weights.matrices.sums import coarser

    cell = wanted.cell
    if kept is not None and cell.height >= kept.cell.height and cell.width >= kept.cell.width:
        yield
        down, across = -(-cell.height // kept.cell.height), -(-cell.width // kept.cell.width)
        larger = Cell(kept.cell.height * down, kept.cell.width * across)
        part = kept.part(larger.around(wanted.area, matrix.rows, matrix.columns))
        return _seen(coarser(part, down, across))
    steps = reduce(matrix, wanted.area, cell, reduction)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return _seen(end.value)
        yield


def _seen(picture: Picture) -> Seen:
    values = picture.values
    ranked = np.sort(values[np.isfinite(values)])
    if ranked.size == values.size:
        return Seen(picture, ranked)
    apart = np.isnan(values), np.isposinf(values), np.isneginf(values)
    return Seen(picture, ranked, *(bool(each.any()) for each in apart))
