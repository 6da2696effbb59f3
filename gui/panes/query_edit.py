"""The line a query is typed in, with completion of the term at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from gui.panes.completion_popup import CompletionPopup

if TYPE_CHECKING:
    from weights.completion import Vocabulary

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class QueryEdit(QLineEdit):
    """Esc clears, and the down key leaves towards the tree; while something is offered, they are the list's.

    Tab takes the marked term or the first, Enter only a marked one: who typed what they mean is not corrected.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._vocabulary: Vocabulary | None = None
        self._popup: CompletionPopup | None = None
        self.textEdited.connect(self._offer)
        self.textChanged.connect(self._note_text)

    def set_vocabulary(self, vocabulary: Vocabulary | None) -> None:
        """What can be typed of the checkpoint that is shown; None where that is not known."""
        self._vocabulary = vocabulary

    def _note_text(self, text: str) -> None:
        if not text:
            self._hide_popup()

    def _offer(self) -> None:
        from weights.completion import Vocabulary, offer  # loaded by now: not needed before the first key

        found = offer(self.text(), self.cursorPosition(), self._vocabulary or Vocabulary())
        if self._popup is None and found.choices:
            self._popup = CompletionPopup(self)
            self._popup.chosen.connect(self._take)
        if self._popup is not None:
            self._popup.offer(found.choices)

    def _take(self, term: str) -> None:
        """Put a term in the place of the one that was begun, as if it had been typed."""
        from weights.completion import Vocabulary, offer  # loaded by now

        found = offer(self.text(), self.cursorPosition(), self._vocabulary or Vocabulary())
        self.setSelection(found.start, found.end - found.start)
        self.insert(term)
        self._offer()

    @property
    def _open_popup(self) -> CompletionPopup | None:
        return self._popup if self._popup is not None and self._popup.isVisible() else None

    def _hide_popup(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _is_for(self, popup: CompletionPopup, key: int) -> bool:
        """Whether a key was for the list, which then did what it asks for."""
        term = popup.marked or (popup.first if key == Qt.Key.Key_Tab else "")
        if key in _STEPS:
            popup.mark_next(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape:
            popup.hide()
        elif term and key in (*_ENTER, Qt.Key.Key_Tab):
            self._take(term)
        else:
            return False
        return True

    def event(self, event: QEvent) -> bool:
        popup = self._open_popup
        is_tab = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
        if is_tab and popup is not None:  # otherwise Qt takes it to the next widget, before it counts as a key
            return self._is_for(popup, Qt.Key.Key_Tab)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._open_popup
        if popup is not None and self._is_for(popup, event.key()):
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape, *_ENTER):
            self._hide_popup()
            self.left.emit()
        else:
            place = self.text(), self.cursorPosition()
            super().keyPressEvent(event)
            if self.text() == place[0] and self.cursorPosition() != place[1]:
                self._hide_popup()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hide_popup()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._popup is not None:
            self._popup.place()
