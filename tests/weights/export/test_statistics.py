"""The statistics of all tensors as a file."""

import csv
import json
import os
from contextlib import closing
from pathlib import Path

import pytest
import torch

from tests.builders import containers, tiny
from tests.weights.readers.reading import Opened, node
from weights import cli
from weights.checkpoint import Checkpoint
from weights.errors import FileChanged
from weights.export.statistics import write_statistics
from weights.opening import open_checkpoint
from weights.statistics.scan import scan_now
from weights.statistics.summary import Statistics
from weights.tree import Node

TENSORS = {
    "w": torch.linspace(-1, 3, 24).reshape(4, 6),
    "tied": torch.ones(3),
    "=HYPERLINK(1)": torch.tensor(2.0, dtype=torch.bfloat16),
    "line\nbreak": torch.empty(0, 3),
    "absent": torch.empty(2, device="meta"),
}


class Counted:
    """What is known of some tensors; nobody counts those again."""

    def __init__(self, known: dict[Node, Statistics]) -> None:
        self.known = known

    def __call__(self, node: Node) -> Statistics | None:
        return self.known.get(node)


def export(checkpoint: Checkpoint, path: Path, known: Counted | None = None) -> Path:
    for _ in write_statistics(checkpoint, known or Counted({}), path, workers=2):
        pass
    return path


def rows(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a table by their names."""
    with path.open(newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def test_json_is_what_inspect_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str], opened: Opened) -> None:
    checkpoint = opened(tiny.training_checkpoint())
    path = export(checkpoint, tmp_path / "a.json")
    cli.run(["inspect", "--stats", "--json", checkpoint.location])
    assert json.loads(path.read_text()) == json.loads(capsys.readouterr().out)


def test_a_row_for_each_tensor(tmp_path: Path, opened: Opened) -> None:
    found = rows(export(opened(TENSORS), tmp_path / "a.csv"))
    assert list(found) == ["w", "tied", "'=HYPERLINK(1)", "line\\nbreak", "absent"]
    w = found["w"]
    assert (w["shape"], w["dtype"], w["numel"], w["bytes"]) == ("4x6", "float32", "24", "96")
    assert float(w["mean"]) == pytest.approx(1.0)
    assert float(w["std"]) == pytest.approx(float(TENSORS["w"].std(correction=0)))
    assert float(w["quantile 0.5"]) == float(TENSORS["w"].flatten()[11])
    assert found["'=HYPERLINK(1)"]["shape"] == "scalar"
    assert found["line\\nbreak"]["mean"] == ""
    assert found["absent"]["count"] == ""
    assert found["absent"]["problem"] == "its values are not in the file: it was saved from the meta device"


def test_a_type_is_no_formula_either(tmp_path: Path) -> None:
    entry = {"dtype": "=1+1", "shape": [4], "data_offsets": [0, 16]}
    (tmp_path / "m").write_bytes(containers.safetensors({"w": entry}, containers.FOUR_FLOATS))
    with closing(open_checkpoint(tmp_path / "m")) as checkpoint:
        assert rows(export(checkpoint, tmp_path / "a.csv"))["w"]["dtype"] == "'=1+1"


def test_what_is_known_is_not_counted_again(tmp_path: Path, opened: Opened) -> None:
    checkpoint = opened({"a": torch.ones(3), "b": torch.zeros(2)})
    known = {node(checkpoint, "a"): figures_of(checkpoint, "b")}
    found = rows(export(checkpoint, tmp_path / "a.csv", Counted(known)))
    assert (found["a"]["count"], found["b"]["count"]) == ("2", "2")


def figures_of(checkpoint: Checkpoint, name: str) -> Statistics:
    data = node(checkpoint, name).tensor
    assert data is not None
    assert data.data is not None
    return scan_now(data.data).statistics()


def test_progress_is_told_of_what_is_missing(tmp_path: Path, opened: Opened) -> None:
    steps = [step for step in write_statistics(opened(TENSORS), Counted({}), tmp_path / "a.csv", 1) if step]
    assert steps[-1] == (96 + 12 + 2, 96 + 12 + 2)


def test_a_changed_file_is_no_statistics(tmp_path: Path, opened: Opened) -> None:
    checkpoint = opened(TENSORS)
    os.utime(checkpoint.location, (1, 1))
    with pytest.raises(FileChanged):
        export(checkpoint, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()
