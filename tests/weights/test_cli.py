"""The commands as a shell sees them: exit status, what goes to stderr, and what is imported."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import main
from tests.builders import containers, tiny
from tests.weights.report.inspecting import Inspect
from weights import cli, opening
from weights.query_fields import FIELDS, TAGS, offered

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "torch", "numba", "PySide6", "pyqtgraph")


def weighbridge(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False, timeout=60)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "état.pth"
    path.write_bytes(tiny.saved({"wé": torch.ones(2, 3), "b": torch.zeros(4)}))
    return path


def test_a_good_file_is_status_0_and_silent_on_stderr(inspect: Inspect, file: Path) -> None:
    outcome = inspect(file, "--stats", "--values", "2")
    assert (outcome.status, outcome.err) == (0, "")


def test_a_missing_file_is_one_line(inspect: Inspect, tmp_path: Path) -> None:
    outcome = inspect(tmp_path / "none.pth")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith(f"weighbridge: error: {tmp_path / 'none.pth'}: ")
    assert outcome.err.count("\n") == 1


def test_a_path_cannot_steer_the_terminal(inspect: Inspect) -> None:
    assert "\x1b" not in inspect(Path("none\x1b[2J.pth")).err


def broken() -> bytes:
    """A tensor `bad` that reaches beyond its storage, and a good one."""
    entries = {"bad": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}
    return containers.safetensors({**entries, "cut": {"dtype": "F32", "shape": [4], "data_offsets": [16, 32]}})


def test_a_bad_tensor_is_listed_said_and_status_1(inspect: Inspect) -> None:
    outcome = inspect(broken(), "--json", "--stats")
    assert outcome.status == 1
    assert outcome.tensors()["cut"]["problem"]
    assert outcome.tensors()["bad"]["stats"]["max"] == 4
    assert outcome.err.count("\n") == len(outcome.document()["problems"])
    assert "file.pth: cut: " in outcome.err


def test_statistics_of_damaged_bytes_say_so(inspect: Inspect) -> None:
    saved = tiny.saved({"good": torch.ones(2000), "bad": torch.zeros(2000)})
    outcome = inspect(saved.replace(bytes(8000), bytes(7999) + b"\x01", 1), "--json", "--stats")
    assert outcome.status == 1
    assert [problem["where"] for problem in outcome.document()["problems"]] == ["bad"]
    assert "checksum" in outcome.err


def test_a_tensor_without_saved_values_is_whole_until_they_are_wished_for(inspect: Inspect) -> None:
    data = tiny.saved({"meta": torch.empty(3, device="meta")})
    assert (inspect(data).status, inspect(data).err) == (0, "")
    outcome = inspect(data, "--values", "1")
    assert outcome.status == 1
    assert "meta: its values are not in the file" in outcome.err


def test_a_file_that_changes_meanwhile_is_an_error_and_no_listing(
    inspect: Inspect, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_then_change(path: str) -> object:
        checkpoint = opening.open_checkpoint(path)
        file.write_bytes(b"something else")
        return checkpoint

    monkeypatch.setattr(cli, "open_checkpoint", open_then_change)
    for options in ((), ("--stats",), ("--values", "1")):
        file.write_bytes(tiny.saved({"w": torch.ones(1)}))
        outcome = inspect(file, *options)
        assert (outcome.status, outcome.out) == (1, "")
        assert outcome.err.count("\n") == 1


def test_match_keeps_tensors_and_values(inspect: Inspect) -> None:
    data = tiny.saved(tiny.training_checkpoint())
    assert list(inspect(data, "--json", "--match", "model first dims=2").tensors()) == ["model.first.weight"]
    assert [row["name"] for row in inspect(data, "--json", "--match", "epoch").document()["values"]] == ["epoch"]
    assert "1 of " in inspect(data, "--match", "model first dims=2").out


def test_a_query_may_begin_with_a_minus(inspect: Inspect) -> None:
    data = tiny.saved({"good": torch.ones(2), "bad": torch.ones(2)})
    assert list(inspect(data, "--match", "-bad", "--json").tensors()) == ["good"]


def test_match_by_statistics_reads_only_what_may_match(inspect: Inspect) -> None:
    data = tiny.saved({"zero.a": torch.zeros(2), "one.a": torch.ones(2), "zero.b": torch.zeros(2)})
    outcome = inspect(data, "--json", "--stats", "--match", "a zeros>50%")
    assert list(outcome.tensors()) == ["zero.a"]


def test_match_by_statistics_needs_stats(inspect: Inspect, file: Path) -> None:
    outcome = inspect(file, "--match", "nan>0")
    assert outcome.status == 2
    assert outcome.err == "weighbridge: error: --match: nan>0: this asks for statistics; add --stats\n"


def test_a_bad_query_is_wrong_usage(inspect: Inspect, file: Path) -> None:
    outcome = inspect(file, "--match", "kind:thing")
    assert outcome.status == 2
    assert outcome.err == "weighbridge: error: --match: kind:thing: a kind is one of tensor, value, object\n"


@pytest.mark.parametrize("options", [["--values", "-1"], ["--values", "x"], ["--jobs", "1e3"], ["--none"], []])
def test_wrong_usage_is_status_2(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["inspect", *options]) == 2
    assert capsys.readouterr().err


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["inspect", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(option in shown for option in ("PATH", "--json", "--stats", "--match", "--values", "--jobs"))
    assert all(word in shown for word in (*offered(FIELDS), *offered(TAGS)))


@pytest.mark.parametrize("command", ["compare", "verify"])
def test_commands_to_come_say_so(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([command, "a", "b"]) == 2
    assert capsys.readouterr().err == f"weighbridge: error: {command} is not available in this version\n"


def test_ctrl_c_is_quiet(inspect: Inspect, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "gather", interrupted)
    outcome = inspect(file)
    assert (outcome.status, outcome.out, outcome.err) == (130, "", "")


class Terminal(io.StringIO):
    """A stderr that someone watches."""

    def isatty(self) -> bool:
        return True


def test_ctrl_c_while_modules_are_loaded_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupted)
    monkeypatch.setattr(sys, "argv", ["weighbridge", "inspect", "file.pth"])
    assert main.main() == 130


def test_a_terminal_sees_a_bar_that_is_taken_away(
    inspect: Inspect, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert inspect(file, "--stats").status == 0
    assert re.search(r"\[[=>]+ *\] (0|16|24|40) B of 40 B", terminal.getvalue())  # small tensors are told of together
    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("options", [(), ("--json",), ("--match", "w* params>1")])
def test_names_and_shapes_need_nothing_heavy(file: Path, options: tuple[str, ...]) -> None:
    script = (
        f"import sys; from weights import cli; cli.run(sys.argv[1:]); print([m for m in {HEAVY} if m in sys.modules])"
    )
    command = [sys.executable, "-c", script, "inspect", str(file), *options]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, timeout=60)
    assert run.stdout.splitlines()[-1] == "[]"


def test_main_is_the_same_command(file: Path) -> None:
    run = weighbridge("inspect", str(file), "--json")
    assert (run.returncode, run.stderr) == (0, b"")
    assert [row["name"] for row in json.loads(run.stdout)["tensors"]] == ["wé", "b"]


def test_an_ascii_terminal_gets_escapes(file: Path) -> None:
    run = weighbridge("inspect", str(file), "--values", "2", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"w\\xe9" in run.stdout


def test_a_reader_that_leaves_early_is_no_complaint(tmp_path: Path) -> None:
    many = {f"tensor.{number}": torch.ones(1) for number in range(3000)}
    (tmp_path / "many.pth").write_bytes(tiny.saved(many))
    command = f"'{sys.executable}' '{ROOT / 'main.py'}' inspect '{tmp_path / 'many.pth'}' | head -n 1"
    run = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)
    assert (run.stdout.count(b"\n"), run.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_one_line(file: Path) -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, str(ROOT / "main.py"), "inspect", str(file)]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert run.returncode == 1
    assert run.stderr == b"weighbridge: error: cannot write the output: No space left on device\n"
