"""Which two axes of a tensor are the rows and columns of the grid, and the index along each of the others."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QWidget

from gui.models.plane import Slice
from gui.pages.flow import FlowLayout
from weights import text

_LARGEST_SPIN = (1 << 31) - 1


class AxisPickers(QWidget):
    """Two axis boxes, and an index box for every axis that is neither."""

    picked = Signal(object)  # Slice

    def __init__(self) -> None:
        super().__init__()
        self._slice = Slice((0, 0), 0, 1, (0, 0))
        self._layout = FlowLayout(self)
        self._rows = self._axis_box("rows")
        self._rows.activated.connect(self._pick_rows)
        self._columns = self._axis_box("columns")
        self._columns.activated.connect(self._pick_columns)
        self._indices: list[QSpinBox] = []
        self._labels: list[QLabel] = []

    def show_slice(self, shown: Slice) -> None:
        """Show where a slice lies; boxes are made anew only where the shape or the axes changed."""
        is_new = (shown.shape, shown.row_axis, shown.column_axis) != (
            self._slice.shape,
            self._slice.row_axis,
            self._slice.column_axis,
        )
        self._slice = shown
        if is_new:
            self._fill(self._rows, shown.row_axis)
            self._fill(self._columns, shown.column_axis)
            self._make_index_boxes()
        for axis, box in zip(self._other_axes(), self._indices, strict=True):
            with QSignalBlocker(box):
                box.setValue(shown.at[axis])

    def _axis_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"Axis shown as {name}")
        box.setToolTip(f"The axis that runs along the {name}")
        label = QLabel(name)
        label.setProperty("role", "secondary")
        label.setBuddy(box)
        self._layout.addWidget(label)
        self._layout.addWidget(box)
        return box

    def _fill(self, box: QComboBox, chosen: int) -> None:
        box.clear()
        for axis, dimension in enumerate(self._slice.shape):
            box.addItem(f"axis {axis} ({text.count(dimension)})")
        box.setCurrentIndex(chosen)

    def _other_axes(self) -> list[int]:
        shown = (self._slice.row_axis, self._slice.column_axis)
        return [axis for axis in range(len(self._slice.shape)) if axis not in shown]

    def _make_index_boxes(self) -> None:
        for widget in (*self._labels, *self._indices):
            self._layout.removeWidget(widget)
            widget.deleteLater()
        self._labels, self._indices = [], []
        for axis in self._other_axes():
            self._add_index_box(axis)

    def _add_index_box(self, axis: int) -> None:
        label, box = QLabel(f"axis {axis} at"), QSpinBox()
        label.setProperty("role", "secondary")
        box.setAccessibleName(f"Index along axis {axis}")
        box.setRange(0, min(max(self._slice.shape[axis] - 1, 0), _LARGEST_SPIN))
        box.setToolTip(f"Which slice along axis {axis} is shown: 0 to {text.count(box.maximum())}")
        box.setWrapping(True)
        box.valueChanged.connect(self._pick_place)
        self._labels.append(label)
        self._indices.append(box)
        self._layout.addWidget(label)
        self._layout.addWidget(box)

    def _pick_rows(self, axis: int) -> None:
        """An axis that was the other one changes places with it."""
        other = self._slice.row_axis if axis == self._slice.column_axis else self._slice.column_axis
        self.picked.emit(self._slice.with_axes(axis, other))

    def _pick_columns(self, axis: int) -> None:
        other = self._slice.column_axis if axis == self._slice.row_axis else self._slice.row_axis
        self.picked.emit(self._slice.with_axes(other, axis))

    def _pick_place(self) -> None:
        at = list(self._slice.at)
        for axis, box in zip(self._other_axes(), self._indices, strict=True):
            at[axis] = box.value()
        self.picked.emit(self._slice.through(tuple(at)))
