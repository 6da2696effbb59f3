"""The timeline: strict JSON lines, and stalls where the event loop was held up."""

import json
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from gui.trace import Trace


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def hold_up(seconds: float) -> None:
    """Keep the main thread busy: a stall, which is what is measured here."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_events_carry_their_times(tmp_path: Path, qtbot: QtBot) -> None:
    trace = Trace(tmp_path / "t", 12.5)
    trace.record("page_painted", page="tensor")
    trace.close()
    first, second = read(tmp_path / "t")
    assert first == {"event": "started", "time": 12.5}
    assert (second["event"], second["page"]) == ("page_painted", "tensor")
    assert isinstance(second["time"], float)


def test_a_held_event_loop_is_a_stall(tmp_path: Path, qtbot: QtBot) -> None:
    trace = Trace(tmp_path / "t", 0.0)
    trace.watch_event_loop()
    trace.enter("flipping")
    QTimer.singleShot(0, trace, lambda: hold_up(0.05))
    qtbot.waitUntil(lambda: any(event["event"] == "stall" for event in read(tmp_path / "t")))
    trace.close()
    stalls = [event for event in read(tmp_path / "t") if event["event"] == "stall"]
    assert max(event["milliseconds"] for event in stalls) >= 50  # type: ignore[type-var]
    assert stalls[-1]["phase"] == "flipping"


def test_without_a_path_nothing_is_written(qtbot: QtBot) -> None:
    trace = Trace(None, 0.0)
    trace.watch_event_loop()
    trace.record("anything")
    trace.close()


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Trace(tmp_path / "missing" / "t", 0.0)
