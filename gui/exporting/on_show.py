"""What the window shows, as far as it can be saved or copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gui import describe
from gui.exporting.caption import Caption
from gui.pages import drawings_of
from gui.shown import Shown
from weights import text
from weights.naming import shown_name
from weights.record import record
from weights.tree import full_name


@record
class OnShow:
    """A place in a checkpoint, and the page that shows it, once it is built."""

    shown: Shown
    page: QWidget | None

    @property
    def drawings(self) -> Sequence[QWidget]:
        """What a picture would show, one under the other."""
        return drawings_of(self.page) if self.page is not None else []

    @property
    def name(self) -> str:
        """Of the tensor or branch, or of the file. Not safe to show."""
        node, checkpoint = self.shown.node, self.shown.checkpoint
        return full_name(node) if node.parent is not None else checkpoint.path.stem

    @property
    def caption(self) -> Caption:
        """What to write above a picture of it."""
        node, checkpoint = self.shown.node, self.shown.checkpoint
        file, facts = text.visible(shown_name(checkpoint.path)), describe.facts(checkpoint, node, self.shown.structure)
        if node.parent is None:
            return Caption(file, facts)
        return Caption(text.visible(full_name(node)), f"{facts}  ·  {file}")
