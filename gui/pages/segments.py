"""A choice of a few words, side by side: `linear | symlog`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from gui import theme


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the words, and what its tooltip says of it."""

    word: str
    tip: str


class Segments(QWidget):
    """Buttons of which exactly one is down."""

    chosen = Signal(str)

    def __init__(self, name: str, segments: Sequence[Segment]) -> None:
        """`name` says what is chosen, for those who hear the window; the first word is chosen at first."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        for segment in segments:
            layout.addWidget(self._add(name, segment))
        self._buttons[segments[0].word].setChecked(True)
        self._group.buttonClicked.connect(self._announce)

    @property
    def choice(self) -> str:
        return next(word for word, button in self._buttons.items() if button.isChecked())

    def _add(self, name: str, segment: Segment) -> QPushButton:
        button = QPushButton(segment.word)
        button.setCheckable(True)
        button.setProperty("compact", True)
        button.setToolTip(segment.tip)
        button.setAccessibleName(f"{name}: {segment.word}")
        self._group.addButton(button)
        self._buttons[segment.word] = button
        return button

    def _announce(self) -> None:
        self.chosen.emit(self.choice)
