"""The program needs torch for linear algebra only: everything else works where torch cannot be imported."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import tiny

ROOT = Path(__file__).parents[1]
WITHOUT_TORCH = "import sys; sys.modules['torch'] = None; import main; sys.exit(main.main())"


def run_without_torch(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_TORCH, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_inspecting_with_statistics(tmp_path: Path) -> None:
    path = tmp_path / "state.pth"
    path.write_bytes(tiny.saved(tiny.state_dict()))
    run = run_without_torch("inspect", "--stats", "--json", path)
    assert run.returncode == 0, run.stderr
    tensors = json.loads(run.stdout)["tensors"]
    means = {tensor["name"]: tensor["stats"]["mean"] for tensor in tensors}
    assert means == pytest.approx({name: float(value.double().mean()) for name, value in tiny.state_dict().items()})


def test_the_window_with_a_tensor_on_show(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    run = run_without_torch("--demo", "--select", "norm.weight", "--screenshot", picture)
    assert run.returncode == 0, run.stderr
    assert picture.stat().st_size > 10_000
