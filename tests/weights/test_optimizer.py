"""Whose state an optimizer's entries are, on checkpoints that torch's own optimizers write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from weights.opening import open_checkpoint
from weights.optimizer import inferred_parameters
from weights.steps import result_of


class Net(nn.Module):
    """Convolution, norm with buffers, and two layers of one shape."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.norm = nn.BatchNorm2d(2)
        self.layers = nn.ModuleList(nn.Linear(3, 3) for _ in range(2))
        self.head = nn.Linear(3, 5, bias=False)


def trained(optimizer: torch.optim.Optimizer, model: nn.Module) -> dict[str, Any]:
    """The optimizer's state after a step."""
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    return optimizer.state_dict()


def inferred(path: Path, content: object) -> dict[str, str]:
    torch.save(content, path)
    checkpoint = open_checkpoint(path)
    checkpoint.close()
    return {
        node.name: parameter.name
        for node, parameter in result_of(inferred_parameters(checkpoint)).items()
        if node.tensor is not None and node.label in ("exp_avg", "momentum_buffer")
    }


def names(model: nn.Module, prefix: str = "") -> list[str]:
    return [prefix + name for name, _ in model.named_parameters()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "checkpoint.pt"


@pytest.mark.parametrize("key", ["state_dict", "model", "model_state_dict", "net"])
def test_adam_beside_its_model(path: Path, key: str) -> None:
    model = Net()
    state = trained(torch.optim.Adam(model.parameters()), model)
    found = inferred(path, {"epoch": 3, key: model.state_dict(), "optimizer": state})
    expected = {f"optimizer.state.{i}.exp_avg": name for i, name in enumerate(names(model, f"{key}."))}
    assert found == expected


def test_a_model_at_the_root(path: Path) -> None:
    model = Net()
    state = trained(torch.optim.SGD(model.parameters(), momentum=0.9), model)
    found = inferred(path, {**model.state_dict(), "optimizer": state})
    assert list(found.values()) == names(model)


def test_optimizers_in_a_list(path: Path) -> None:
    model = Net()
    state = trained(torch.optim.AdamW(model.parameters()), model)
    found = inferred(path, {"state_dict": model.state_dict(), "optimizer_states": [state]})
    assert found["optimizer_states.0.state.0.exp_avg"] == "state_dict.conv.weight"
    assert list(found.values()) == names(model, "state_dict.")


def _split(parameters: Iterable[nn.Parameter]) -> list[dict[str, Any]]:
    """Weights decay and biases and norms do not, as training scripts have it."""
    listed = list(parameters)
    return [
        {"params": [p for p in listed if p.ndim > 1], "weight_decay": 0.1},
        {"params": [p for p in listed if p.ndim < 2], "weight_decay": 0.0},
    ]


def test_groups_that_interleave(path: Path) -> None:
    model = Net()
    state = trained(torch.optim.AdamW(_split(model.parameters())), model)
    found = inferred(path, {"model": model.state_dict(), "optimizer": state})
    matrices = [f"model.{name}" for name, p in model.named_parameters() if p.ndim > 1]
    vectors = [f"model.{name}" for name, p in model.named_parameters() if p.ndim < 2]
    assert list(found.values()) == matrices + vectors


def test_tied_weights_are_counted_once(path: Path) -> None:
    model = nn.Sequential(nn.Embedding(4, 3), nn.Linear(3, 3), nn.Linear(3, 4, bias=False))
    model[2].weight = model[0].weight
    state = trained(torch.optim.Adam(model.parameters()), model)
    found = inferred(path, {"model": model.state_dict(), "optimizer": state})
    assert list(found.values()) == ["model.0.weight", "model.1.weight", "model.1.bias"]


def test_more_parameters_than_a_text_lists(path: Path) -> None:
    model = nn.ParameterList(nn.Parameter(torch.zeros(1 + i % 7)) for i in range(1200))
    state = trained(torch.optim.Adam(model.parameters()), model)
    found = inferred(path, {"model": model.state_dict(), "optimizer": state})
    assert found["optimizer.state.1199.exp_avg"] == "model.1199"
    assert len(found) == 1200


def test_frozen_layers_that_leave_one_way(path: Path) -> None:
    model = Net()
    state = trained(torch.optim.Adam([*model.conv.parameters(), *model.head.parameters()]), model)
    found = inferred(path, {"model": model.state_dict(), "optimizer": state})
    assert found == {}  # the bias has the shape of the norm's weight and bias
    state = trained(torch.optim.Adam([model.conv.weight, model.head.weight]), model)
    found = inferred(path, {"model": model.state_dict(), "optimizer": state})
    assert list(found.values()) == ["model.conv.weight", "model.head.weight"]


def test_nothing_is_claimed_where_two_ways_fit(path: Path) -> None:
    model = Net()
    one_layer = trained(torch.optim.Adam(model.layers[1].parameters()), model)
    assert inferred(path, {"model": model.state_dict(), "optimizer": one_layer}) == {}
    apart = [{"params": [p for p in model.parameters() if p.shape == (3,)]}, {"params": [model.norm.bias]}]
    assert inferred(path, {"model": model.state_dict(), "optimizer": trained(torch.optim.Adam(apart), model)}) == {}


def test_nothing_is_claimed_of_another_model(path: Path) -> None:
    model = Net()
    state = trained(torch.optim.Adam(model.parameters()), model)
    others = [nn.Linear(3, 3).state_dict(), dict(reversed(model.state_dict().items())), {}]
    assert [inferred(path, {"model": other, "optimizer": state}) for other in others] == [{}, {}, {}]


def test_state_of_other_shapes_is_not_named(path: Path) -> None:
    model = nn.Linear(3, 4)
    state = trained(torch.optim.Adam(model.parameters()), model)
    state["state"][0] = {"row": torch.zeros(4), "column": torch.zeros(3)}
    found = inferred(path, {"model": model.state_dict(), "optimizer": state})
    assert found == {"optimizer.state.1.exp_avg": "model.bias"}


@pytest.mark.parametrize("params", [[0, 0], "[0, 1]", {0: 1}, [], None, [0, "1"], [-1]])
def test_groups_that_lie(path: Path, params: object) -> None:
    state = {"state": {0: {"exp_avg": torch.zeros(2)}}, "param_groups": [{"params": params}]}
    assert inferred(path, {"model": {"w": torch.zeros(2)}, "optimizer": state}) == {}


def test_of_hundreds_of_optimizers_only_the_first_are_compared(path: Path) -> None:
    optimizers = [{"state": {0: {"exp_avg": torch.zeros(2)}}, "param_groups": [{"params": [0]}]} for _ in range(200)]
    assert len(inferred(path, {"model": {"w": torch.zeros(2)}, "optimizers": optimizers})) == 32
