"""The fixed list of pages: what each is called, what it can show, and how to build it. One page a file."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from gui.jobs import Runner
from weights.checkpoint import Checkpoint
from weights.record import record
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.distribution import Distribution


class Page(Protocol):
    """What the detail pane asks of a page: a widget that is given values and emits wishes."""

    node_wanted: SignalInstance
    """The user asks to go to another Node."""

    def show_node(self, checkpoint: Checkpoint, node: Node) -> None:
        """Show a place in a checkpoint."""

    def apply_theme(self) -> None:
        """Take up the colours in force."""


class NumbersPage(Page, Protocol):
    """A page that draws the numbers of a tensor, which are counted elsewhere and handed in."""

    painted: SignalInstance
    """Exact numbers are on the screen."""

    def set_distribution(self, distribution: Distribution, exact: bool = True) -> None:
        """Draw the numbers of the node on show; not `exact` while they are still being counted."""

    def set_problem(self, sentence: str) -> None:
        """Say why there are none."""


Building = Generator[None, None, QWidget]
"""Builds a page; each yield is a return to the event loop, so that no page holds up the window."""


@record
class PageKind:
    """One row of the list. `plots`: its module imports numpy and pyqtgraph, so it is built once they are loaded."""

    name: str
    title: str
    offers: Callable[[Node], bool]
    build: Callable[[Runner], Building]
    plots: bool = False


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


def _value(runner: Runner) -> Building:
    from gui.pages.value import ValuePage  # only when first looked at

    yield
    return ValuePage()


PAGES = (
    PageKind("overview", "Overview", lambda node: node.parent is None, _overview),
    PageKind("tensor", "Tensor", lambda node: node.tensor is not None, _tensor, plots=True),
    PageKind("contents", "Contents", lambda node: node.is_branch, _contents),
    PageKind("value", "Value", lambda node: node.value is not None, _value),
)


def as_page(widget: QWidget) -> Page:
    """A built page, seen as what the detail pane asks of it."""
    return cast("Page", widget)


def as_numbers_page(widget: QWidget) -> NumbersPage:
    """The same of a page whose kind `plots`."""
    return cast("NumbersPage", widget)
