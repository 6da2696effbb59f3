"""The right half of the window: the heading of what is selected, and the pages that can show it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui import describe, theme
from gui.counting import Counted
from gui.jobs import Runner
from gui.labels import named, notice
from gui.pages import PAGES, Building, PageKind, as_numbers_page, as_page
from gui.panes.heading import Heading
from weights import text
from weights.checkpoint import Checkpoint
from weights.structure import Structure
from weights.tree import Node

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
        self._checkpoint: Checkpoint | None = None
        self._node: Node | None = None
        self._counted: Counted | None = None
        self._problem: str | None = None
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

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Another checkpoint is open; the first one is not shown before `reveal`."""
        self._checkpoint = checkpoint

    def reveal(self) -> None:
        """The tree is on the screen, which nothing here may hold up: now the details."""
        self._welcome.hide()
        self._content.show()

    def show_node(self, node: Node, structure: Structure) -> None:
        """Show a place of the checkpoint, on the page last chosen for its kind."""
        self._node, self._counted, self._problem = node, None, None
        self.show_names(structure)
        self.heading.show_figures(describe.awaited_figures() if node.tensor is not None else [])
        self._offer_pages(node)

    def show_names(self, structure: Structure) -> None:
        """Write the heading, once more when the structure of the file is known."""
        if self._checkpoint is None or self._node is None:
            return
        node = self._node
        title = describe.title(self._checkpoint, node)
        self.heading.show_names(describe.crumbs(node), title, describe.facts(self._checkpoint, node, structure))
        self.heading.set_copies(describe.copies(self._checkpoint, node))

    def show_counted(self, counted: Counted) -> None:
        """The numbers of the node on show, whole or so far."""
        self._counted = counted
        self.heading.show_figures(describe.figures(counted.numbers.statistics, exact=counted.exact))
        if self._checkpoint is not None and counted.exact:
            self.heading.set_copies(describe.copies(self._checkpoint, counted.node, counted.numbers.statistics))
        self._pass_on_numbers()

    def show_problem(self, sentence: str) -> None:
        """Why the node on show has no numbers."""
        self._counted, self._problem = None, sentence
        self.heading.show_trouble(sentence)
        self._pass_on_numbers()

    def plots_are_ready(self) -> None:
        """The libraries that pages draw with are loaded: pages can be built without holding up the window."""
        self._can_plot = True
        for kind in PAGES:
            if kind.plots:
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

    def _offer_pages(self, node: Node) -> None:
        offered = [kind for kind in PAGES if kind.offers(node)]
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
        self._show_current_page()

    def _kind_of_selection(self) -> str:
        return "+".join(kind.name for kind in self._offered)

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
        if kind is None or self._checkpoint is None or self._node is None:
            return
        if kind.plots and not self._can_plot:
            self._stack.setCurrentWidget(self._waiting)
            return
        widget = self._built.get(kind.name)
        if widget is None:
            self._begin_to_build(kind)
            return
        as_page(widget).show_node(self._checkpoint, self._node)
        self._pass_on_numbers()
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
            as_numbers_page(widget).painted.connect(lambda: self.page_painted.emit(kind.name))
        self._built[kind.name] = widget
        self._stack.addWidget(widget)

    def _pass_on_numbers(self) -> None:
        kind, page = self._current_kind(), self.current_page()
        if kind is None or page is None or not kind.plots:
            return
        if self._problem is not None:
            as_numbers_page(page).set_problem(self._problem)
        elif self._counted is not None:
            as_numbers_page(page).set_distribution(self._counted.numbers.distribution, exact=self._counted.exact)
