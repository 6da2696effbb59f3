"""The box the filter is typed in, and the line under it: how many match, or the term that does not parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui import icons, theme
from gui.labels import label, named, set_role
from gui.panes.query_edit import QueryEdit

if TYPE_CHECKING:
    from weights.completion import Vocabulary

_PLACEHOLDER = "Filter:  wq   shape:3072x*   dtype:bf16   params>1M"
_HELP = (
    "Filter the tree (Ctrl+F); Esc clears, Tab completes.\n"
    "Terms separated by spaces must all hold; a leading - negates.\n"
    "wq — names with these words, in this order      0 wq — a number is a whole part of a name\n"
    "*.w? — a pattern over the whole name      /w[12]$/ — a regular expression\n"
    "shape:3072x*      dtype:bf16      kind:tensor|value|object\n"
    "params>1M      bytes<4k      dims=2\n"
    "Of tensors that are scanned:  nan>0   inf>0   zeros>50%   min  max  mean  std<0.01   absmax>=1e4   l2"
)


class QueryBox(QWidget):
    """Emits what was typed, at every change."""

    typed = Signal(str)
    left = Signal()  # the down key or Enter: on to the tree
    scan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._build_edit()
        self._answer = named(label(font=theme.label_font(), role="secondary"), "answer")
        self._answer.setWordWrap(True)
        self._scan = named(QPushButton("Scan all"), "scan_all")
        self._scan.setProperty("link", "true")
        self._scan.setFont(theme.label_font())
        self._scan.setToolTip("Read the data of all tensors, so that everything that matches is found")
        self._scan.clicked.connect(self.scan_wanted)
        self._show("", "secondary")
        below = QHBoxLayout()
        below.setSpacing(theme.UNIT)
        below.addWidget(self._answer, 1)
        below.addWidget(self._scan, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2, theme.UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._edit)
        layout.addLayout(below)

    def _build_edit(self) -> None:
        self._edit = named(QueryEdit(), "query")
        self._edit.setPlaceholderText(_PLACEHOLDER)
        self._edit.setAccessibleName("Filter")
        self._edit.setToolTip(_HELP)
        self._edit.setClearButtonEnabled(True)
        self._search = QAction(self)
        self._edit.addAction(self._search, QLineEdit.ActionPosition.LeadingPosition)
        self._edit.textChanged.connect(self.typed)
        self._edit.left.connect(self.left)

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

    def set_vocabulary(self, vocabulary: Vocabulary | None) -> None:
        """What can be typed of the checkpoint that is shown; None where that is not known."""
        self._edit.set_vocabulary(vocabulary)

    def show_answer(self, words: str, *, offers_scan: bool = False) -> None:
        """Say how many match, nothing where nothing was asked, and perhaps offer to scan what may match."""
        self._show(words, "secondary", offers_scan=offers_scan)

    def show_problem(self, words: str) -> None:
        """Name the term that does not parse."""
        self._show(words, "bad")

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._search.setIcon(icons.icon("search", theme.colors().faint))

    def _show(self, words: str, role: str, *, offers_scan: bool = False) -> None:
        self._scan.setVisible(offers_scan)
        self._answer.setText(words)
        self._answer.setVisible(bool(words))
        set_role(self._answer, role)
