"""What can be done with the rows that are selected: copying their names, opening and closing."""

from __future__ import annotations

import json

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from gui.models.row import Row
from gui.panes import expansion
from gui.panes.tree_view import FlatView, TreeView


class RowMenu(QObject):
    """The context menu of a view, and its shortcut for copying."""

    def __init__(self, view: TreeView | FlatView) -> None:
        super().__init__(view)
        self._view = view
        view.customContextMenuRequested.connect(self._pop_up)
        copy = QAction("Copy name", self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_names)
        view.addAction(copy)
        self._copy = copy

    def copy_names(self) -> None:
        """Put the full names of the selected rows on the clipboard, one a line, as they are in the file."""
        _to_clipboard([row.node.name for row in self._selected()])

    def copy_paths(self) -> None:
        """Put the keys that lead to the selected rows on the clipboard, as found in the file, one list a line."""
        contents = [row.node.content for row in self._selected()]
        _to_clipboard([json.dumps(content.path, ensure_ascii=False) for content in contents if content is not None])

    def _selected(self) -> list[Row]:
        rows = [self._view.row_at(index) for index in self._view.selectionModel().selectedRows()]
        return [row for row in rows if row is not None]

    def _pop_up(self, place: QPoint) -> None:
        index = self._view.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._copy)
        path = menu.addAction("Copy path as found in the file")
        path.setEnabled(any(row.node.content is not None for row in self._selected()))
        path.triggered.connect(self.copy_paths)
        if isinstance(self._view, TreeView):
            self._add_openers(menu, self._view, index.siblingAtColumn(0))
        menu.popup(self._view.viewport().mapToGlobal(place))

    def _add_openers(self, menu: QMenu, view: TreeView, index: QModelIndex) -> None:
        has_children = view.rows_model.hasChildren(index)
        menu.addSeparator()
        expand = menu.addAction("Expand all below")
        expand.setEnabled(has_children)
        expand.triggered.connect(lambda: expansion.expand_below(view, view.rows_model, index, expansion.MANY))
        collapse = menu.addAction("Collapse")
        collapse.setEnabled(has_children and view.isExpanded(index))
        collapse.triggered.connect(lambda: view.collapse(index))


def _to_clipboard(lines: list[str]) -> None:
    if lines:
        QGuiApplication.clipboard().setText("\n".join(lines))
