"""The left half of the window: the query box, and under it the tree of a checkpoint or the flat list of its tensors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.branches import BranchFigures
from gui.jobs import Runner
from gui.labels import named
from gui.models.facts import Facts
from gui.models.flat_model import FlatModel
from gui.models.level import Levels
from gui.models.order import NATURAL, Order
from gui.models.tree_model import TreeModel
from gui.panes import expansion
from gui.panes.learning import Learning
from gui.panes.ordering import Ordering
from gui.panes.query_box import QueryBox
from gui.panes.row_menu import RowMenu
from gui.panes.tree_filter import Kept, TreeFilter
from gui.panes.tree_view import FlatView, TreeView
from weights.checkpoint import Checkpoint
from weights.findings.finding import Group
from weights.structure import Structure
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics


class TreePane(QWidget):
    """Shows where everything is. It emits what the user selects; what is selected for them makes no echo."""

    node_selected = Signal(object)  # Node
    scan_wanted = Signal()
    first_painted = Signal()

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._facts: Facts | None = None
        self._kept: Kept | None = None
        self._order = NATURAL
        self._selected: Node | None = None
        self._is_quiet = False
        self._box = QueryBox()
        self._filter, self._ordering = TreeFilter(runner, self), Ordering(runner)
        self._tree_model, self._flat_model = TreeModel(self), FlatModel(self)
        self._learning = Learning(self._tree_model, self._flat_model, self)
        self._tree = named(TreeView(self._tree_model), "tree")
        self._flat = named(FlatView(self._flat_model), "flat_list")
        self._opened = expansion.Opened(self._tree, self._tree_model)
        self._views = QStackedWidget()
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        self._tree.setAccessibleName("Tree of the checkpoint")
        self._flat.setAccessibleName("Tensors by full name")
        self._views.addWidget(self._tree)
        self._views.addWidget(self._flat)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._box)
        layout.addWidget(self._views, 1)
        self.setMinimumWidth(240)

    def _join(self) -> None:
        self._box.typed.connect(self._filter.ask)
        self._box.left.connect(self.focus_tree)
        self._box.scan_wanted.connect(self.scan_wanted)
        self._filter.found.connect(self._show_kept)
        self._filter.more_found.connect(self._show_more_kept)
        self._filter.refused.connect(self._box.show_problem)
        self._filter.vocabulary_found.connect(self._box.set_vocabulary)
        self._learning.learned.connect(self._note_learned)
        self._tree.drawn.connect(self.first_painted)
        self._tree.drawn.connect(self._filter.prepare)
        self._tree.expanded.connect(lambda index: self._note_opened(index, is_open=True))
        self._tree.collapsed.connect(lambda index: self._note_opened(index, is_open=False))
        for view in (self._tree, self._flat):
            view.selectionModel().currentChanged.connect(self._note_current)
            view.columns.order_wanted.connect(self._sort)
            RowMenu(view)

    # What the window asks for.

    def show_checkpoint(self, checkpoint: Checkpoint | None) -> None:
        """Show a checkpoint, its root selected, in place of the one before; None shows nothing.

        A query stays where it was typed before anything was open, or for an earlier state of the same file.
        """
        before, self._facts = self._facts, None if checkpoint is None else Facts(checkpoint)
        self._kept = self._selected = None
        self._opened.begin(None if checkpoint is None else checkpoint.root)
        self._filter.set_facts(self._facts)
        self._learning.set_facts(self._facts)
        self._box.set_vocabulary(None)
        if before is not None and (checkpoint is None or before.checkpoint.path != checkpoint.path):
            self._box.clear()
        self._filter.ask(self._box.text())
        for view in (self._tree, self._flat):
            view.rows_model.show_nodes(None)
            view.columns.forget_shapes()
        if checkpoint is not None:
            self._selected = checkpoint.root
            self._tree.await_drawing()
            if not self._box.text():  # nobody is typing
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_rows()

    def show_structure(self, structure: Structure) -> None:
        """Stacks and second names are known: the tree opens down to the largest stack."""
        if self._facts is None:
            return
        self._facts.structure = structure
        self._opened.add(expansion.first_opened(structure))
        self._tree_model.forget_texts()
        self._flat_model.forget_texts()
        if self._kept is None:
            self._opened.show()

    def select_node(self, node: Node) -> None:
        """Select a node for the user, opening what lies above it; a filter that hides it is cleared."""
        if node is self._selected and self._view.currentIndex().isValid():
            return
        self._selected = node
        if self._kept is not None and node not in self._kept.nodes:
            self._box.clear()
        self._make_current()

    def set_flat(self, flat: bool) -> None:
        """Show the flat list of all tensors, or the tree."""
        self._views.setCurrentWidget(self._flat if flat else self._tree)
        self._order = self._view.columns.order
        self._show_rows()

    def set_statistics(self, node: Node, statistics: Statistics) -> None:
        """The numbers of a tensor are known: its columns and marks change, and the marks above it."""
        if self._facts is not None:
            self._learning.learn([(name, statistics) for name in self._facts.names_of_same_values(node)])

    def take_in_statistics(self, known: Iterable[tuple[Node, Statistics]]) -> None:
        """The numbers of very many tensors are known, all names of each: they are taken in soon."""
        self._learning.take_in(known)

    def show_branches(self, figures: Mapping[Node, BranchFigures]) -> None:
        """What is known below each branch, summed."""
        if self._facts is not None:
            self._facts.branches = figures
            self._tree_model.refresh_branches()

    def forget_numbers(self) -> None:
        """The numbers hold no longer."""
        if self._facts is not None:
            self._facts.forget_numbers()
            self._learning.set_facts(self._facts)
            self._tree_model.forget_texts()
            self._flat_model.forget_texts()

    def visible_nodes(self) -> list[Node]:
        """What is on the screen, from the top."""
        return [row.node for row in self._view.rows_in_sight()]

    def show_findings(self, groups: Sequence[Group]) -> None:
        """What was found so far is marked."""
        self._learning.mark(groups)

    def step(self, step: int) -> None:
        """Go to the next tensor (1) or the one before (-1), opening branches on the way."""
        index = self._view.currentIndex()
        if self._view is self._flat:
            found = self._flat_model.index(index.row() + step, 0)
        else:
            found = expansion.next_tensor(self._tree, self._tree_model, index, step)
        if found.isValid():
            self._view.setCurrentIndex(found)

    def focus_query(self) -> None:
        """Put the cursor into the query box."""
        self._box.take_focus()

    def focus_tree(self) -> None:
        """Give the keyboard to the tree or the flat list."""
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._box.apply_theme()
        for view in (self._tree, self._flat):
            view.row_painter.apply_theme()
            view.viewport().update()

    # How it is done.

    @property
    def _view(self) -> TreeView | FlatView:
        return self._flat if self._views.currentWidget() is self._flat else self._tree

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """What the views do meanwhile is not the user's doing."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False

    @contextmanager
    def _staying(self, stays: bool) -> Iterator[None]:
        """Rows may change, but the view is not to be scrolled for it."""
        place = self._view.verticalScrollBar().value()
        yield
        if stays:
            self._view.verticalScrollBar().setValue(place)

    def _show_kept(self, kept: Kept | None) -> None:
        is_as_before = kept is None and self._kept is None
        self._say_kept(kept)
        if self._facts is not None and not is_as_before:
            self._show_rows()

    def _show_more_kept(self, kept: Kept) -> None:
        """The same query after a while: the rows move only where more of them match."""
        is_as_before = self._kept is not None and self._kept.matches == kept.matches
        self._say_kept(kept)
        if not is_as_before:
            self._show_rows(stays=True)

    def _say_kept(self, kept: Kept | None) -> None:
        self._kept = kept
        words = "" if kept is None or self._facts is None else kept.in_words(len(self._facts.checkpoint.tensors))
        self._box.show_answer(words, offers_scan=kept is not None and kept.not_scanned > 0)

    def _note_learned(self, scale_grew: bool) -> None:
        self._filter.take_in_statistics()
        if scale_grew:
            self._view.draw_numbers()

    def _sort(self, order: Order) -> None:
        self._order = order
        self._show_rows()

    def _show_rows(self, *, stays: bool = False) -> None:
        """Give the view in force its rows anew: another checkpoint, filter or order. It may stay where it is."""
        self._ordering.cancel()
        facts, kept, order = self._facts, self._kept, self._order
        if facts is None:
            self._view.rows_model.show_nodes(None)
        elif self._view is self._flat:
            self._ordering.sort_list(facts, kept, order, lambda places: self._show_list(places, stays=stays))
        else:
            self._ordering.sort_tree(facts, kept, order, lambda levels: self._show_tree(levels, stays=stays))

    def _show_list(self, places: Mapping[Node, int], *, stays: bool) -> None:
        with self._staying(stays):
            self._flat_model.show_nodes(self._facts, places)
            self._make_current()

    def _show_tree(self, levels: Levels, *, stays: bool) -> None:
        kept = None if self._kept is None else self._kept.nodes
        with self._staying(stays):
            with self._quietly():
                self._tree_model.show_nodes(self._facts, kept, self._order, levels)
                if kept is not None:
                    expansion.expand_below(self._tree, self._tree_model, self._tree_model.index(0, 0), expansion.A_FEW)
            if kept is None:
                self._opened.show()
            self._make_current()

    def _make_current(self) -> None:
        """Show the selection in the view, without an echo."""
        index = self._view.rows_model.find(self._selected) if self._selected is not None else QModelIndex()
        with self._quietly():
            if index.isValid():
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self._view.selectionModel().setCurrentIndex(index, flags)
                self._view.scrollTo(index)
            else:
                self._view.clearSelection()

    def _note_current(self, current: QModelIndex) -> None:
        """The user moved: the row's node is their wish."""
        if self._is_quiet or not current.isValid():
            return
        row = self._view.row_at(current)
        if row is not None and row.node is not self._selected:
            self._selected = row.node
            self.node_selected.emit(row.node)

    def _note_opened(self, index: QModelIndex, *, is_open: bool) -> None:
        if not self._is_quiet and self._kept is None:
            self._opened.note(index, is_open=is_open)
