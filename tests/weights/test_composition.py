from pathlib import Path

from tests.builders.checkpoints import Parts, llama
from tests.generators import result_of
from weights.checkpoint import Checkpoint
from weights.composition import Composition, compose


def composition_of(checkpoint: Checkpoint, at_most: int = 8) -> Composition:
    return result_of(compose(checkpoint, at_most))


def test_types_are_largest_first(tmp_path: Path) -> None:
    parts = Parts().tensor("a", (10,), "float32").tensor("b", (100,), "float16").tensor("c", (5,), "float32")
    types = composition_of(parts.checkpoint(tmp_path / "file.pth")).types
    assert [(each.dtype, each.tensors, each.parameters, each.size) for each in types] == [
        ("float16", 1, 100, 200),
        ("float32", 2, 15, 60),
    ]


def test_second_names_count_as_tensors_but_not_as_bytes(tmp_path: Path) -> None:
    checkpoint = llama().checkpoint(tmp_path / "file.pth")
    composition = composition_of(checkpoint)
    assert sum(part.size for part in composition.parts) == checkpoint.totals.bytes_unique
    assert composition.types[0].size == checkpoint.totals.bytes_unique
    assert composition.types[0].tensors == len(checkpoint.tensors)
    assert "output.weight" not in [node.name for node in composition.largest]


def test_parts_are_those_of_the_first_level_that_branches(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("model.decoder.a.w", (9,)).tensor("model.decoder.b").checkpoint(tmp_path / "file.pth")
    assert [part.node.name for part in composition_of(checkpoint).parts] == ["model.decoder.b", "model.decoder.a"]


def test_only_so_many_are_listed(tmp_path: Path) -> None:
    composition = composition_of(llama().checkpoint(tmp_path / "file.pth"), at_most=2)
    assert (len(composition.parts), len(composition.largest)) == (2, 2)
    assert composition.largest[0].name == "tok_embeddings.weight"


def test_a_tensor_alone_is_its_own_part(tmp_path: Path) -> None:
    checkpoint = Parts().tensor("weight", (4,)).checkpoint(tmp_path / "file.pth")
    assert [part.size for part in composition_of(checkpoint).parts] == [8]
