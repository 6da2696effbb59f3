"""Findings as they would arrive: one alone, two that are alike, and one about two tensors."""

from __future__ import annotations

from weights.findings.finding import Finding, FindingKind, Group
from weights.tree import Node


def node(name: str) -> Node:
    """A leaf of this name."""
    return Node(name, name)


A, B, C = node("a"), node("b"), node("c")
ALONE = Group(FindingKind.NOT_FINITE, "a", [Finding(FindingKind.NOT_FINITE, [A], 0, "1 NaN", (2, 3))])
ALIKE = Group(
    FindingKind.ZERO_ROWS,
    "layers.N.w",
    [Finding(FindingKind.ZERO_ROWS, [B], 1, "1 row", (4, 0)), Finding(FindingKind.ZERO_ROWS, [C], 2, "2 rows", (5, 0))],
)
SAME = Group(FindingKind.DUPLICATE, "b", [Finding(FindingKind.DUPLICATE, [B, C], 1, "2 tensors hold the same")])
