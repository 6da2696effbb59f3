from pathlib import Path

from tests.builders.checkpoints import Parts, llama
from tests.generators import result_of
from weights.checkpoint import Checkpoint
from weights.structure import Structure, examine
from weights.tree import Node, Value


def structure_of(checkpoint: Checkpoint) -> Structure:
    return result_of(examine(checkpoint))


def node_of(checkpoint: Checkpoint, name: str) -> Node:
    return next(node for node in checkpoint.root.walk() if node.name == name)


def test_the_way_leads_down_to_the_stack_of_layers(tmp_path: Path) -> None:
    structure = structure_of(llama().checkpoint(tmp_path / "file.pth"))
    assert [node.name for node in structure.way] == ["", "layers"]


def test_the_way_leads_past_an_optimizer_to_the_layers(tmp_path: Path) -> None:
    parts = Parts()
    for index in range(3):
        parts.tensor(f"optimizer.state.{index}.exp_avg", (900,)).tensor(f"model.h.{index}.mlp.weight", (64,))
    structure = structure_of(parts.checkpoint(tmp_path / "file.pth"))
    assert [node.name for node in structure.way] == ["", "model", "model.h"]


def test_of_equal_stacks_the_first_in_the_file_opens(tmp_path: Path) -> None:
    parts = Parts()
    for name in ("model.0.weight", "model.1.weight", "ema.0.weight", "ema.1.weight"):
        parts.tensor(name)
    structure = structure_of(parts.checkpoint(tmp_path / "file.pth"))
    assert [node.name for node in structure.way] == ["", "model"]


def test_a_stack_without_tensors_is_no_stack_of_layers(tmp_path: Path) -> None:
    parts = Parts().tensor("weight")
    for index in range(2):
        parts.add(Value(("groups", str(index), "lr"), "float", "0.1"))
    checkpoint = parts.checkpoint(tmp_path / "file.pth")
    assert structure_of(checkpoint).way == (checkpoint.root,)


def test_a_stack_inside_a_stack_does_not_open_at_first(tmp_path: Path) -> None:
    parts = Parts()
    for layer in range(2):
        for expert in range(2):
            parts.tensor(f"layers.{layer}.experts.{expert}.w1")
    structure = structure_of(parts.checkpoint(tmp_path / "file.pth"))
    assert structure.way[-1].name == "layers"


def test_without_a_stack_the_root_alone_opens(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("a").tensor("b").checkpoint(tmp_path / "file.pth")
    assert structure_of(checkpoint).way == (checkpoint.root,)


def test_a_tied_tensor_is_a_second_name(tmp_path: Path) -> None:
    checkpoint = llama().checkpoint(tmp_path / "file.pth")
    output, embedding = node_of(checkpoint, "output.weight"), node_of(checkpoint, "tok_embeddings.weight")
    structure = structure_of(checkpoint)
    assert structure.first_names == {output: embedding}
    assert structure.sharing[checkpoint.root] == 2
    numel = 128256 * 3072
    assert structure.repeated[checkpoint.root] == (numel, 2 * numel)


def test_another_shape_over_the_same_storage_is_no_second_name(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("whole", (4, 8)).tensor("flat", (32,), same_as="whole").checkpoint(tmp_path / "a.pth")
    structure = structure_of(checkpoint)
    assert structure.first_names == {}
    assert structure.sharing[checkpoint.root] == 2


def test_tensors_of_a_role_are_counted(tmp_path: Path) -> None:
    checkpoint = llama(layers=3).checkpoint(tmp_path / "file.pth")
    roles = structure_of(checkpoint).roles
    assert {roles[node] for node in checkpoint.tensors if node.name.startswith("layers.")} == {3}
    assert roles[node_of(checkpoint, "norm.weight")] == 1


def test_what_repeats_is_told_from_what_does_not(tmp_path: Path) -> None:
    checkpoint = llama(layers=2).checkpoint(tmp_path / "file.pth")
    repeating = structure_of(checkpoint).repeating
    names = ("", "layers", "layers.1.attention", "layers.1.attention.wq.weight", "norm", "norm.weight")
    assert [node_of(checkpoint, name) in repeating for name in names] == [True] * 4 + [False] * 2
