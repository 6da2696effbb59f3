"""The texts of the table of rows."""

import numpy as np
import pytest

from gui.models.rows_model import RowsModel
from gui.models.rows_sheet import Figure, RowsSheet
from tests.weights.test_find import outcome
from weights.matrices.measures import Along, RowMeasures

L2 = np.array([1.23456789, np.nan, np.inf])
LISTED = np.array([2, 0])


def sheet(nonfinite: int = 0, **options: object) -> RowsSheet:
    zeros = np.array([0, 4, 1234])
    measures = RowMeasures(Along.COLUMNS, 9000, L2, -L2, L2, np.full(3, nonfinite), zeros)
    return RowsSheet(measures, LISTED, **options)  # type: ignore[arg-type]


def test_only_columns_that_say_something() -> None:
    figures = [Figure.INDEX, Figure.L2, Figure.MEAN, Figure.LARGEST, Figure.ZEROS]
    assert sheet().columns() == figures
    assert sheet(nonfinite=2).columns() == [*figures, Figure.NOT_FINITE]
    assert Figure.LABEL in sheet(label_of_row=str).columns()


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        (0, Figure.L2, "1.2346"),
        (0, Figure.MEAN, "−1.2346"),
        (1, Figure.L2, "—"),
        (2, Figure.LARGEST, "—"),
        (2, Figure.ZEROS, "1\u202f234"),
        (2, Figure.INDEX, "2"),
    ],
)
def test_cells(line: int, column: Figure, shown: str) -> None:
    assert sheet().shown(line, column) == shown


def test_a_label_from_a_file_is_escaped() -> None:
    assert sheet(label_of_row=lambda line: f"\n{line}").shown(2, Figure.LABEL) == "\\n2"


def test_as_text_every_figure_is_whole() -> None:
    copied = outcome(sheet().as_text([1]))
    assert copied == "Column\tL2 norm\tMean\tLargest |x|\tZeros\n0\t1.23456789\t-1.23456789\t1.23456789\t0"


def test_the_model_lists_lines_in_their_order() -> None:
    model = RowsModel()
    model.show(sheet())
    assert [model.index(row, Figure.INDEX).data() for row in range(model.rowCount())] == ["2", "0"]
    assert [model.line(row) for row in (0, 1, 2)] == [2, 0, None]
    model.show(None)
    assert model.rowCount() == 0
