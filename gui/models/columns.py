"""The columns of the tree and of the flat list: what each is called, how it lies, and what gives way."""

from __future__ import annotations

from enum import IntEnum

from weights.record import record


class Column(IntEnum):
    """A column, by its position."""

    NAME = 0
    SHAPE = 1
    TYPE = 2
    PARAMETERS = 3
    SIZE = 4
    BYTES = 5
    STD = 6
    MIN = 7
    MAX = 8
    ZEROS = 9
    NAN = 10
    DISTRIBUTION = 11


@record
class Look:
    """How a column is shown. `width` is its first width and `at_least` its least, in device-independent pixels."""

    title: str
    width: int
    at_least: int
    figures: bool = False
    shown: bool = True
    tooltip: str = ""


LOOKS = {
    Column.NAME: Look("Name", 240, 200, tooltip="The name in the file, split at its dots"),
    Column.SHAPE: Look(
        "Shape", 104, 64, tooltip="Shape of a tensor; number of alike parts of a stack; text of a value"
    ),
    Column.TYPE: Look("Type", 62, 36, tooltip="Element type of a tensor, class of a value"),
    Column.PARAMETERS: Look("Parameters", 78, 60, figures=True, tooltip="Elements; a second name is not counted"),
    Column.SIZE: Look("Size", 66, 52, figures=True, tooltip="Bytes of the values"),
    Column.BYTES: Look("Bytes", 112, 60, figures=True, shown=False, tooltip="Bytes of the values, exact"),
    Column.STD: Look("std", 84, 60, figures=True, shown=False, tooltip="Standard deviation, of tensors counted so far"),
    Column.MIN: Look("min", 84, 60, figures=True, shown=False, tooltip="Smallest value, of tensors counted so far"),
    Column.MAX: Look("max", 84, 60, figures=True, shown=False, tooltip="Largest value, of tensors counted so far"),
    Column.ZEROS: Look("zeros", 72, 52, figures=True, shown=False, tooltip="Share of zeros, of tensors counted so far"),
    Column.NAN: Look("NaN", 64, 44, figures=True, shown=False, tooltip="Number of NaN, of tensors counted so far"),
    Column.DISTRIBUTION: Look(
        "Distribution",
        76,
        72,
        tooltip="Least to greatest value, 1 to 99 % as a band, the median as a tick; one scale for the whole file",
    ),
}

OF_NUMBERS = frozenset((Column.STD, Column.MIN, Column.MAX, Column.ZEROS, Column.NAN, Column.DISTRIBUTION))
"""What is empty until values are counted."""

GIVING_WAY = (Column.DISTRIBUTION, Column.TYPE, Column.SIZE, Column.SHAPE)
"""The order in which columns disappear where the pane is narrow."""
