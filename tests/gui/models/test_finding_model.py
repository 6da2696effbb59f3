import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from gui.models import finding_model
from gui.models.finding_model import FindingModel, Part, Place
from tests.gui.found import ALIKE, ALONE, SAME, A, B, C, node
from weights.findings.finding import Finding, FindingKind, Group


@pytest.fixture
def model(qtbot: QtBot) -> FindingModel:
    result = FindingModel()
    QAbstractItemModelTester(result, QAbstractItemModelTester.FailureReportingMode.Fatal, result)
    result.show_groups([ALONE, ALIKE, SAME])
    return result


def texts(model: FindingModel, row: int, above: QModelIndex | None = None) -> list[str]:
    return [model.index(row, column, above or QModelIndex()).data() for column in Part]


def test_a_finding_alone_is_a_row_that_leads_to_its_value(model: FindingModel) -> None:
    assert texts(model, 0) == ["NaN or infinities", "a", "1 NaN"]
    assert model.place(model.index(0, 1)) == Place(A, (2, 3))
    assert not model.hasChildren(model.index(0, 0))


def test_findings_that_are_alike_open(model: FindingModel) -> None:
    above = model.index(1, 0)
    assert texts(model, 1) == ["Zero rows", "layers.N.w", "in 2 tensors"]
    assert model.place(above) is None
    assert [texts(model, row, above) for row in range(model.rowCount(above))] == [
        ["", "b", "1 row"],
        ["", "c", "2 rows"],
    ]
    assert model.place(model.index(1, 0, above)) == Place(C, (5, 0))


def test_each_tensor_of_one_finding_is_reached(model: FindingModel) -> None:
    above = model.index(2, 0)
    assert texts(model, 2)[Part.EVIDENCE] == "2 tensors hold the same"
    assert [model.place(model.index(row, 0, above)) for row in range(2)] == [Place(B, None), Place(C, None)]


def test_only_rows_at_the_top_have_a_sign(model: FindingModel) -> None:
    sign = model.sign(model.index(1, 0))
    assert sign is not None
    assert sign.icon == "zero-rows"
    assert model.sign(model.index(0, 0, model.index(1, 0))) is None


def test_very_many_are_cut_and_it_is_said(model: FindingModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_model, "_MOST_BELOW", 1)
    model.show_groups([ALIKE])
    above = model.index(0, 0)
    assert [texts(model, row, above)[1] for row in range(model.rowCount(above))] == ["b", "and 1 more"]


def test_a_name_from_a_file_is_escaped_and_read_aloud(model: FindingModel) -> None:
    strange = Finding(FindingKind.CONSTANT, [node("a\u202eb<i>")], 0, "all 3 values are 1")
    model.show_groups([Group(FindingKind.CONSTANT, "a\u202eb<i>", [strange])])
    index = model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Constant, a\\u202eb<i>, all 3 values are 1"
    assert "&lt;i&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)
