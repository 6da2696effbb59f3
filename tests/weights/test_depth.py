from pathlib import Path

from tests.builders.checkpoints import Parts, llama
from tests.generators import result_of
from weights.checkpoint import Checkpoint
from weights.depth import Role, roles_of
from weights.structure import examine


def roles(checkpoint: Checkpoint) -> dict[str, Role]:
    return {role.name: role for role in result_of(roles_of(checkpoint, result_of(examine(checkpoint))))}


def of(tmp_path: Path, *names: str) -> dict[str, Role]:
    parts = Parts()
    for name in names:
        parts.tensor(name)
    return roles(parts.checkpoint(tmp_path / "file.pth"))


def places(role: Role) -> dict[str, list[int]]:
    return {line.name: [member.depth for member in line.members] for line in role.lines}


def test_the_tensors_of_a_role_come_by_layer(tmp_path: Path) -> None:
    found = roles(llama(layers=12).checkpoint(tmp_path / "file.pth"))
    assert len(found) == 9
    assert places(found["layers.N.attention.wq.weight"]) == {"layers.N.attention.wq.weight": list(range(12))}


def test_what_does_not_repeat_plays_no_role(tmp_path: Path) -> None:
    assert of(tmp_path, "norm.weight", "layers.0.wq", "layers.1.wq").keys() == {"layers.N.wq"}


def test_each_convention_of_naming_has_its_layers(tmp_path: Path) -> None:
    for stack in ("layers", "transformer.h", "blocks", "bert.encoder.layer", "model.layers"):
        assert of(tmp_path, f"{stack}.0.weight", f"{stack}.1.weight").keys() == {f"{stack}.N.weight"}


def test_each_expert_is_a_line_through_the_layers(tmp_path: Path) -> None:
    names = [f"layers.{layer}.experts.{expert}.w1" for layer in range(3) for expert in range(2)]
    (role,) = of(tmp_path, *names).values()
    assert role.name == "layers.N.experts.N.w1"
    assert places(role) == {"layers.N.experts.0.w1": [0, 1, 2], "layers.N.experts.1.w1": [0, 1, 2]}


def test_where_one_layer_alone_has_experts_they_are_the_depth(tmp_path: Path) -> None:
    names = [f"layers.{layer}.norm" for layer in range(3)] + [f"layers.2.experts.{expert}.w1" for expert in range(4)]
    role = of(tmp_path, *names)["layers.N.experts.N.w1"]
    assert places(role) == {"layers.2.experts.N.w1": [0, 1, 2, 3]}


def test_a_role_may_be_missing_in_some_layers(tmp_path: Path) -> None:
    names = [f"layers.{layer}.norm" for layer in range(6)] + [f"layers.{layer}.router" for layer in (5, 1, 3)]
    assert places(of(tmp_path, *names)["layers.N.router"]) == {"layers.N.router": [1, 3, 5]}


def test_a_number_of_a_thousand_digits_is_no_layer(tmp_path: Path) -> None:
    assert places(of(tmp_path, "a.0.w", "a.1.w", f"a.{'9' * 5000}.w")["a.N.w"]) == {"a.N.w": [0, 1]}


def test_two_tensors_of_the_same_name_are_no_role(tmp_path: Path) -> None:
    assert of(tmp_path, "norm", "norm") == {}


def test_a_key_that_is_called_n_is_no_layer(tmp_path: Path) -> None:
    assert places(of(tmp_path, "a.0.w", "a.1.w", "a.N.w")["a.N.w"]) == {"a.N.w": [0, 1]}


def test_every_thousand_tensors_is_a_place_to_stop(tmp_path: Path) -> None:
    checkpoint = llama(layers=120).checkpoint(tmp_path / "file.pth")
    assert len(list(roles_of(checkpoint, result_of(examine(checkpoint))))) > 9
