"""The page of a branch: its children as a table, each with its share of the branch's bytes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.models.entries import child_name
from gui.pages.entry_table import EntryTable
from gui.shown import Shown


class ContentsPage(QWidget):
    """What lies directly below a node."""

    node_wanted = Signal(object)  # Node

    def __init__(self) -> None:
        super().__init__()
        self._table = EntryTable(child_name, whole_height=False)
        self._table.setAccessibleName("Contents")
        self._table.node_wanted.connect(self.node_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.UNIT, 0, 0)
        layout.addWidget(self._table, 1)

    def show_node(self, shown: Shown) -> None:
        """Show the children of a node, in the tree's order."""
        self._table.show_nodes(shown.node.children, shown.node.sums.size)

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._table.apply_theme()
