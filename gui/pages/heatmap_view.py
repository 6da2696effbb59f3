"""A matrix on the screen: its pictures are made as it is moved about in, and coloured by a range that is handed in.

Several can stand side by side: they are joined by `image.view_changed` and `image.show_frame`, and given one range.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.color_maps import ColorRange, image_of
from gui.jobs import Runner
from gui.labels import named
from gui.pages.heatmap_image import Axes, HeatmapImage, Layer
from gui.pages.heatmap_pictures import Ground, HeatmapPictures, Seen
from weights.matrices.elements import Reduction
from weights.matrices.slices import Matrix


class HeatmapView(QWidget):
    """Shows nothing until it has both a picture and a range."""

    ground_changed = Signal()  # more of the picture of all of the matrix is there
    picture_changed = Signal()  # what is in view is seen sharper
    failed = Signal(str)
    painted = Signal()  # once for each matrix: what is in view is on the screen, as sharp as it gets

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.image = named(HeatmapImage(), "heatmap")
        self._pictures = HeatmapPictures(runner, self)
        self._range: ColorRange | None = None
        self._colored: list[Layer] = []
        self._is_awaited = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.image)
        self._join()

    @property
    def ground(self) -> Ground | None:
        """The picture of all of the matrix, as far as it is made."""
        return self._pictures.ground

    @property
    def seen(self) -> Seen | None:
        """What is in view, as sharp as it is known."""
        ground, sharp = self._pictures.ground, self._pictures.sharp
        return sharp if sharp is not None else ground.seen if ground is not None else None

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is to be read for what is in view."""
        return self._pictures.is_complete

    def show_again(self) -> None:
        """The same matrix is shown once more, after something else was in its place."""
        self._is_awaited = True
        self.image.update()

    def show_matrix(self, matrix: Matrix, axes: Axes, reduction: Reduction) -> None:
        """Begin with another matrix of at least one element, or make its pictures anew."""
        self._is_awaited = True
        self.image.show_matrix(matrix.rows, matrix.columns, axes)
        self._pictures.show(matrix, reduction)
        self._look()

    def show_nothing(self) -> None:
        """Stop making pictures, and forget them."""
        self._is_awaited = False
        self._pictures.show(None, Reduction.MEAN)
        self._colored = []

    def show_range(self, shown: ColorRange | None) -> None:
        """Colour the pictures by this; None where none is known."""
        if shown != self._range:
            self._range, self._colored = shown, []
            self._color()

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._colored = []
        self._color()

    def _join(self) -> None:
        self.image.view_changed.connect(lambda _: self._look())
        self.image.painted.connect(self._announce)
        self._pictures.ground_changed.connect(self.ground_changed)
        self._pictures.ground_changed.connect(self._color)
        self._pictures.sharp_changed.connect(self._color)
        self._pictures.sharp_changed.connect(self.picture_changed)
        self._pictures.failed.connect(self.failed)

    def _look(self) -> None:
        if self.image.frame is not None:
            self._pictures.look(self.image.frame, self.devicePixelRatioF())

    def _color(self) -> None:
        """Each picture is coloured once; both are about as large as the screen."""
        shown = self._range
        if shown is None:
            self.image.show_layers([])
            return
        ground, sharp = self._pictures.ground, self._pictures.sharp
        below = ground.seen if ground is not None else None
        pictures = [each.picture for each in (below, sharp) if each is not None]
        known = {id(layer.picture): layer for layer in self._colored}
        self._colored = [known.get(id(each)) or Layer(each, image_of(each.values, shown)) for each in pictures]
        self.image.show_layers(self._colored)

    def _announce(self) -> None:
        if self._is_awaited and self._pictures.is_complete and self._range is not None:
            self._is_awaited = False
            self.painted.emit()
