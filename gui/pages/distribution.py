"""The page of a branch or a whole file: all values below it as one histogram, and its parts as ridges under that."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import describe, theme
from gui.figures import FigureLine
from gui.jobs import Runner
from gui.labels import label
from gui.menu_button import MenuButton
from gui.models.entries import child_name
from gui.pages.branch_numbers import BranchNumbers, Child, Total, branch_numbers
from gui.pages.fold import Fold, Folds
from gui.pages.following import SECOND, Following
from gui.pages.histogram_view import HistogramView
from gui.pages.ridge_drawing import Ridge
from gui.pages.ridge_plot import RidgePlot
from gui.pages.ridgeline import Ridgeline
from gui.shown import Shown
from weights import text
from weights.dtypes import DType
from weights.errors import WeighbridgeError

_SLOT = "branch numbers"
_SECONDS = 1.0  # between two looks at what is known, while a scan goes on
_LEAST_PITCH = 18.0  # pixels
_SHARES = (1, 1)  # of the height, for the histogram and the parts
_LONGEST_LABEL = 60


class DistributionPage(QWidget):
    """Shows sums of what has been counted. It counts nothing itself, and says what is missing."""

    node_wanted = Signal(object)
    painted = Signal()

    def __init__(self, runner: Runner, histogram: HistogramView, parts: Ridgeline) -> None:
        super().__init__()
        self._histogram, self._parts = histogram, parts
        self._shown: Shown | None = None
        self._numbers: BranchNumbers | None = None
        self._dtype: DType | None = None
        self._is_awaited = self._is_drawn = False
        self._following = Following(runner, _SLOT, done=self._take_in, failed=self._fail, seconds=_SECONDS, parent=self)
        self._second = QTimer(self, interval=SECOND, singleShot=True)
        self._second.timeout.connect(self._show_parts)
        self._build_head()
        self._build_layout()
        self._parts.node_wanted.connect(self.node_wanted)
        self._parts.painted.connect(self._announce)

    def show_node(self, shown: Shown) -> None:
        """Show a branch: the sum of what is known below it."""
        is_other = self._shown is None or self._shown.node is not shown.node
        self._shown, self._is_awaited, self._is_drawn = shown, True, False
        if is_other:
            self._numbers = self._dtype = None
            self._histogram.start_over("Adding up\N{HORIZONTAL ELLIPSIS}")
            self._second.stop()
            self._parts.say("")
            self._head.hide()
        self._following.start(partial(branch_numbers, shown))

    @property
    def is_waiting(self) -> bool:
        """Whether it is about to show more than it does."""
        return self._following.is_busy or self._second.isActive()

    def take_in_numbers(self) -> None:
        """More tensors are counted."""
        if self._numbers is None or not self._numbers.coverage.is_whole:
            self._following.again()

    def drawing(self) -> Sequence[QWidget]:
        """The histogram above the ridges, as far as there is something in them."""
        return [plot for plot in (self._histogram.drawing(), self._parts.drawing()) if plot is not None]

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._histogram.apply_theme()
        self._parts.apply_theme()
        self._types.apply_theme()
        self._folds.apply_theme()

    def _build_head(self) -> None:
        self._head = QWidget()
        self._types = MenuButton()
        self._types.apply_theme()
        self._types.setAccessibleName("Element type")
        self._types.setToolTip("Values of different types are summed apart")
        self._types.choices.aboutToShow.connect(self._fill_types)
        self._figures = FigureLine()
        self._about = label(role="faint", font=theme.label_font())
        self._about.setWordWrap(True)
        layout = QVBoxLayout(self._head)
        layout.setContentsMargins(0, theme.UNIT, 0, theme.UNIT)
        layout.setSpacing(2 * theme.UNIT)
        layout.addWidget(self._types, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._figures)
        layout.addWidget(self._about)

    def _build_layout(self) -> None:
        histogram = Fold("Histogram", self._histogram, beside=self._histogram.readout)
        parts = Fold("Parts", self._parts, beside=self._parts.readout)
        self._folds = Folds((histogram, parts), _SHARES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._head)
        layout.addWidget(self._folds, stretch=1)

    def _take_in(self, numbers: BranchNumbers) -> None:
        self._numbers = numbers
        types = [total.distribution.dtype for total in numbers.totals]
        if not types:
            self._say(_nothing(numbers))
            return
        self._show_type(self._dtype if self._dtype in types else types[0])

    def _fail(self, error: WeighbridgeError) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        """Why there is no sum."""
        self._is_drawn = True
        self._histogram.set_problem(sentence)
        self._second.stop()
        self._parts.say("")
        self._head.hide()

    def _show_type(self, dtype: DType, _checked: bool = False) -> None:
        numbers, self._dtype = self._numbers, dtype
        if numbers is None:
            return
        total = next(each for each in numbers.totals if each.distribution.dtype == dtype)
        self._types.setText(_type_words(total))
        self._types.setVisible(len(numbers.totals) > 1)
        self._figures.show_figures(describe.figures(total.statistics, exact=numbers.coverage.is_whole))
        self._about.setText(numbers.coverage.words("tensor"))
        self._head.show()
        self._histogram.set_distribution(total.distribution, exact=True)
        self._second.start()

    def _show_parts(self) -> None:
        numbers, dtype = self._numbers, self._dtype
        if numbers is not None and dtype is not None:
            self._is_drawn = True
            self._parts.show_ridges([_ridge(child, dtype) for child in numbers.children], note=_left_out(numbers))
        if not self._parts.isVisible():  # folded away
            self._announce()

    def _announce(self) -> None:
        if self._is_awaited and self._is_drawn:
            self._is_awaited = False
            self.painted.emit()

    def _fill_types(self) -> None:
        menu = self._types.choices
        menu.clear()
        for total in self._numbers.totals if self._numbers is not None else ():
            menu.addAction(_type_words(total)).triggered.connect(partial(self._show_type, total.distribution.dtype))


def _ridge(child: Child, dtype: DType) -> Ridge:
    return Ridge(text.visible(child_name(child.node), _LONGEST_LABEL), child.node, child.profiles.get(dtype))


def _type_words(total: Total) -> str:
    distribution = total.distribution
    return f"{distribution.dtype.name} \N{MIDDLE DOT} {text.short_count(distribution.count)} values"


def _nothing(numbers: BranchNumbers) -> str:
    """Why there is nothing to sum."""
    return f"{numbers.coverage.words('tensor')}."


def _left_out(numbers: BranchNumbers) -> str:
    """How many parts are not drawn."""
    if len(numbers.children) == numbers.parts:
        return ""
    return (
        f"The first {text.count(len(numbers.children))} of {text.count(numbers.parts)} parts are drawn; all are summed"
    )


def build(runner: Runner) -> Generator[None, None, DistributionPage]:
    """Build the page; between its parts, the window sees to what else is waiting."""
    histogram = HistogramView()
    yield
    plot = RidgePlot(_LEAST_PITCH)
    yield
    parts = Ridgeline(plot)
    yield
    return DistributionPage(runner, histogram, parts)
