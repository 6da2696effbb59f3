"""The bar at the foot of the window: what is being worked on, how fast, how long still, and a way to stop it."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from gui import theme
from gui.labels import label, named
from weights import text


class JobBar(QWidget):
    """Idle, it says what is open; busy, it shows a thin bar with words: of a job that was begun, else of the scan."""

    cancel_wanted = Signal()
    scan_wanted = Signal()
    findings_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("job_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._idle_text = self._scan_state = ""
        self._scan: tuple[str, float] | None = None
        self._is_begun = False
        self._first: tuple[float, int] | None = None  # when progress was first told, and how many bytes
        self._words = named(label(role="secondary"), "job_words")
        self._build_bar()
        self._build_cancel()
        self._build_offer()
        self._build_findings()
        self._lay_out()
        self.finish()

    def _build_bar(self) -> None:
        self._bar = named(QProgressBar(), "job_progress")
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(40 * theme.UNIT)
        self._bar.setAccessibleName("Progress")

    def _build_cancel(self) -> None:
        self._cancel = named(QPushButton("Cancel"), "job_cancel")
        self._cancel.setFlat(True)
        self._cancel.setToolTip("Stop this job")
        self._cancel.clicked.connect(self.cancel_wanted)

    def _build_offer(self) -> None:
        self._offer = named(QPushButton(), "job_scan_all")
        self._offer.setFlat(True)
        self._offer.setToolTip("Count all tensors that are not counted yet  (Ctrl+Shift+A)")
        self._offer.clicked.connect(self.scan_wanted)

    def _build_findings(self) -> None:
        self._findings = named(QPushButton(), "job_findings")
        self._findings.setFlat(True)
        self._findings.setToolTip("Show the findings on the Overview page")
        self._findings.clicked.connect(self.findings_wanted)
        self._findings.hide()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.UNIT * 3, 0, theme.UNIT * 3, 0)
        layout.setSpacing(theme.UNIT * 3)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addWidget(self._cancel)
        layout.addWidget(self._offer)
        layout.addStretch(1)
        layout.addWidget(self._findings)
        self.setFixedHeight(7 * theme.UNIT)

    @property
    def words(self) -> str:
        return self._words.text()

    def set_idle_text(self, words: str) -> None:
        """What to say while nothing is going on."""
        self._idle_text = words
        self._show()

    def show_scan(self, words: str, share: float) -> None:
        """The scan has come so far; it is shown while no other job is."""
        self._scan = words, share
        self._show()

    def finish_scan(self, state: str, offer: str = "") -> None:
        """The scan is over: how much is known now, and what to offer where something is left of it."""
        self._scan, self._scan_state = None, state
        self._offer.setText(offer)
        self._show()

    def show_findings(self, count: int) -> None:
        """Say how many things were found in the open checkpoint."""
        self._findings.setText(text.plural(count, "finding"))
        self._findings.setVisible(count > 0)

    def begin(self, words: str) -> None:
        """A job started whose length is not known yet."""
        self._first = None
        self._is_begun = True
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self._set_busy(True)

    def progress(self, words: str, done: int, total: int) -> None:
        """So many bytes of so many are done; the rate and the time left follow from what was told before."""
        now = time.monotonic()
        since, before = self._first = self._first or (now, done)
        rate = (done - before) / (now - since) if now > since else 0.0
        parts = [words, f"{text.size(done)} of {text.size(total)}"]
        if rate > 0:
            parts += [f"{text.size(round(rate))}/s", f"{text.duration((total - done) / rate)} left"]
        self._is_begun = True
        self._show_progress("  ·  ".join(parts), done / total if total else 1.0)

    def finish(self) -> None:
        """The job is over."""
        self._first = None
        self._is_begun = False
        self._show()

    def _show(self) -> None:
        """What there is to say, unless a job was begun."""
        if self._is_begun:
            return
        if self._scan is not None:
            self._show_progress(*self._scan)
            return
        self._words.setText("  ·  ".join(filter(None, [self._idle_text, self._scan_state])))
        self._set_busy(False)

    def _show_progress(self, words: str, share: float) -> None:
        self._words.setText(words)
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * share))
        self._set_busy(True)

    def _set_busy(self, is_busy: bool) -> None:
        for part in (self._bar, self._cancel):
            part.setVisible(is_busy)
        self._offer.setVisible(not is_busy and bool(self._offer.text()))
