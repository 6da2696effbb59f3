"""The message bar and the job bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from gui.panes.job_bar import JobBar
from gui.panes.message_bar import MessageBar
from weights.text import THIN


def test_a_message_offers_one_thing_to_do(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    bar.say("The file was changed.", "Reload", lambda: done.append("reloaded"))
    button = bar.findChild(QPushButton, "message_action")
    assert bar.text == "The file was changed."
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["reloaded"]
    assert bar.text == ""


def test_foreign_text_in_a_message_is_made_visible(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.say("evil\u202ename\n<b>x</b>: no")
    assert bar.text == "evil\\u202ename\\n<b>x</b>: no"


def test_progress_is_told_in_words_and_as_a_bar(qtbot: QtBot) -> None:
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.set_idle_text("255 tensors")
    bar.begin("Counting")
    bar.progress("Counting", 1 << 40, 4 << 40)
    assert bar.words.endswith(f"1.10{THIN}TB of 4.40{THIN}TB")
    bar.progress("Counting", 3 << 40, 4 << 40)
    assert bar.findChild(QProgressBar).value() == 750
    assert bar.words.startswith("Counting  ·  ")
    assert bar.words.endswith("s left")
    bar.finish()
    assert bar.words == "255 tensors"


def test_cancel_is_a_wish(qtbot: QtBot) -> None:
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.begin("Opening")
    with qtbot.waitSignal(bar.cancel_wanted):
        qtbot.mouseClick(bar.findChild(QPushButton, "job_cancel"), Qt.MouseButton.LeftButton)


def test_findings_are_counted_and_lead_to_their_list(qtbot: QtBot) -> None:
    bar = JobBar()
    qtbot.addWidget(bar)
    button = bar.findChild(QPushButton, "job_findings")
    bar.show_findings(0)
    assert button.isHidden()
    bar.show_findings(3)
    assert button.text() == "3 findings"
    with qtbot.waitSignal(bar.findings_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_scan_is_shown_while_no_other_job_is(qtbot: QtBot) -> None:
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.set_idle_text("255 tensors")
    bar.show_scan("Scanning 1 of 255 tensors", 0.25)
    assert bar.words == "Scanning 1 of 255 tensors"
    assert bar.findChild(QProgressBar).value() == 250
    bar.begin("Opening")
    bar.show_scan("Scanning 2 of 255 tensors", 0.5)
    assert bar.words == "Opening"
    bar.finish()
    assert bar.words == "Scanning 2 of 255 tensors"
    bar.finish_scan("all scanned")
    assert bar.words == "255 tensors  ·  all scanned"


def test_what_is_left_of_a_scan_is_offered(qtbot: QtBot) -> None:
    bar = JobBar()
    qtbot.addWidget(bar)
    bar.show()
    button = bar.findChild(QPushButton, "job_scan_all")
    bar.finish_scan("12 scanned", "Scan all: 400 GB, about 3 min")
    with qtbot.waitSignal(bar.scan_wanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    bar.show_scan("Scanning", 0.1)
    assert not button.isVisible()
    bar.finish_scan("all scanned")
    assert not button.isVisible()
