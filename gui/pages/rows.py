"""The page of a tensor's rows or columns: has them measured and put in order, and shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.jobs import Runner
from gui.labels import notice
from gui.models.finding_model import Place
from gui.models.row_order import Arrangement, Measured, Wish
from gui.pages.row_measuring import RowMeasuring
from gui.pages.rows_controls import RowsControls
from gui.pages.rows_view import RowsView
from gui.pages.rows_words import measuring_words, parse_line
from gui.shown import Shown
from weights import text
from weights.errors import BadQuery

if TYPE_CHECKING:
    from weights.tensors import Readable
    from weights.tree import Node

_PATIENCE = 100  # milliseconds without measures before that is said: most tensors are measured sooner


class RowsPage(QWidget):
    """Shows one tensor at a time. `painted` follows once its rows are on the screen, or why there are none."""

    node_wanted = Signal(object)
    place_wanted = Signal(object)  # Place
    painted = Signal()

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._node: Node | None = None
        self._data: Readable | None = None
        self._measured: Measured | None = None
        self._is_awaited = self._is_exact = False
        self._measuring = RowMeasuring(runner, self)
        self._patience = QTimer(self, interval=_PATIENCE, singleShot=True)
        self._controls = RowsControls()
        self._view = RowsView(runner)
        self._instead = notice()
        self._build_layout()
        self._join()

    def show_node(self, shown: Shown) -> None:
        """Show the rows of a tensor, or its columns."""
        self._is_awaited = True
        if shown.node is self._node:
            self._view.update()
            QTimer.singleShot(0, self, self._announce)
            return
        data = shown.data
        self._node, self._data = shown.node, None
        if data is None:
            self._fail(shown.why_no_data)
        elif 0 in data.shape:
            self._fail(f"This tensor has no elements: its shape is {text.shape(data.shape)}")
        else:
            self._data = data
            self._measure()

    def drawing(self) -> QWidget | None:
        """The plot; None while there is none."""
        return self._view.plot if self._stack.currentWidget() is self._view else None

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        self._view.apply_theme()

    def _build_layout(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._instead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * theme.UNIT, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._controls)
        layout.addWidget(self._stack, stretch=1)

    def _join(self) -> None:
        self._patience.timeout.connect(lambda: self._say_progress(0.0))
        self._measuring.measured.connect(self._take_measured)
        self._measuring.arranged.connect(self._show_arranged)
        self._measuring.progressed.connect(self._say_progress)
        self._measuring.failed.connect(self._fail)
        self._controls.along_chosen.connect(self._measure)
        self._controls.order_chosen.connect(self._arrange)
        self._controls.line_wanted.connect(self._go_to_typed)
        self._view.group_chosen.connect(self._arrange)
        self._view.line_opened.connect(self._open)
        self._view.painted.connect(self._announce)

    def _measure(self) -> None:
        """Measure the lines anew: of another tensor, or the other way."""
        self._forget()
        if self._node is not None and self._data is not None:
            self._controls.show()
            self._patience.start()
            self._measuring.measure(self._node, self._data, self._controls.along)

    def _forget(self) -> None:
        self._measuring.stop()
        self._patience.stop()
        self._measured, self._is_exact = None, False
        self._view.clear()

    def _take_measured(self, measured: Measured) -> None:
        self._measured = measured
        self._view.take_measured(measured)
        self._arrange()

    def _arrange(self) -> None:
        if self._measured is not None:
            wish = Wish(self._controls.measure, self._controls.sort, self._view.group)
            self._measuring.arrange(self._measured, wish)

    def _show_arranged(self, arranged: Arrangement) -> None:
        self._patience.stop()
        self._is_exact = True
        self._view.show_arranged(arranged)
        self._stack.setCurrentWidget(self._view)

    def _say_progress(self, share: float) -> None:
        self._patience.stop()
        self._instead.setText(measuring_words(self._controls.along, share))
        self._stack.setCurrentWidget(self._instead)

    def _fail(self, sentence: str) -> None:
        """Say why there are no rows to be seen."""
        self._forget()
        self._is_exact = True
        self._controls.setVisible(self._data is not None)
        self._instead.setText(text.visible(sentence, 300))
        self._stack.setCurrentWidget(self._instead)
        QTimer.singleShot(0, self, self._announce)

    def _announce(self) -> None:
        """Say that what was asked for is on the screen, once it is."""
        if self._is_awaited and self._is_exact:
            self._is_awaited = False
            self.painted.emit()

    def _open(self, line: int) -> None:
        """Go to the first value of a row or column."""
        if self._node is not None and self._data is not None:
            index = [0] * len(self._data.shape)
            index[self._controls.along.axis(len(index))] = line
            self.place_wanted.emit(Place(self._node, tuple(index)))

    def _go_to_typed(self, typed: str) -> None:
        if self._measured is None:
            return
        measures = self._measured.measures
        try:
            self._view.go_to(parse_line(typed, measures.along, len(measures)))
        except BadQuery as problem:
            self._view.say(str(problem))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._is_exact and not event.spontaneous():  # as when the window is minimized
            self._forget()  # nobody waits for it; shown again, the page is told to begin anew
            self._node = None
