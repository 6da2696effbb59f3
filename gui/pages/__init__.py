"""The fixed list of pages: what each is called, what it can show, and how to build it. One page a file."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from gui.jobs import Runner
from gui.shown import Shown
from weights.record import record

if TYPE_CHECKING:
    from gui.finding import Found
    from weights.statistics.distribution import Distribution


class Page(Protocol):
    """What the detail pane asks of a page: a widget that is given values and emits wishes."""

    node_wanted: SignalInstance
    """The user asks to go to another Node."""

    def show_node(self, shown: Shown) -> None:
        """Show a place in a checkpoint."""

    def apply_theme(self) -> None:
        """Take up the colours in force."""


class PlotPage(Page, Protocol):
    """A page that draws with numpy and pyqtgraph."""

    painted: SignalInstance
    """What was asked for is on the screen, exactly."""


class NumbersPage(PlotPage, Protocol):
    """A page that draws the numbers of one tensor, which are counted elsewhere and handed in."""

    def set_distribution(self, distribution: Distribution, exact: bool = True) -> None:
        """Draw the numbers of the node on show; not `exact` while they are still being counted."""

    def set_problem(self, sentence: str) -> None:
        """Say why there are none."""


class FollowingPage(Page, Protocol):
    """A page that shows numbers of many tensors, as they become known.

    It is shown the same place once more when the checkpoint's structure is worked out.
    """

    @property
    def is_waiting(self) -> bool:
        """Whether it is about to show more than it does."""

    def take_in_numbers(self) -> None:
        """More is known than when the page last looked (`Shown.known`); at most ten times a second."""


class ValuesPage(Page, Protocol):
    """The page that shows single values of a tensor."""

    def go_to(self, index: tuple[int, ...]) -> None:
        """Go to a value of the tensor on show."""


@runtime_checkable
class GuidingPage(Protocol):
    """A page from which the user goes to single values."""

    place_wanted: SignalInstance
    """The user asks to go to a Place: a Node, and maybe a value in it."""


class FindingsPage(Page, Protocol):
    """A page that shows what was found in the whole checkpoint."""

    def show_findings(self, found: Found) -> None:
        """Show what was found so far; told again whenever that is more."""


@runtime_checkable
class DrawnPage(Protocol):
    """A page of which a part is what a picture should show. Of the others, it shows all."""

    def drawing(self) -> QWidget | Sequence[QWidget] | None:
        """What to make a picture of, if several one under the other; None while there is nothing in it."""


Building = Generator[None, None, QWidget]
"""Builds a page; each yield is a return to the event loop, so that no page holds up the window."""


@record
class PageKind:
    """One row of the list: what protocol a page fulfils, and for what it offers itself.

    `plots` (PlotPage): its module imports numpy and pyqtgraph, so it is built once they are loaded. `takes_numbers`
    (NumbersPage), `follows` (FollowingPage), `takes_findings` (FindingsPage). `early`: built before it is first
    looked at.
    """

    name: str
    title: str
    offers: Callable[[Shown], bool]
    build: Callable[[Runner], Building]
    plots: bool = False
    takes_numbers: bool = False
    follows: bool = False
    takes_findings: bool = False
    early: bool = False


def _overview(runner: Runner) -> Building:
    from gui.pages.overview import OverviewPage  # only when first looked at

    yield
    return OverviewPage(runner)


def _contents(runner: Runner) -> Building:
    from gui.pages.contents import ContentsPage  # only when first looked at

    yield
    return ContentsPage()


def _tensor(runner: Runner) -> Building:
    from gui.pages.histogram_view import HistogramView  # heavy: numpy and pyqtgraph
    from gui.pages.tensor import TensorPage
    from gui.pages.values_view import ValuesView

    histogram = HistogramView()
    yield
    values = ValuesView(runner)
    yield
    return TensorPage(histogram, values)


def _distribution(runner: Runner) -> Building:
    from gui.pages.distribution import build  # heavy: numpy and pyqtgraph

    return (yield from build(runner))


def _layers(runner: Runner) -> Building:
    from gui.pages.layers import build  # heavy: numpy and pyqtgraph

    return (yield from build(runner))


def _spectrum(runner: Runner) -> Building:
    from gui.pages.spectrum import build  # heavy: numpy and pyqtgraph

    return (yield from build(runner))


def _heatmap(runner: Runner) -> Building:
    from gui.pages.heatmap import HeatmapPage  # heavy: numpy and numba
    from gui.pages.heatmap_controls import HeatmapControls

    yield
    controls = HeatmapControls()
    yield
    return HeatmapPage(runner, controls)


def _value(runner: Runner) -> Building:
    from gui.pages.value import ValuePage  # only when first looked at

    yield
    return ValuePage()


def _rows(runner: Runner) -> Building:
    from gui.pages.rows import RowsPage  # heavy: numpy and pyqtgraph

    yield
    return RowsPage(runner)


def _holds_tensors(shown: Shown) -> bool:
    return shown.node.tensor is None and shown.node.sums.tensors > 0


def _repeats(shown: Shown) -> bool:
    return shown.node in shown.structure.repeating


def _is_tensor(shown: Shown) -> bool:
    return shown.node.tensor is not None


def _has_rows(shown: Shown) -> bool:
    """The rows of a vector would be its values, which the tensor's page shows."""
    return shown.node.tensor is not None and len(shown.node.tensor.shape) > 1


def _is_matrix(shown: Shown) -> bool:
    return shown.data is not None and len(shown.data.shape) > 1


PAGES = (
    PageKind("overview", "Overview", lambda shown: shown.node.parent is None, _overview, takes_findings=True),
    PageKind("tensor", "Tensor", _is_tensor, _tensor, plots=True, takes_numbers=True, early=True),
    PageKind("heatmap", "Heatmap", _is_tensor, _heatmap, plots=True, takes_numbers=True),
    PageKind("contents", "Contents", lambda shown: shown.node.is_branch, _contents),
    PageKind("distribution", "Distribution", _holds_tensors, _distribution, plots=True, follows=True),
    PageKind("layers", "Layers", _repeats, _layers, plots=True, follows=True),
    PageKind("rows", "Rows", _has_rows, _rows, plots=True),
    PageKind("spectrum", "Spectrum", _is_matrix, _spectrum, plots=True),
    PageKind("value", "Value", lambda shown: shown.node.value is not None, _value),
)


def drawings_of(widget: QWidget) -> Sequence[QWidget]:
    """What a picture of a built page is to show, one under the other."""
    drawing = widget.drawing() if isinstance(widget, DrawnPage) else widget
    return [drawing] if isinstance(drawing, QWidget) else drawing or []


def as_page(widget: QWidget) -> Page:
    """A built page, seen as what the detail pane asks of it."""
    return cast("Page", widget)


def as_plot_page(widget: QWidget) -> PlotPage:
    """The same of a page whose kind `plots`."""
    return cast("PlotPage", widget)


def as_numbers_page(widget: QWidget) -> NumbersPage:
    """The same of a page whose kind `takes_numbers`."""
    return cast("NumbersPage", widget)


def as_following_page(widget: QWidget) -> FollowingPage:
    """The same of a page whose kind `follows`."""
    return cast("FollowingPage", widget)


def as_findings_page(widget: QWidget) -> FindingsPage:
    """The same of a page whose kind `takes_findings`."""
    return cast("FindingsPage", widget)


def as_values_page(widget: QWidget) -> ValuesPage:
    """The page `tensor`, seen as what goes to a value."""
    return cast("ValuesPage", widget)
