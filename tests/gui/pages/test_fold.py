"""Parts of a page that fold away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter
from pytestqt.qtbot import QtBot

from gui.pages.fold import Fold


def test_a_splitter_leaves_a_part_the_height_its_wrapped_content_needs(qtbot: QtBot) -> None:
    content = QLabel("some words that wrap " * 20)
    content.setWordWrap(True)
    splitter = QSplitter(Qt.Orientation.Vertical)
    qtbot.addWidget(splitter)
    splitter.addWidget(Fold("Words", content))
    splitter.addWidget(QLabel("below"))
    splitter.resize(160, 500)
    splitter.show()
    splitter.setSizes([10, 490])
    assert content.height() >= content.heightForWidth(content.width())


def test_a_folded_part_is_as_high_as_its_heading(qtbot: QtBot) -> None:
    fold = Fold("Words", QLabel("many\n" * 20))
    qtbot.addWidget(fold)
    fold.resize(200, 600)
    fold.show()
    qtbot.mouseClick(fold.heading, Qt.MouseButton.LeftButton)
    assert fold.minimumHeight() <= fold.maximumHeight() < 60
