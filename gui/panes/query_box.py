"""The box the filter is typed in, and the line under it: how many match, or the term that does not parse."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui import icons, theme
from gui.labels import label, named, set_role

_PLACEHOLDER = "Filter:  wq   shape:3072x*   dtype:bf16   params>1M"
_HELP = (
    "Filter the tree (Ctrl+F); Esc clears.\n"
    "Terms separated by spaces must all hold; a leading - negates.\n"
    "wq — names with these words, in this order      0 wq — a number is a whole part of a name\n"
    "*.w? — a pattern over the whole name      /w[12]$/ — a regular expression\n"
    "shape:3072x*      dtype:bf16      kind:tensor|value|object\n"
    "params>1M      bytes<4k      dims=2"
)


class QueryBox(QWidget):
    """Emits what was typed, at every change."""

    typed = Signal(str)
    left = Signal()  # the down key or Enter: on to the tree

    def __init__(self) -> None:
        super().__init__()
        self._edit = named(_Edit(), "query")
        self._edit.setPlaceholderText(_PLACEHOLDER)
        self._edit.setAccessibleName("Filter")
        self._edit.setToolTip(_HELP)
        self._edit.setClearButtonEnabled(True)
        self._search = QAction(self)
        self._edit.addAction(self._search, QLineEdit.ActionPosition.LeadingPosition)
        self._edit.textChanged.connect(self.typed)
        self._edit.left.connect(self.left)
        self._answer = label(font=theme.label_font(), role="secondary")
        self._answer.setWordWrap(True)
        self._answer.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2, theme.UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._edit)
        layout.addWidget(self._answer)

    def text(self) -> str:
        """What is typed now."""
        return self._edit.text()

    def take_focus(self) -> None:
        """Put the cursor into the box, with what is there selected."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def clear(self) -> None:
        """Empty the box."""
        self._edit.clear()

    def show_answer(self, words: str) -> None:
        """Say how many match; nothing where nothing was asked."""
        self._show(words, "secondary")

    def show_problem(self, words: str) -> None:
        """Name the term that does not parse."""
        self._show(words, "bad")

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._search.setIcon(icons.icon("search", theme.colors().faint))

    def _show(self, words: str, role: str) -> None:
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
        set_role(self._answer, role)


class _Edit(QLineEdit):
    """Esc clears, and the down key leaves towards the tree."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)
