"""Starting the program as a user does: as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from gui.arguments import parse

MAIN = Path(__file__).parents[2] / "main.py"


def start(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MAIN), *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_picture_of_the_demo_and_a_timeline(tmp_path: Path) -> None:
    picture, trace = tmp_path / "p.png", tmp_path / "t.jsonl"
    name = "layers.0.attention.wq.weight"
    run = start("--demo", "--select", name, "--size", "900x700", "--screenshot", picture, "--trace", trace)
    assert run.returncode == 0, run.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (900, 700)
    lines = [json.loads(line) for line in trace.read_text().splitlines()]
    events = [line for line in lines if line["event"] != "stall"]
    assert [event["event"] for event in events][:3] == ["started", "window_shown", "tree_painted"]
    assert name in [event.get("tensor") for event in events if event["event"] == "scan_finished"]
    assert 75 in [event.get("tensors") for event in events if event["event"] == "scan_finished"]
    assert "page_painted" in [event["event"] for event in events]


def test_a_picture_of_what_is_not_there_fails(tmp_path: Path) -> None:
    run = start(tmp_path / "missing.pth", "--screenshot", tmp_path / "p.png")
    assert run.returncode == 1
    assert "there is no such file" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("display", ["", ":59001"])
def test_without_a_display_one_line_says_what_to_do(display: str) -> None:
    run = start("--demo", DISPLAY=display, WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert run.returncode == 1
    assert run.stderr == "weighbridge: error: there is no display for a window; try: weighbridge inspect PATH\n"


def test_the_version_needs_no_window() -> None:
    assert start("--version").stdout.startswith("weighbridge 0.")


@pytest.mark.parametrize("arguments", [["--size", "big"], ["--scheme", "blue"], ["--nonsense"]])
def test_wrong_usage_ends_with_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse(arguments)
