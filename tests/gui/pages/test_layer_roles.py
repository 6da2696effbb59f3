import numpy as np
import torch

from gui.pages.layer_numbers import layer_numbers
from gui.pages.layer_roles import Roles, find_roles, member_at, roles_below
from gui.pages.layer_statistics import LAYER_STATISTICS
from tests.generators import result_of
from tests.gui.pages.layered import CountedSoFar, checkpoint_of, layers
from tests.gui.places import node_of, structure_of
from weights.checkpoint import Checkpoint


def roles_in(checkpoint: Checkpoint) -> Roles:
    return result_of(find_roles(checkpoint, structure_of(checkpoint)))


def test_every_tensor_stands_in_its_role() -> None:
    checkpoint = checkpoint_of(layers(3))
    roles = roles_in(checkpoint)
    assert [role.name for role in roles.roles] == ["layers.N.wq", "layers.N.w1", "layers.N.norm"]
    assert roles.places[node_of(checkpoint, "layers.2.w1")] == (1, 0)
    assert node_of(checkpoint, "norm") not in roles.places


def test_the_largest_roles_of_a_branch_come_first() -> None:
    checkpoint = checkpoint_of(layers(2))
    below = result_of(roles_below(roles_in(checkpoint), node_of(checkpoint, "layers.1"), 2))
    assert below == [1, 0]


def test_the_tensor_of_a_line_in_one_layer() -> None:
    checkpoint = checkpoint_of(layers(2))
    line = roles_in(checkpoint).roles[0].lines[0]
    member = member_at(line, node_of(checkpoint, "layers.1"))
    assert member is line.members[1]
    assert member_at(line, checkpoint.root) is None


def test_every_statistic_follows_the_layers() -> None:
    checkpoint = checkpoint_of({f"layers.{n}.w": (n + 1) * torch.tensor([0.0, 1.0, -2.0]) for n in range(3)})
    (role,) = roles_in(checkpoint).roles
    known = CountedSoFar(checkpoint.tensors[:2])
    for statistic in LAYER_STATISTICS:
        numbers = result_of(layer_numbers(known, [role], statistic, role.lines[0], {}))
        first, second, third, _ = numbers.curves[0].values
        assert second in (first, 2 * first)
        assert np.isnan(third)
    assert numbers.figures.words("layer") == "2 of 3 layers counted; Scan all in the View menu"


def test_a_profile_that_was_worked_out_is_kept() -> None:
    checkpoint = checkpoint_of(layers(2))
    (role, *_), known = roles_in(checkpoint).roles, CountedSoFar(checkpoint.tensors)
    first = result_of(layer_numbers(known, [role], LAYER_STATISTICS[0], role.lines[0], {}))
    again = result_of(layer_numbers(known, [role], LAYER_STATISTICS[0], role.lines[0], first.profiles))
    assert [ridge.profile for ridge in again.ridges] == [ridge.profile for ridge in first.ridges]
    assert [ridge.label for ridge in again.ridges] == ["0", "1"]
