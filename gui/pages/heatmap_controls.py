"""How a matrix is to be pictured: reduction, range of the colours, tiles. Controls only; they hold the choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gui import theme
from gui.color_maps import ColorRange
from gui.flow_layout import FlowLayout
from gui.pages.axis_pickers import AxisPickers
from gui.pages.heatmap_range import RangeChoice
from gui.pages.range_edits import RangeEdits
from gui.pages.segments import Segment, Segments
from weights import text
from weights.matrices.elements import Reduction

_SHARES = {f"99.9{text.THIN}%": 0.999, f"99{text.THIN}%": 0.99, "min\N{EN DASH}max": 1.0}
_LARGEST = "largest"


class HeatmapControls(QWidget):
    """A row of controls, more than one where the window is narrow."""

    reduction_chosen = Signal()
    range_chosen = Signal()
    tiles_chosen = Signal()
    fit_wanted = Signal()
    refused = Signal(str)  # why what was typed is no range

    def __init__(self) -> None:
        super().__init__()
        self._typed: tuple[float, float] | None = None
        self._layout = FlowLayout(self, 3 * theme.UNIT, theme.UNIT)
        self._build_reduction()
        self._build_range()
        self._build_slice()

    @property
    def reduction(self) -> Reduction:
        return Reduction.LARGEST if self._reduction.choice == _LARGEST else Reduction.MEAN

    @property
    def range_choice(self) -> RangeChoice:
        return RangeChoice(_SHARES[self._share.choice], self._of.choice == "of values", self._typed)

    @property
    def wants_tiles(self) -> bool:
        return self._tiles.choice == "tiles"

    def offer_axes(self, *, tiles: bool, pickers: bool) -> None:
        """Which of the choices of what to see make sense for a tensor."""
        self._tiles.setVisible(tiles)
        self.pickers.setVisible(pickers)

    def show_range(self, shown: ColorRange) -> None:
        """Show the range that is drawn."""
        self._edits.show_range(shown.low, shown.high)

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self.pickers.apply_theme()

    def _build_reduction(self) -> None:
        self._reduction = Segments(
            "Pixels of several values",
            [
                Segment("mean", "A pixel of several values shows their mean"),
                Segment(_LARGEST, "A pixel of several values shows the one of largest magnitude, with its sign"),
            ],
        )
        self._reduction.chosen.connect(self.reduction_chosen)
        self._layout.addWidget(self._reduction)

    def _build_range(self) -> None:
        share, wider, all_of_them = _SHARES
        self._share = Segments(
            "Range of the colours",
            [
                Segment(share, "The colours span 99.9 % of the numbers"),
                Segment(wider, "The colours span 99 % of the numbers"),
                Segment(all_of_them, "The colours span all numbers"),
            ],
        )
        self._of = Segments(
            "Numbers that the range is taken from",
            [
                Segment("of pixels", "The range is that of the pixels seen: means lie closer together than values"),
                Segment("of values", "The range is that of the tensor's values, at every zoom"),
            ],
        )
        self._edits = RangeEdits("Back to the range chosen beside", other_way="")
        for choice in (self._share, self._of):
            choice.chosen.connect(lambda _: self._set_typed(None))
        self._edits.range_wanted.connect(lambda low, high: self._set_typed((low, high)))
        self._edits.reset_wanted.connect(lambda: self._set_typed(None))
        self._edits.refused.connect(self.refused)
        for widget in (self._share, self._of, self._edits):
            self._layout.addWidget(widget)

    def _build_slice(self) -> None:
        fit = QPushButton("fit")
        fit.setProperty("compact", True)
        fit.setAccessibleName("See all")
        fit.setToolTip(
            "See all of the matrix (0, or a double-click); the wheel, + and \N{MINUS SIGN} zoom, dragging moves"
        )
        fit.clicked.connect(self.fit_wanted)
        self._tiles = Segments(
            "Kernels",
            [
                Segment("tiles", "All kernels side by side: the first axis down, the second across"),
                Segment("one slice", "Two axes, at one index along the others"),
            ],
        )
        self._tiles.chosen.connect(self.tiles_chosen)
        self.pickers = AxisPickers()
        for widget in (fit, self._tiles, self.pickers):
            self._layout.addWidget(widget)

    def _set_typed(self, typed: tuple[float, float] | None) -> None:
        self._typed = typed
        self.range_chosen.emit()
