"""The scan of a checkpoint as a generator: its order, what it tells, and how it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from gui import scanning
from gui.counting import Results
from gui.scanning import ScanEnd, ScanStep, scan
from tests.builders import tiny
from weights.checkpoint import Checkpoint
from weights.errors import FileChanged
from weights.opening import open_checkpoint
from weights.statistics.crew import Reins
from weights.steps import result_of
from weights.tree import find


@pytest.fixture
def checkpoint(tmp_path: Path) -> Iterator[Checkpoint]:
    path = tmp_path / "state.pth"
    shared = torch.randn(40, 3)
    state = {f"layers.{n}.w": torch.randn(30, 20) for n in range(6)}
    path.write_bytes(tiny.saved({**state, "one": shared, "other": shared, "ghost": torch.empty(2, device="meta")}))
    result = open_checkpoint(path)
    yield result
    result.close()


def run(checkpoint: Checkpoint, results: Results, longest: float | None = None) -> tuple[list[str], ScanEnd]:
    """The names as they become known, which are kept, and how the scan ended."""
    names: list[str] = []
    first = find(checkpoint.root, "layers.4.w")
    assert first is not None
    steps = scan(checkpoint, results, [first], Reins(), longest)
    while True:
        try:
            told: ScanStep | ScanEnd | None = next(steps)
        except StopIteration as end:
            told = end.value
        for scanned in told.found if told is not None else ():
            results.put(scanned.data, scanned.result)
            names += [node.name for node in scanned.names]
        if isinstance(told, ScanEnd):
            return names, told


def test_every_readable_name_becomes_known_once(checkpoint: Checkpoint) -> None:
    names, end = run(checkpoint, Results())
    assert sorted(names) == sorted(node.name for node in checkpoint.tensors if node.name != "ghost")
    assert (end.tensors, end.unreadable, end.in_words()) == (8, 1, "8 scanned, 1 cannot be read")


def test_what_is_known_is_not_counted_again(checkpoint: Checkpoint) -> None:
    results = Results()
    run(checkpoint, results)
    names, end = run(checkpoint, results)
    assert (names, end.tensors, end.left) == ([], 8, None)


def test_numbers_are_those_of_torch(checkpoint: Checkpoint) -> None:
    results = Results()
    run(checkpoint, results)
    node = find(checkpoint.root, "layers.2.w")
    assert node is not None
    assert node.tensor is not None
    assert node.tensor.data is not None
    values = torch.load(checkpoint.path)["layers.2.w"].double()
    statistics = results.statistics(node)
    assert statistics is not None
    assert statistics.mean == pytest.approx(values.mean().item(), abs=1e-12)
    assert statistics.std == pytest.approx(values.std(correction=0).item())


def test_a_scan_that_would_take_long_ends_with_what_it_would_cost(
    checkpoint: Checkpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "_SECONDS_TO_JUDGE", 0.0)
    monkeypatch.setattr(scanning, "_SECONDS_TO_BE_SURE", 0.0)
    results = Results()
    names, end = run(checkpoint, results, longest=-1.0)
    assert end.left is None or end.left.size > 0
    rest, again = run(checkpoint, results)
    assert len(names) + len(rest) == 8
    assert again.left is None


def test_a_stopped_scan_keeps_what_it_has(checkpoint: Checkpoint) -> None:
    reins = Reins()
    reins.stop()
    end = result_of(scan(checkpoint, Results(), [], reins, None))
    assert end.tensors == 0
    assert end.left is not None
    assert end.left.size == (6 * 600 + 120) * 4


def test_a_changed_file_ends_the_scan(checkpoint: Checkpoint) -> None:
    os.truncate(checkpoint.path, 500)
    with pytest.raises(FileChanged):
        run(checkpoint, Results())
