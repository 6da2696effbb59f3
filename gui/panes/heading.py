"""What is selected: where it lies, its name, one line of facts, one line of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.describe import Figure
from gui.figures import FigureLine
from gui.labels import label, plain_tip
from gui.menu_button import MenuButton
from weights import text


class ElidedLabel(QLabel):
    """One line of foreign text that never makes its window wider: what does not fit is left out in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        # Also where the name runs from right to left, it begins under the breadcrumb.
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self._whole = ""

    def set_whole_text(self, whole: str) -> None:
        self._whole = whole
        self.setAccessibleName(whole)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(self.width(), 0))
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))

    def resizeEvent(self, event: object) -> None:
        self._elide()


class Heading(QWidget):
    """Breadcrumb, title, copy menu, facts and figures."""

    copy_wanted = Signal(str)  # words of the copy menu whose text is not known here

    def __init__(self) -> None:
        super().__init__()
        self._crumbs, self._title, self._facts = ElidedLabel(), ElidedLabel(), label(role="secondary")
        self._title.setObjectName("title")
        self._crumbs.setProperty("role", "faint")
        self._facts.setWordWrap(True)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._facts.setObjectName("facts")
        self._title.setFont(theme.title_font())
        self.figures = FigureLine()
        self._copy = MenuButton("Copy")
        self._copy.setToolTip("Copy the name, the numbers or the values of what is selected, or Python that reads it")
        self._copies: Mapping[str, str | None] = {}
        self._copy.choices.aboutToShow.connect(self._offer_copies)
        self._lay_out()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(theme.UNIT // 2)
        for line in (self._crumbs, self._title, self._facts):
            names.addWidget(line)
        top = QHBoxLayout()
        top.setSpacing(theme.GROUP)
        top.addLayout(names, 1)
        top.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT * 3)
        layout.addLayout(top)
        layout.addWidget(self.figures)

    def show_names(self, crumbs: Sequence[str], title: str, facts: str) -> None:
        """All three are safe to show already."""
        self._crumbs.set_whole_text("  ›  ".join(crumbs))
        self._title.set_whole_text(title)
        self._facts.setText(facts)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        self.figures.show_figures(figures)
        self.figures.setVisible(bool(figures))

    def show_trouble(self, sentence: str) -> None:
        """In place of figures: why there are none."""
        self.show_figures([Figure("not counted", text.visible(sentence, 300), "bad")])

    def set_copies(self, copies: Mapping[str, str | None]) -> None:
        """What the copy menu offers: its words, and the text each puts on the clipboard where that is known."""
        self._copies = copies

    def _offer_copies(self) -> None:
        self._copy.choices.clear()
        for words, content in self._copies.items():
            action = QAction(words, self._copy.choices)
            action.triggered.connect(lambda _=False, words=words, content=content: self._copy_text(words, content))
            self._copy.choices.addAction(action)

    def _copy_text(self, words: str, content: str | None) -> None:
        if content is None:
            self.copy_wanted.emit(words)
        else:
            QGuiApplication.clipboard().setText(content)

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        self._copy.apply_theme()
