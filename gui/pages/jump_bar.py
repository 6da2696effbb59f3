"""Where to go in the grid of values, and how the values are written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.pages.segments import Segment, Segments

NATIVE, FLOAT32 = "native", "float32"

_EDIT_CHARACTERS = 16


class JumpBar(QWidget):
    """An index to go to, the three searches, native or float32, and the tint. Only wishes; it finds nothing itself."""

    index_wanted = Signal(str)
    largest_wanted = Signal()
    smallest_wanted = Signal()
    nan_wanted = Signal()
    native_chosen = Signal(bool)
    tint_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._layout = FlowLayout(self, 3 * theme.UNIT, theme.UNIT)
        self._build_index()
        self._build_searches()
        self._build_looks()

    def show_example(self, shape: tuple[int, ...]) -> None:
        """Say what an index of this tensor looks like."""
        example = ", ".join(str(d // 2) for d in shape)
        self._index.setPlaceholderText(f"go to {example}")
        self._index.clear()

    def allow_nan(self, *, possible: bool) -> None:
        """Offer the search for NaN only where there may be one."""
        self._nan.setEnabled(possible)
        self._nan.setToolTip("Go to the next NaN (F3)" if possible else "This tensor has no NaN")

    def allow_float32(self, *, differs: bool) -> None:
        """Offer float32 only where it would look different."""
        self._digits.setVisible(differs)

    @property
    def is_native(self) -> bool:
        return self._digits.choice == NATIVE or self._digits.isHidden()

    def _build_index(self) -> None:
        self._index = QLineEdit()
        self._index.setAccessibleName("Index to go to")
        self._index.setToolTip("Go to an element: one index an axis, separated by commas (Ctrl+G)")
        self._index.setMinimumWidth(self._index.fontMetrics().averageCharWidth() * _EDIT_CHARACTERS)
        self._index.returnPressed.connect(lambda: self.index_wanted.emit(self._index.text()))
        self._layout.addWidget(self._index)
        self._shortcut("Ctrl+G").activated.connect(self._focus_index)

    def _build_searches(self) -> None:
        self._largest = self._button("max", "Go to the largest value", self.largest_wanted)
        self._smallest = self._button("min", "Go to the smallest value", self.smallest_wanted)
        self._nan = self._button("next NaN", "Go to the next NaN (F3)", self.nan_wanted)
        self._shortcut("F3").activated.connect(self._nan.click)

    def _build_looks(self) -> None:
        self._digits = Segments(
            "Digits",
            [
                Segment(NATIVE, "As few digits as the tensor's own type needs"),
                Segment(FLOAT32, "As float32 shows the same value"),
            ],
        )
        self._digits.chosen.connect(lambda word: self.native_chosen.emit(word == NATIVE))
        self._layout.addWidget(self._digits)
        self._tint = QPushButton("tint")
        self._tint.setCheckable(True)
        self._tint.setProperty("compact", True)
        self._tint.setAccessibleName("Colour cells by value")
        self._tint.setToolTip("Colour cells by their value: blue below zero, red above")
        self._tint.toggled.connect(self.tint_chosen)
        self._layout.addWidget(self._tint)

    def _button(self, word: str, tip: str, wish: SignalInstance) -> QPushButton:
        button = QPushButton(word)
        button.setProperty("compact", True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(wish)
        self._layout.addWidget(button)
        return button

    def _shortcut(self, keys: str) -> QShortcut:
        return QShortcut(QKeySequence(keys), self.parentWidget() or self)

    def _focus_index(self) -> None:
        self._index.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._index.selectAll()
