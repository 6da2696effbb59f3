"""Tensors that hold the same bytes."""

import torch

from tests.generators import result_of
from tests.gui.pages.stored import distribution_of, node_of, stored
from weights.findings.duplicates import Duplicates
from weights.tree import Node


def groups(*tensors: torch.Tensor) -> list[list[int]]:
    """Which of the tensors hold the same bytes, by their place among them."""
    duplicates, nodes = Duplicates(), list[Node]()
    for tensor in tensors:
        data = stored(tensor)
        nodes.append(node_of(data))
        result_of(duplicates.add(nodes[-1], data, distribution_of(tensor).statistics()))
    return [[nodes.index(node) for node in group] for group in duplicates.groups]


def test_equal_bytes_are_found_among_others() -> None:
    a, b = torch.randn(20, 10), torch.randn(20, 10)
    assert groups(a, b, b.clone(), a.clone(), a.clone()) == [[1, 2], [0, 3, 4]]


def test_the_same_figures_in_another_order_are_not_the_same_bytes() -> None:
    a = torch.randn(200)
    assert groups(a, a.flip(0), a[torch.randperm(200)]) == []


def test_one_bit_makes_a_difference() -> None:
    a = torch.linspace(-1, 1, 200)
    b = a.clone()
    b.view(torch.int32)[100] += 1
    assert groups(a, b) == []


def test_another_shape_or_type_or_layout_is_not_the_same() -> None:
    a = torch.arange(64).reshape(8, 8)
    assert groups(a, a.reshape(4, 16), a.int(), a.T) == []


def test_a_block_is_not_taken_for_the_whole() -> None:
    a = torch.randn(1 << 19)
    b = a.clone()
    b[-1], b[-2] = a[-2], a[-1]
    assert groups(a, b, a.clone()) == [[0, 2]]


def test_constant_and_tiny_tensors_are_left_out() -> None:
    assert groups(torch.ones(99), torch.ones(99), torch.arange(3), torch.arange(3)) == []
