"""Which two axes of a tensor are the rows and columns of the grid, and the index along each of the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QMenu, QSpinBox, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.menu_button import MenuButton
from gui.models.plane import Slice
from weights import text

_LARGEST_SPIN = (1 << 31) - 1


class AxisPickers(QWidget):
    """Two axis menus, and an index box for every axis that is neither rows nor columns."""

    picked = Signal(object)  # Slice

    def __init__(self) -> None:
        super().__init__()
        self._slice = Slice((0, 0), 0, 1, (0, 0))
        self._layout = FlowLayout(self, 2 * theme.UNIT, theme.UNIT)
        self._rows = self._axis_button("Rows", self._pick_rows)
        self._columns = self._axis_button("Columns", self._pick_columns)
        self._indices: list[QSpinBox] = []
        self.apply_theme()

    def show_slice(self, shown: Slice) -> None:
        """Show where a slice lies; index boxes are made anew only where the shape or the axes changed."""
        old, self._slice = self._slice, shown
        if (shown.shape, shown.row_axis, shown.column_axis) != (old.shape, old.row_axis, old.column_axis):
            self._rows.setText(f"rows: {self._axis_name(shown.row_axis)}")
            self._columns.setText(f"columns: {self._axis_name(shown.column_axis)}")
            self._make_index_boxes()
        for axis, box in zip(self._other_axes(), self._indices, strict=True):
            with QSignalBlocker(box):
                box.setValue(shown.at[axis])

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        for button in (self._rows, self._columns):
            button.apply_theme()

    def _axis_name(self, axis: int) -> str:
        return f"axis {axis} ({text.count(self._slice.shape[axis])})"

    def _axis_button(self, what: str, pick: Callable[[int], None]) -> MenuButton:
        button = MenuButton()
        button.setAccessibleName(f"{what} show which axis")
        button.setToolTip(f"{what} run along this axis of the tensor")
        button.choices.aboutToShow.connect(partial(self._fill, button.choices, pick))
        self._layout.addWidget(button)
        return button

    def _fill(self, menu: QMenu, pick: Callable[[int], None]) -> None:
        menu.clear()
        for axis in range(len(self._slice.shape)):
            menu.addAction(self._axis_name(axis)).triggered.connect(partial(pick, axis))

    def _pick_rows(self, axis: int, _checked: bool = False) -> None:
        """An axis that was the other one changes places with it."""
        other = self._slice.row_axis if axis == self._slice.column_axis else self._slice.column_axis
        self.picked.emit(self._slice.with_axes(axis, other))

    def _pick_columns(self, axis: int, _checked: bool = False) -> None:
        other = self._slice.column_axis if axis == self._slice.row_axis else self._slice.row_axis
        self.picked.emit(self._slice.with_axes(other, axis))

    def _other_axes(self) -> list[int]:
        shown = (self._slice.row_axis, self._slice.column_axis)
        return [axis for axis in range(len(self._slice.shape)) if axis not in shown]

    def _make_index_boxes(self) -> None:
        for box in self._indices:
            self._layout.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._indices = [self._index_box(axis) for axis in self._other_axes()]
        before: QWidget = self._columns
        for box in self._indices:
            self._layout.addWidget(box)
            self.setTabOrder(before, box)
            before = box

    def _index_box(self, axis: int) -> QSpinBox:
        box = QSpinBox()
        box.setAccessibleName(f"Index along axis {axis}")
        box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setPrefix(f"axis {axis} at ")
        box.setRange(0, min(max(self._slice.shape[axis] - 1, 0), _LARGEST_SPIN))
        box.setToolTip(f"Index along axis {axis}: 0 to {text.count(box.maximum())}; arrows and the wheel change it")
        box.setWrapping(True)
        box.valueChanged.connect(self._pick_place)
        return box

    def _pick_place(self) -> None:
        at = list(self._slice.at)
        for axis, box in zip(self._other_axes(), self._indices, strict=True):
            at[axis] = box.value()
        self.picked.emit(self._slice.through(tuple(at)))
