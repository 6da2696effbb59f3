"""Putting findings together that are alike but for their layer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.checkpoints import llama
from tests.gui.places import node_of, structure_of
from weights.checkpoint import Checkpoint
from weights.findings import finding as module
from weights.findings.finding import Finding, FindingKind, grouped


@pytest.fixture
def checkpoint(tmp_path: Path) -> Iterator[Checkpoint]:
    result = llama().checkpoint(tmp_path / "file.pth")
    yield result
    result.close()


def finding(checkpoint: Checkpoint, kind: FindingKind, name: str) -> Finding:
    node = node_of(checkpoint, name)
    return Finding(kind, [node], list(checkpoint.tensors).index(node), "")


def test_a_role_is_one_group_and_a_tensor_alone_keeps_its_name(checkpoint: Checkpoint) -> None:
    names = ("layers.0.ffn_norm.weight", "layers.2.ffn_norm.weight", "layers.1.attention.wq.weight", "norm.weight")
    groups = grouped([finding(checkpoint, FindingKind.CONSTANT, name) for name in names], structure_of(checkpoint))
    assert [(group.title, group.tensors) for group in groups] == [
        ("layers.N.ffn_norm.weight", 2),
        ("layers.1.attention.wq.weight", 1),
        ("norm.weight", 1),
    ]


def test_kinds_are_apart(checkpoint: Checkpoint) -> None:
    kinds = [FindingKind.ZERO_ROWS, FindingKind.ZERO_COLUMNS]
    found = [finding(checkpoint, kind, "layers.0.attention.wq.weight") for kind in kinds]
    assert [group.kind for group in grouped(found, structure_of(checkpoint))] == kinds


def test_a_kind_with_very_many_groups_is_one(checkpoint: Checkpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_GROUPS", 1)
    found = [finding(checkpoint, FindingKind.CONSTANT, name) for name in ("norm.weight", "layers.0.ffn_norm.weight")]
    (group,) = grouped(found, structure_of(checkpoint))
    assert (group.title, group.findings) == ("", found)
