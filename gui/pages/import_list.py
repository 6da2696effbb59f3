"""What a checkpoint's pickles would import, as a plain list: names, never a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.labels import label
from gui.pages.clearing import clear
from weights import text
from weights.checkpoint import Import

_MOST = 60


class ImportList(QWidget):
    """Names that torch's own format does not use come first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.UNIT)

    def show_imports(self, imports: Sequence[Import]) -> None:
        """Show these, at most some hundred of them."""
        clear(self._lines)
        ordered = sorted(imports, key=lambda each: (each.known, not each.called, each.name))
        for each in ordered[:_MOST]:
            self._lines.addWidget(_line(each))
        if len(ordered) > _MOST:
            self._lines.addWidget(label(f"and {text.count(len(ordered) - _MOST)} more", role="faint"))


def _line(each: Import) -> QWidget:
    """The name, and beside it, or below it where that is too narrow, what is to be said of it."""
    line = QWidget()
    layout = FlowLayout(line, gap=theme.UNIT * 4, row_gap=0)
    layout.addWidget(label(text.visible(each.name, 100), selectable=True))
    layout.addWidget(label("would be called" if each.called else "named, not called", role="secondary"))
    if each.known:
        layout.addWidget(label("known to torch's format", role="secondary"))
    else:
        layout.addWidget(label("not part of torch's format", role="attention"))
    return line
