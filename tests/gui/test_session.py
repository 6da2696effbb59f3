"""The session: one open checkpoint, its selection, and numbers that always belong to it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from pytestqt.qtbot import QtBot

from gui.counting import Counted
from gui.jobs import Runner
from gui.scanning import ScanEnd
from gui.session import Failure, Session
from tests.builders import tiny
from tests.gui.gate import Gate
from weights.tree import Node, find


@pytest.fixture
def session(runner: Runner) -> Iterator[Session]:
    result = Session(runner)
    result.allow_counting()
    yield result
    result.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "state.pth"
    file.write_bytes(tiny.saved(tiny.state_dict()))
    return file


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """In the way of every tensor of a scan, which one thread goes through alone."""
    result = Gate()
    monkeypatch.setattr("gui.scanning.result_of", result)
    monkeypatch.setattr("gui.scanning._workers", lambda: 1)
    yield result
    result.open()


def open_in(qtbot: QtBot, session: Session, path: Path, wanted: str = "") -> None:
    with qtbot.waitSignal(session.first_selected):
        session.open(path, wanted)


def place(session: Session, name: str) -> Node:
    assert session.checkpoint is not None
    found = find(session.checkpoint.root, name)
    assert found is not None
    return found


def first_tensor(session: Session) -> Node:
    assert session.checkpoint is not None
    return session.checkpoint.tensors[0]


def count(qtbot: QtBot, session: Session, node: Node) -> Counted:
    with qtbot.waitSignal(session.counted, check_params_cb=lambda counted: counted.exact) as blocker:
        session.select(node)
    counted: Counted = blocker.args[0]
    return counted


def test_opening_selects_the_root(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    assert session.checkpoint is not None
    assert session.selection is session.checkpoint.root


def test_a_selected_tensor_is_counted_without_asking(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    node = first_tensor(session)
    counted = count(qtbot, session, node)
    values = tiny.state_dict()[node.name].double()
    assert counted.node is node
    assert counted.numbers.distribution.count == values.numel()
    assert counted.numbers.statistics.mean == pytest.approx(values.mean().item(), abs=1e-12)


def test_what_is_known_is_told_at_once(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    node = first_tensor(session)
    first = count(qtbot, session, node)
    session.select(place(session, ""))
    told: list[Counted] = []
    session.counted.connect(told.append)
    session.select(node)
    assert [counted.numbers.statistics for counted in told] == [first.numbers.statistics]


def test_a_file_that_cannot_be_opened_leaves_the_open_one(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    before = session.checkpoint
    with qtbot.waitSignal(session.open_failed) as blocker:
        session.open(path.with_name("missing.pth"))
    failure: Failure = blocker.args[0]
    assert failure.reason == "there is no such file"
    assert session.checkpoint is before


def test_the_last_of_two_files_opened_at_once_wins(qtbot: QtBot, session: Session, path: Path) -> None:
    other = path.with_name("other.pth")
    other.write_bytes(tiny.saved({"only": torch.ones(3)}))
    session.open(path)
    open_in(qtbot, session, other)
    assert session.checkpoint is not None
    assert session.checkpoint.path == other


def test_reloading_keeps_the_selection(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    node = first_tensor(session)
    session.select(node)
    with qtbot.waitSignal(session.first_selected):
        session.reload()
    assert session.selection is not node
    assert session.selection is not None
    assert session.selection.name == node.name


def test_a_changed_file_takes_its_numbers_with_it(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    node = first_tensor(session)
    count(qtbot, session, node)
    os.truncate(path, 100)
    with qtbot.waitSignal(session.file_changed) as blocker:
        session.select(session.checkpoint.tensors[1])  # type: ignore[union-attr]
    assert blocker.args == ["the file was changed after it was opened"]
    with qtbot.waitSignal(session.count_failed) as again:
        session.select(node)
    assert again.args == [node, "the file was changed after it was opened"]


def test_a_deleted_file_is_noticed_without_reading(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    with qtbot.waitSignal(session.file_changed, timeout=10_000):
        path.unlink()


def test_a_tensor_without_values_says_why(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "meta.pth"
    path.write_bytes(tiny.saved({"ghost": torch.empty(2, 3, device="meta")}))
    open_in(qtbot, session, path)
    with qtbot.waitSignal(session.count_failed) as blocker:
        session.select(place(session, "ghost"))
    assert "not in the file" in blocker.args[1]


def test_opening_can_be_cancelled_and_leaves_what_is_open(qtbot: QtBot, session: Session, path: Path) -> None:
    open_in(qtbot, session, path)
    checkpoint = session.checkpoint
    with qtbot.waitSignal(session.open_failed) as blocker:
        session.open(path)
        session.cancel()
    assert blocker.args == [Failure(str(path), "opening it was cancelled")]
    assert session.opening_path is None
    assert session.checkpoint is checkpoint


def test_all_tensors_are_scanned_by_themselves(qtbot: QtBot, session: Session, path: Path) -> None:
    told: list[Node] = []
    session.scanned.connect(told.extend)
    with qtbot.waitSignal(session.branches_summed), qtbot.waitSignal(session.scan_finished) as blocker:
        session.open(path)
    assert session.checkpoint is not None
    end: ScanEnd = blocker.args[0]
    assert set(told) == set(session.checkpoint.tensors)
    assert (end.tensors, end.left, end.in_words()) == (len(told), None, "all scanned")


def test_second_names_are_known_with_the_first(qtbot: QtBot, session: Session, path: Path) -> None:
    with qtbot.waitSignal(session.scan_finished):
        session.open(path)
    shown = session.shown
    assert shown is not None
    first, second = (shown.known.statistics(place(session, name)) for name in ("first.weight", "tied.weight"))
    assert first is not None
    assert first is second


def test_a_cancelled_scan_keeps_what_is_done_and_goes_on_with_the_rest(
    qtbot: QtBot, session: Session, path: Path, gate: Gate
) -> None:
    session.open(path)
    qtbot.waitUntil(gate.reached.is_set)
    with qtbot.waitSignal(session.scan_offered) as blocker:
        session.cancel()
        gate.open()
    assert session.checkpoint is not None
    tensors = len(session.checkpoint.tensors)
    end: ScanEnd = blocker.args[0]
    assert 0 < end.tensors < tensors
    counted_before = gate.passed
    with qtbot.waitSignal(session.scan_finished) as finished:
        session.scan_all()
    assert finished.args[0].tensors == tensors
    assert (counted_before, gate.passed) == (1, tensors - 1)  # one of them is a second name


def test_a_selected_tensor_does_not_wait_for_the_scan(qtbot: QtBot, session: Session, path: Path, gate: Gate) -> None:
    open_in(qtbot, session, path)
    qtbot.waitUntil(gate.reached.is_set)
    assert session.checkpoint is not None
    counted = count(qtbot, session, session.checkpoint.tensors[-1])
    assert counted.numbers.distribution.count > 0
    assert gate.passed == 0
    with qtbot.waitSignal(session.scan_finished):
        gate.open()
    assert gate.passed == len(session.checkpoint.tensors) - 2  # neither the second name nor the selected one


def test_what_the_scan_finds_of_the_selection_is_shown(qtbot: QtBot, session: Session, path: Path, gate: Gate) -> None:
    open_in(qtbot, session, path)
    qtbot.waitUntil(gate.reached.is_set)
    session.select(first_tensor(session))
    session.cancel()  # the counting of the selection
    with qtbot.waitSignal(session.counted, check_params_cb=lambda counted: counted.exact) as blocker:
        gate.open()
    assert blocker.args[0].node is first_tensor(session)


def test_a_file_that_changes_in_mid_scan_ends_it(qtbot: QtBot, session: Session, path: Path, gate: Gate) -> None:
    open_in(qtbot, session, path)
    qtbot.waitUntil(gate.reached.is_set)
    os.truncate(path, 100)
    with qtbot.assertNotEmitted(session.scan_finished), qtbot.waitSignal(session.file_changed) as blocker:
        gate.open()
    assert blocker.args == ["the file was changed after it was opened"]
    assert session.shown is not None
    assert session.shown.known.statistics(first_tensor(session)) is None


def test_a_scan_that_takes_long_is_offered(
    qtbot: QtBot, session: Session, path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.session._LONGEST_UNASKED", 0.0)
    monkeypatch.setattr("gui.scanning._SECONDS_TO_JUDGE", 0.0)
    monkeypatch.setattr("gui.scanning._SECONDS_TO_BE_SURE", 0.0)
    with qtbot.waitSignal(session.scan_progressed):  # by then its pace was looked at
        session.open(path)
    with qtbot.waitSignal(session.scan_offered) as blocker:
        gate.open()
    end: ScanEnd = blocker.args[0]
    assert end.left is not None
    assert end.left.size > 0
