"""The figures of rows, or columns, as a sheet: which columns it has, and the text of each cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from weights import text
from weights.matrices.measures import RowMeasures
from weights.matrices.outlying import Lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

LabelOf = Callable[[int], str]
"""What a line stands for, by its index: the token beside a row of an embedding. Foreign text, not yet escaped."""

_FIGURES = 5
_LINES_AT_ONCE = 1 << 10


class Figure(IntEnum):
    """The columns of the sheet."""

    INDEX = 0
    LABEL = 1
    L2 = 2
    MEAN = 3
    LARGEST = 4
    ZEROS = 5
    NOT_FINITE = 6


_COUNTS = (Figure.ZEROS, Figure.NOT_FINITE)
_TITLES = {
    Figure.LABEL: "Label",
    Figure.L2: "L2 norm",
    Figure.MEAN: "Mean",
    Figure.LARGEST: "Largest |x|",
    Figure.ZEROS: "Zeros",
    Figure.NOT_FINITE: "NaN, Inf",
}


@dataclass(frozen=True, slots=True, eq=False)
class RowsSheet:
    """The lines of a tensor that are `listed`, in that order; `label_of_row` tells what each stands for."""

    measures: RowMeasures
    listed: Lines
    label_of_row: LabelOf | None = None

    def columns(self) -> list[Figure]:
        """The columns that say something."""
        return [column for column in Figure if self._says_something(column)]

    def title(self, column: Figure) -> str:
        """The head of a column."""
        return self.measures.along.one.capitalize() if column is Figure.INDEX else _TITLES[column]

    def shown(self, line: int, column: Figure) -> str:
        """A cell as it is read."""
        if column is Figure.LABEL:
            return self._label(line)
        if column is Figure.INDEX or column in _COUNTS:
            return text.count(line if column is Figure.INDEX else int(self._values(column)[line]))
        return figure(float(self._values(column)[line]))

    def as_text(self, rows: Sequence[int]) -> Generator[None, None, str]:
        """Rows of the sheet with tabs between the cells, every figure in full; each yield is a place to stop."""
        columns = self.columns()
        lines = ["\t".join(self.title(column) for column in columns)]
        for done, row in enumerate(rows):
            lines.append("\t".join(self._plain(int(self.listed[row]), column) for column in columns))
            if done % _LINES_AT_ONCE == 0:
                yield
        return "\n".join(lines)

    def _says_something(self, column: Figure) -> bool:
        if column is Figure.LABEL:
            return self.label_of_row is not None
        return column not in _COUNTS or bool(self._values(column).any())

    def _values(self, column: Figure) -> NDArray[Any]:
        """The figures of all lines of the tensor."""
        measures = self.measures
        by_column = (measures.l2, measures.mean, measures.largest, measures.zeros, measures.nonfinite)
        return by_column[column - Figure.L2]

    def _label(self, line: int) -> str:
        return "" if self.label_of_row is None else text.visible(self.label_of_row(line))

    def _plain(self, line: int, column: Figure) -> str:
        if column is Figure.LABEL:
            return self._label(line)
        return str(line if column is Figure.INDEX else self._values(column)[line])


def figure(value: float) -> str:
    """A measure as it is shown: a dash where there is none, or where it is beyond float64."""
    return text.number(value if math.isfinite(value) else None, _FIGURES)
