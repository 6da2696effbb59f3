"""Findings, as the tensors of an open checkpoint become known."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.finding import Findings, Found
from gui.jobs import Runner
from gui.session import Session
from tests.builders import tiny
from weights.findings.finding import FindingKind
from weights.tree import find


@pytest.fixture
def session(runner: Runner) -> Iterator[Session]:
    result = Session(runner)
    yield result
    result.close()


@pytest.fixture
def findings(session: Session, runner: Runner) -> Iterator[Findings]:
    parent = QObject()
    result = Findings(session, runner, parent)
    result.allow()
    yield result
    result.stop()
    parent.deleteLater()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    state = {f"layers.{n}.w": torch.randn(8, 10, generator=torch.Generator().manual_seed(n)) for n in range(4)}
    state["layers.1.w"][3] = state["layers.2.w"][5] = 0
    state["layers.0.w"][7, 7] = float("nan")
    path = tmp_path / "state.pth"
    path.write_bytes(tiny.saved(state))
    return path


def found_in(qtbot: QtBot, session: Session, findings: Findings, path: Path) -> Found:
    """What was found once all is scanned."""
    session.allow_counting()
    with qtbot.waitSignal(findings.changed, check_params_cb=lambda found: found.is_whole):
        session.open(path)
    return findings.found


def test_a_scan_finds_what_is_there(qtbot: QtBot, session: Session, findings: Findings, path: Path) -> None:
    found = found_in(qtbot, session, findings, path)
    assert [(group.kind, group.title) for group in found.groups] == [
        (FindingKind.NOT_FINITE, "layers.0.w"),
        (FindingKind.ZERO_ROWS, "layers.N.w"),
    ]
    assert [finding.nodes[0].name for finding in found.groups[1].findings] == ["layers.1.w", "layers.2.w"]
    assert (found.examined, found.waiting) == (4, 0)


def test_a_tensor_that_is_selected_is_looked_at(
    qtbot: QtBot, session: Session, findings: Findings, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "_scan_unasked", lambda: None)
    session.allow_counting()
    with qtbot.waitSignal(findings.changed, check_params_cb=lambda found: found.examined == 1):
        session.open(path, "layers.0.w")
    assert [finding.kind for group in findings.found.groups for finding in group.findings] == [FindingKind.NOT_FINITE]
    assert findings.found.waiting == 3


def test_headers_alone_tell_of_storages(qtbot: QtBot, session: Session, findings: Findings, tmp_path: Path) -> None:
    (tmp_path / "slice.pth").write_bytes(tiny.saved({"w": torch.randn(40, 10)[3]}))
    with qtbot.waitSignal(findings.changed, check_params_cb=lambda found: found.count == 1):
        session.open(tmp_path / "slice.pth")
    assert findings.found.groups[0].kind is FindingKind.UNREFERENCED
    assert findings.found.examined == 0


def test_nothing_of_another_file_stays(
    qtbot: QtBot, session: Session, findings: Findings, path: Path, tmp_path: Path
) -> None:
    found_in(qtbot, session, findings, path)
    (tmp_path / "other.pth").write_bytes(tiny.saved({"w": torch.randn(5)}))
    assert found_in(qtbot, session, findings, tmp_path / "other.pth").groups == []


def test_a_file_that_changed_is_not_looked_at(qtbot: QtBot, session: Session, findings: Findings, path: Path) -> None:
    found_in(qtbot, session, findings, path)
    os.truncate(path, 100)
    with qtbot.waitSignal(session.file_changed):
        session.select(find(session.checkpoint.root, "layers.3.w"))  # type: ignore[union-attr, arg-type]
    assert findings.found == Found()


def test_what_is_told_again_is_the_same_object(qtbot: QtBot, session: Session, findings: Findings, path: Path) -> None:
    before = found_in(qtbot, session, findings, path)
    with qtbot.waitSignal(findings.changed):
        session.counted.emit(_NothingNew(before))
    assert findings.found.groups is before.groups


class _NothingNew:
    """A count of a tensor that was looked at before."""

    exact = True

    def __init__(self, found: Found) -> None:
        self.node = found.groups[0].findings[0].nodes[0]
