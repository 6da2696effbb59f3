"""The right half of the window: the heading of what is selected, and the pages that can show it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui import describe, theme
from gui.counting import Counted
from gui.finding import Found
from gui.jobs import Runner
from gui.labels import named, notice
from gui.models.finding_model import Place
from gui.pages import (
    PAGES,
    Building,
    FollowingPage,
    GuidingPage,
    PageKind,
    as_findings_page,
    as_following_page,
    as_numbers_page,
    as_page,
    as_plot_page,
    as_values_page,
)
from gui.panes.heading import Heading
from gui.shown import Shown
from weights import text

_EMPTY = "Open a checkpoint with Ctrl+O, or drop a file here.\nNothing in a file is ever run."


class DetailPane(QWidget):
    """Shows one node. It remembers, for each kind of node, which page the user last chose for it."""

    node_wanted = Signal(object)
    page_painted = Signal(str)
    pages_built = Signal()

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._built: dict[str, QWidget] = {}
        self._building: set[str] = set()
        self._chosen: dict[str, str] = {}
        self._offered: list[PageKind] = []
        self._shown: Shown | None = None
        self._counted: Counted | None = None
        self._problem: str | None = None
        self._found = Found()
        self._can_plot = False
        self.heading = Heading()
        self._tabs = named(QTabBar(), "tabs")
        self._tabs.setAccessibleName("Pages")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.currentChanged.connect(self._tab_chosen)
        self._stack = named(QStackedWidget(), "pages")
        self._waiting = notice("Preparing the plots …")
        self._stack.addWidget(self._waiting)
        self._welcome = notice(_EMPTY)
        self._lay_out()

    def _lay_out(self) -> None:
        rule = QFrame()
        rule.setProperty("role", "rule")
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(theme.MARGIN, theme.GROUP, theme.MARGIN, theme.UNIT * 2)
        inner.setSpacing(0)
        inner.addWidget(self.heading)
        inner.addSpacing(theme.UNIT * 3)
        inner.addWidget(self._tabs)
        inner.addWidget(rule)
        inner.addSpacing(theme.UNIT * 2)
        inner.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._welcome)
        layout.addWidget(self._content)
        self._content.hide()

    def show_opening(self, name: str) -> None:
        """The first file is being opened; empty, once it could not be."""
        self._welcome.setText(f"Opening {name} {text.ELLIPSIS}" if name else _EMPTY)

    def reveal(self) -> None:
        """The tree is on the screen, which nothing here may hold up: now the details."""
        self._welcome.hide()
        self._content.show()

    def show_node(self, shown: Shown) -> None:
        """Show a place of a checkpoint, on the page last chosen for its kind."""
        self._shown, self._counted, self._problem = shown, None, None
        self._show_names(shown)
        self.heading.show_figures(describe.awaited_figures() if shown.node.tensor is not None else [])
        self._offer_pages(shown)
        self._show_current_page()

    def show_structure(self, shown: Shown) -> None:
        """The same place, now that the structure of the file is known: more is said of it, and more pages offered."""
        self._shown = shown
        self._show_names(shown)
        before = self._current_kind()
        self._offer_pages(shown)
        kind = self._current_kind()
        if kind is not before or (kind is not None and kind.follows):
            self._show_current_page()

    def take_in_numbers(self) -> None:
        """Numbers of more tensors are known."""
        page = self._following_page()
        if page is not None:
            page.take_in_numbers()

    @property
    def is_waiting(self) -> bool:
        """Whether the page on show is about to show more than it does."""
        page = self._following_page()
        return page is not None and page.is_waiting

    def _following_page(self) -> FollowingPage | None:
        kind, page = self._current_kind(), self.current_page()
        return as_following_page(page) if kind is not None and page is not None and kind.follows else None

    def _show_names(self, shown: Shown) -> None:
        checkpoint, node = shown.checkpoint, shown.node
        title = describe.title(checkpoint, node)
        self.heading.show_names(describe.crumbs(node), title, describe.facts(checkpoint, node, shown.structure))
        self.heading.set_copies(describe.copies(checkpoint, node))

    def show_counted(self, counted: Counted) -> None:
        """The numbers of the node on show, whole or so far."""
        self._counted = counted
        self.heading.show_figures(describe.figures(counted.numbers.statistics, exact=counted.exact))
        if self._shown is not None and counted.exact:
            copies = describe.copies(self._shown.checkpoint, counted.node, counted.numbers.statistics)
            self.heading.set_copies(copies)
        self._pass_on_numbers()

    def show_problem(self, sentence: str) -> None:
        """Why the node on show has no numbers."""
        self._counted, self._problem = None, sentence
        self.heading.show_trouble(sentence)
        self._pass_on_numbers()

    def show_findings(self, found: Found) -> None:
        """What was found in the whole checkpoint so far."""
        self._found = found
        self._pass_on_findings()

    def plots_are_ready(self) -> None:
        """The libraries that pages draw with are loaded: pages can be built without holding up the window."""
        self._can_plot = True
        for kind in PAGES:
            if kind.early:
                self._begin_to_build(kind)

    def choose_page(self, name: str) -> bool:
        """Go to a page by its name; False where the selection does not offer it."""
        for position, kind in enumerate(self._offered):
            if kind.name == name:
                self._tabs.setCurrentIndex(position)
                return True
        return False

    def choose_page_number(self, position: int) -> None:
        if position < len(self._offered):
            self._tabs.setCurrentIndex(position)

    def current_page(self) -> QWidget | None:
        """The page on show, once it is built."""
        kind = self._current_kind()
        return self._built.get(kind.name) if kind else None

    def apply_theme(self) -> None:
        self.heading.apply_theme()
        for page in self._built.values():
            as_page(page).apply_theme()

    def _offer_pages(self, shown: Shown) -> None:
        offered = [kind for kind in PAGES if kind.offers(shown)]
        if offered != self._offered:
            self._offered = offered
            self._tabs.blockSignals(True)
            while self._tabs.count():
                self._tabs.removeTab(0)
            for position, kind in enumerate(offered):
                self._tabs.addTab(kind.title)
                self._tabs.setTabToolTip(position, f"{kind.title}  (Ctrl+{position + 1})")
            self._tabs.blockSignals(False)
        chosen = self._chosen.get(self._kind_of_selection())
        names = [kind.name for kind in offered]
        self._tabs.blockSignals(True)
        self._tabs.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        self._tabs.blockSignals(False)

    def _kind_of_selection(self) -> str:
        """A file, a branch, a tensor or a value: each has a first page of its own, whatever else it offers."""
        return self._offered[0].name if self._offered else ""

    def _current_kind(self) -> PageKind | None:
        position = self._tabs.currentIndex()
        return self._offered[position] if 0 <= position < len(self._offered) else None

    def _tab_chosen(self, _: int) -> None:
        kind = self._current_kind()
        if kind is not None:
            self._chosen[self._kind_of_selection()] = kind.name
            self._show_current_page()

    def _show_current_page(self) -> None:
        kind = self._current_kind()
        if kind is None or self._shown is None:
            return
        if kind.plots and not self._can_plot:
            self._stack.setCurrentWidget(self._waiting)
            return
        widget = self._built.get(kind.name)
        if widget is None:
            self._begin_to_build(kind)
            return
        as_page(widget).show_node(self._shown)
        self._pass_on_numbers()
        self._pass_on_findings()
        self._stack.setCurrentWidget(widget)

    def _begin_to_build(self, kind: PageKind) -> None:
        if kind.name not in self._building:
            self._building.add(kind.name)
            building = kind.build(self._runner)
            QTimer.singleShot(0, self, lambda: self._build_on(kind, building))

    def _build_on(self, kind: PageKind, building: Building) -> None:
        """One step of building a page; the next one follows after whatever else the window has to do."""
        try:
            next(building)
        except StopIteration as built:
            self._take_in(kind, built.value)
            QTimer.singleShot(0, self, self._show_current_page)
            if self._can_plot and len(self._built) == len(self._building):
                self.pages_built.emit()
        else:
            QTimer.singleShot(0, self, lambda: self._build_on(kind, building))

    def _take_in(self, kind: PageKind, widget: QWidget) -> None:
        as_page(widget).node_wanted.connect(self.node_wanted)
        if kind.plots:
            as_plot_page(widget).painted.connect(lambda: self.page_painted.emit(kind.name))
        if isinstance(widget, GuidingPage):
            widget.place_wanted.connect(self._go_to)
        self._built[kind.name] = widget
        self._stack.addWidget(widget)

    def _pass_on_numbers(self) -> None:
        kind, page = self._current_kind(), self.current_page()
        if kind is None or page is None or not kind.takes_numbers:
            return
        if self._problem is not None:
            as_numbers_page(page).set_problem(self._problem)
        elif self._counted is not None:
            as_numbers_page(page).set_distribution(self._counted.numbers.distribution, exact=self._counted.exact)

    def _pass_on_findings(self) -> None:
        kind, page = self._current_kind(), self.current_page()
        if kind is not None and page is not None and kind.takes_findings:
            as_findings_page(page).show_findings(self._found)

    def _go_to(self, place: Place) -> None:
        """Go to a tensor and, where it is known which, to a value in it."""
        self.node_wanted.emit(place.node)
        if place.index is not None and self.choose_page("tensor"):
            page = self.current_page()
            if page is not None:
                as_values_page(page).go_to(place.index)
