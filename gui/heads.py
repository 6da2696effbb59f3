"""Heads of columns: a quiet label over a hairline."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui import theme


def draw_head(painter: QPainter, rect: QRect, title: str, *, right: bool, emphasized: bool = False) -> QRect:
    """Draw the head of a column of figures (`right`) or of text into its rectangle; returns where the title stands."""
    colors = theme.colors()
    painter.setPen(QPen(QColor(colors.hairline), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.setFont(theme.label_font())
    painter.setPen(QColor(colors.text if emphasized else colors.faint))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return painter.drawText(rect.adjusted(theme.CELL, 0, -theme.CELL, 0), side | Qt.AlignmentFlag.AlignVCenter, title)
