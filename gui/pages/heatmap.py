"""The page of a matrix as a picture: any two axes of a tensor, or its kernels as tiles, from all of it to one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.jobs import Runner
from gui.labels import label, notice
from gui.models.plane import Index, plane_of
from gui.models.plane import Slice as Plane
from gui.pages import heatmap_words
from gui.pages.cell_text import cell_words
from gui.pages.color_bar import ColorBar
from gui.pages.heatmap_controls import HeatmapControls
from gui.pages.heatmap_image import FOOT, TOP
from gui.pages.heatmap_matrix import axes_of, matrix_of
from gui.pages.heatmap_pictures import Seen
from gui.pages.heatmap_range import ANY, OfPixels, OfValues, Spread, color_range
from gui.pages.heatmap_view import HeatmapView
from gui.pages.value_reader import ValueReader
from gui.shown import Shown
from weights import text
from weights.matrices.picture import Cell
from weights.matrices.sheets import has_tiles
from weights.matrices.slices import Matrix, Slice

if TYPE_CHECKING:
    from weights.statistics.distribution import Distribution
    from weights.tensors import Readable


class HeatmapPage(QWidget):
    """Shows one tensor at a time; the choices stay, and so does the place in a matrix of the same size."""

    node_wanted = Signal(object)
    painted = Signal()

    def __init__(self, runner: Runner, controls: HeatmapControls) -> None:
        super().__init__()
        self._controls = controls
        self._data: Readable | None = None
        self._matrix: Matrix | None = None
        self._plane: Plane | None = None
        self._distribution: Distribution | None = None
        self._spread: Spread | None = None
        self._beyond = 0.0
        self._cell: Cell | None = None
        self._under: tuple[int, int] | None = None
        self._reader = ValueReader(runner, self)
        self._build_parts(runner)
        self._build_layout()
        self._join()

    def show_node(self, shown: Shown) -> None:
        """Show a tensor."""
        data = shown.data
        if data is not None and data is self._data and self._view.is_complete:
            self._view.show_again()
            return
        self._forget()
        if data is None:
            self._say_instead(shown.why_no_data)
        elif 0 in data.shape:
            self._say_instead(f"This tensor has no elements: its shape is {text.shape(data.shape)}")
        else:
            numbers = shown.known.numbers(shown.node)
            self._distribution = numbers.distribution if numbers is not None else None
            self._show_tensor(data)

    def set_distribution(self, distribution: Distribution, *, exact: bool = True) -> None:
        """The values of the tensor on show are counted: the range of the colours may be taken from them."""
        if exact and distribution is not self._distribution:
            self._distribution = distribution
            self._show_range()

    def set_problem(self, sentence: str) -> None:
        """Its values are not counted; whether they can be pictured is another matter."""
        self._distribution = None

    def drawing(self) -> QWidget | None:
        """The picture with its colours; None while there is none."""
        return self._shown if self._stack.currentWidget() is self._shown else None

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._controls.apply_theme()
        self._view.apply_theme()
        self._show_range()

    def _build_parts(self, runner: Runner) -> None:
        self._view = HeatmapView(runner)
        self._bar = ColorBar(TOP, FOOT)
        self._instead = notice()
        self._readout = label(role="secondary", selectable=True)
        self._about = label(role="faint", font=theme.label_font())
        self._readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._about.setWordWrap(True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _build_layout(self) -> None:
        self._shown = QWidget()
        beside = QHBoxLayout(self._shown)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._view, stretch=1)
        beside.addWidget(self._bar)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._shown)
        self._stack.addWidget(self._instead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * theme.UNIT, 0, 2 * theme.UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._stack, stretch=1)
        layout.addWidget(self._about)
        layout.addWidget(self._readout)
        layout.addSpacing(theme.UNIT)
        layout.addWidget(self._controls)

    def _join(self) -> None:
        self._controls.reduction_chosen.connect(self._show_matrix)
        self._controls.tiles_chosen.connect(self._choose_matrix)
        self._controls.range_chosen.connect(self._show_range)
        self._controls.refused.connect(self._readout.setText)
        self._controls.fit_wanted.connect(self._view.image.fit)
        self._controls.pickers.picked.connect(self._pick)
        self._view.ground_changed.connect(self._show_range)
        self._view.picture_changed.connect(self._take_picture)
        self._view.failed.connect(self._say_instead)
        self._view.painted.connect(self.painted)
        self._view.image.hovered.connect(self._point)
        self._reader.read.connect(self._read_out)

    def _forget(self) -> None:
        self._view.show_nothing()
        self._reader.forget()
        self._data = self._matrix = self._distribution = self._under = None
        self._about.setText(" ")
        self._readout.setText(" ")

    def _say_instead(self, sentence: str) -> None:
        self._forget()
        self._instead.setText(text.visible(sentence, 300))
        self._stack.setCurrentWidget(self._instead)
        self._controls.hide()
        QTimer.singleShot(0, self, self.painted.emit)

    def _show_tensor(self, data: Readable) -> None:
        self._data = data
        plane = plane_of(data.shape)
        if not isinstance(plane, Plane):
            self._plane = None
        elif self._plane is None or self._plane.shape != data.shape:
            self._plane = plane
        self._stack.setCurrentWidget(self._shown)
        self._controls.show()
        self._choose_matrix()

    def _pick(self, plane: Plane) -> None:
        self._plane = plane
        self._choose_matrix()

    def _choose_matrix(self) -> None:
        """The part of the tensor that the controls ask for."""
        data, plane = self._data, self._plane
        if data is None:
            return
        self._matrix = matrix_of(data, plane, wants_tiles=self._controls.wants_tiles)
        is_slice = isinstance(self._matrix, Slice)
        self._controls.offer_axes(tiles=has_tiles(data.shape), pickers=len(data.shape) > 2 and is_slice)
        if plane is not None:
            self._controls.pickers.show_slice(plane)
        self._show_matrix()

    def _show_matrix(self) -> None:
        if self._matrix is not None:
            self._view.show_matrix(self._matrix, axes_of(self._matrix), self._controls.reduction)
            self._show_range()

    def _take_picture(self) -> None:
        """Pixels of another size have another range; on the way about at one size, colours stay."""
        seen = self._view.seen
        if seen is not None and seen.picture.cell != self._cell:
            self._show_range()
        self._tell()

    def _show_range(self) -> None:
        """Choose the range of the colours anew."""
        ground, seen, spread = self._view.ground, self._view.seen, self._chosen_spread()
        self._cell = seen.picture.cell if seen is not None else None
        self._spread = spread
        shown = color_range(self._controls.range_choice, spread) if spread is not None else None
        self._view.show_range(shown or (ANY if seen is not None else None))
        self._bar.show_range(shown, _apart(ground.seen) if ground is not None else [])
        if spread is not None and shown is not None:
            self._beyond = spread.beyond(shown.low, shown.high)
            self._controls.show_range(shown)
        self._tell()

    def _chosen_spread(self) -> Spread | None:
        """What the range is taken from. Where each pixel is a value of its own, it is better taken from all of them."""
        seen = self._view.seen
        if seen is None:
            return None
        if self._distribution is not None and (seen.picture.is_exact or self._controls.range_choice.of_values):
            return OfValues(self._distribution)
        return OfPixels(seen.ranked)

    def _tell(self) -> None:
        """Say what the pixels are."""
        ground, seen = self._view.ground, self._view.seen
        if ground is None or seen is None:
            return
        if ground.share < 1:
            self._about.setText(heatmap_words.reading(ground.share))
        elif not seen.ranked.size:
            self._about.setText(f"{heatmap_words.pixel(seen.picture)}, and none is finite")
        else:
            choice, of_values = self._controls.range_choice, isinstance(self._spread, OfValues)
            self._about.setText(heatmap_words.about(seen.picture, choice, self._beyond, of_values=of_values))

    def _point(self, place: tuple[int, int] | None) -> None:
        self._under = place
        if place is None or self._matrix is None:
            self._reader.forget()
            self._readout.setText(" ")
        else:
            self._reader.ask(self._matrix.data, self._matrix.index(*place))

    def _read_out(self, index: Index, value: Any) -> None:
        seen = self._view.seen
        if self._matrix is None or self._under is None or seen is None:
            return
        words = cell_words(self._matrix.data.dtype, index, value) + heatmap_words.cell(seen.picture, *self._under)
        self._readout.setText(text.visible(words, 300))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._view.is_complete and not event.spontaneous():  # as when the window is minimized
            self._forget()  # nobody waits for it; shown again, the page is told to begin anew


def _apart(seen: Seen) -> list[tuple[str, str]]:
    """What is not finite, and its colour."""
    colors = theme.colors()
    each = (
        (seen.has_nan, "NaN", colors.nan),
        (seen.has_infinity, "Inf", colors.infinite),
        (seen.has_minus_infinity, f"{text.MINUS}Inf", colors.minus_infinite),
    )
    return [(word, color) for is_there, word, color in each if is_there]
