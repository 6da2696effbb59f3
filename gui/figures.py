"""A line of figures, each under its label: the statistics of what is selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gui import theme
from gui.describe import Figure
from gui.flow_layout import FlowLayout
from gui.labels import label, set_role


class FigureLine(QWidget):
    """Figures in a row, wrapping into a second one where the window is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = FlowLayout(self, gap=theme.UNIT * 7, row_gap=theme.UNIT * 2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._cells: list[_Cell] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these, reusing what is there."""
        while len(self._cells) < len(figures):
            cell = _Cell()
            self._cells.append(cell)
            self._layout.addWidget(cell)
        for cell, figure in zip(self._cells, figures, strict=False):
            cell.show_figure(figure)
        for position, cell in enumerate(self._cells):
            if cell.isHidden() is (position < len(figures)):
                cell.setVisible(cell.isHidden())
        self._layout.invalidate()
        self.updateGeometry()


class _Cell(QWidget):
    """A label above a figure."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Figure | None = None
        self._label = label(role="faint", font=theme.label_font())
        self._text = label(font=theme.figure_font(), selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._label)
        layout.addWidget(self._text)

    def show_figure(self, figure: Figure) -> None:
        if figure == self._shown:
            return
        self._shown = figure
        self._label.setText(figure.label)
        self._text.setText(figure.text)
        self._text.setAccessibleName(f"{figure.label}: {figure.text}")
        self.setToolTip(figure.tooltip)
        set_role(self._text, figure.role)
