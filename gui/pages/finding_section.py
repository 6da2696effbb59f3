"""The findings of a checkpoint, and in one quiet line how much of it was looked at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import theme
from gui.finding import Found
from gui.labels import label
from gui.pages.finding_list import FindingList
from weights import text

_NOTHING = (
    "No NaN or infinities, no values at their type's limit, no tensors of zeros or of one value, "
    "no zero rows or columns, and no two tensors with the same bytes"
)


class FindingSection(QWidget):
    """Fills as more is found."""

    place_wanted = Signal(object)  # Place

    def __init__(self) -> None:
        super().__init__()
        self._list = FindingList()
        self._list.place_wanted.connect(self.place_wanted)
        self._line = label(role="secondary")
        self._line.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT * 2)
        layout.addWidget(self._list)
        layout.addWidget(self._line)

    def show_found(self, found: Found) -> None:
        """Show what was found so far."""
        self._list.show_groups(found.groups)
        self._list.setVisible(bool(found.groups))
        words = in_words(found)
        self._line.setText(words)
        self._line.setVisible(bool(words))

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._list.apply_theme()


def in_words(found: Found) -> str:
    """What was looked at, and what not; and that nothing was found there, where that is so."""
    examined, waiting = text.plural(found.examined, "tensor"), text.plural(found.waiting, "tensor")
    sentences = []
    if found.examined and not found.groups:
        sentences.append(f"{_NOTHING} in {examined}.")
    elif found.examined and (found.waiting or not found.is_whole):
        sentences.append(f"{examined} scanned so far.")
    if found.waiting and found.is_whole:
        sentences.append(f"{waiting} could not be scanned.")
    elif found.waiting:
        sentences.append(f"{waiting} not scanned yet.")
    return " ".join(sentences)
