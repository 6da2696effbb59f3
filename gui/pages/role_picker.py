"""Which roles are drawn: a button that opens a list of all of them, with a box to tick for each."""

from __future__ import annotations

from collections.abc import Sequence, Set

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget, QWidgetAction

from gui import theme
from gui.labels import label
from gui.menu_button import MenuButton
from weights import text
from weights.depth import Role

_MOST_ROWS = 12  # in sight at once
_WIDEST = 460
_BOX = 44  # pixels that the box, what is around it, and a scroll bar take
_NAME = 48  # characters on the button


class RolePicker(MenuButton):
    """At least one role is ticked, and at most so many."""

    picked = Signal(object)  # the numbers of the roles that are ticked, as a frozenset

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._roles: Sequence[Role] = ()
        self._ticked: frozenset[int] = frozenset()
        self._list = QListWidget()
        self.setAccessibleName("Roles")
        self.setToolTip("Which roles are drawn: tensors of the same name but for their layers")
        self.choices.aboutToShow.connect(self._fill)

    def show_roles(self, roles: Sequence[Role], ticked: Set[int]) -> None:
        """Offer these roles, some of them ticked."""
        self._roles, self._ticked = roles, frozenset(ticked)
        self._say()

    def _fill(self) -> None:
        """The list is made when it is opened: there may be thousands of roles, and a menu asks for its size once."""
        self._list = self._made_list()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(theme.UNIT, theme.UNIT, theme.UNIT, theme.UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._list)
        if len(self._roles) > self._most:
            layout.addWidget(label(f"at most {self._most} at once", role="faint", font=theme.label_font()))
        action = QWidgetAction(self.choices)
        action.setDefaultWidget(content)
        self.choices.clear()
        self.choices.addAction(action)
        self.choices.setActiveAction(action)
        self._list.setFocus()

    def _made_list(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName("Roles")
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for number, role in enumerate(self._roles):
            item = QListWidgetItem(text.visible(role.name), made)
            item.setSizeHint(QSize(made.fontMetrics().horizontalAdvance(item.text()) + _BOX, theme.ROW))
            item.setCheckState(_state(number in self._ticked))
        made.setCurrentRow(min(self._ticked, default=0))
        widest = max((made.item(row).sizeHint().width() for row in range(made.count())), default=0)
        made.setFixedSize(min(widest, _WIDEST), min(made.count(), _MOST_ROWS) * theme.ROW)
        made.itemChanged.connect(self._tick)
        made.installEventFilter(self)
        return made

    def _tick(self, item: QListWidgetItem) -> None:
        number = self._list.row(item)
        ticked = self._ticked ^ {number}
        if 1 <= len(ticked) <= self._most:
            self._ticked = ticked
            self._say()
            self.picked.emit(ticked)
            return
        with QSignalBlocker(self._list):
            item.setCheckState(_state(number in self._ticked))

    def _say(self) -> None:
        ticked = [role for number, role in enumerate(self._roles) if number in self._ticked]
        if len(ticked) == 1:
            self.setText(text.visible(ticked[0].name, _NAME))
        else:
            self.setText(f"{len(ticked)} of {text.plural(len(self._roles), 'role')}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter ticks as the space bar does; the menu itself has nothing to choose."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            item = self._list.currentItem()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
                item.setCheckState(_state(item.checkState() is not Qt.CheckState.Checked))
                return True
        return super().eventFilter(watched, event)


def _state(is_ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
