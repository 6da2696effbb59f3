"""The rows, or columns, that stand apart: how many there are of each kind, and a button to list them alone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.models.row_order import Group, Measured
from weights import text

_TIPS = {
    Group.ALL: "List all",
    Group.ZERO: "List those of which every value is 0",
    Group.BELOW: "List those with an L2 norm far below the rest",
    Group.ABOVE: "List those with an L2 norm far above the rest",
    Group.NOT_FINITE: "List those that hold NaN or infinities",
}


class RowGroups(QWidget):
    """Buttons of which exactly one is down; those of empty groups are not there."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Which are listed")
        layout = FlowLayout(self, theme.UNIT, theme.UNIT)
        self._buttons = QButtonGroup(self)
        self._by_group: dict[Group, QPushButton] = {}
        for group in Group:
            button = self._by_group[group] = QPushButton()
            button.setCheckable(True)
            button.setProperty("compact", True)
            button.setToolTip(_TIPS[group])
            self._buttons.addButton(button)
            layout.addWidget(button)
        self._by_group[Group.ALL].setChecked(True)
        self._buttons.buttonClicked.connect(lambda _: self.chosen.emit())

    @property
    def choice(self) -> Group:
        return next(group for group, button in self._by_group.items() if button.isChecked())

    def show_counts(self, measured: Measured) -> None:
        """Say how many lines are in each group; the choice falls back to all where its group is empty."""
        for group, button in self._by_group.items():
            count = measured.count(group)
            button.setText(f"{group} {text.count(count)}")
            button.setVisible(count > 0 or group is Group.ALL)
        if not measured.count(self.choice):
            self.choose(Group.ALL)

    def choose(self, group: Group) -> None:
        """Put a button down without a word."""
        self._by_group[group].setChecked(True)
