"""What tests of the tree pane have in common."""

from collections.abc import Callable

from PySide6.QtWidgets import QTreeView

from gui.panes.tree_pane import TreePane
from weights.checkpoint import Checkpoint

Open = Callable[..., Checkpoint]
"""Shows the checkpoint of some parts in the pane, as a file of a name."""


def tree(pane: TreePane) -> QTreeView:
    view = pane.findChild(QTreeView, "tree")
    assert isinstance(view, QTreeView)
    return view
