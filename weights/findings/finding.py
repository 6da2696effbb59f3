"""A finding: what was found, in which tensors, and the evidence in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from weights.record import record
from weights.structure import Structure
from weights.tree import Node, role

Index = tuple[int, ...]

_MOST_GROUPS = 100  # of one kind; more are a list that nobody reads, and too long for one


class FindingKind(Enum):
    """In the order in which findings are listed; each is called by its words."""

    NOT_FINITE = "NaN or infinities"
    AT_LIMIT = "At the type's limit"
    ALL_ZERO = "All zero"
    CONSTANT = "Constant"
    ZERO_ROWS = "Zero rows"
    ZERO_COLUMNS = "Zero columns"
    DUPLICATE = "Same bytes"
    UNREFERENCED = "Mostly unreferenced"


_RANKS = {kind: rank for rank, kind in enumerate(FindingKind)}


@record
class Finding:
    """One fact. `nodes` are the tensors that it is about, in the file's order; more than one share it.

    `place` is that of the first of them in the file's order, `index` that of the first value the evidence speaks of.
    """

    kind: FindingKind
    nodes: Sequence[Node]
    place: int
    evidence: str
    index: Index | None = None

    @property
    def rank(self) -> tuple[int, int]:
        """Where it stands in a list of findings."""
        return _RANKS[self.kind], self.place


@record
class Group:
    """Findings of one kind about tensors of one role; `title` is that role, or the name of the only tensor.

    Where a kind has very many groups, they are one; its title is empty.
    """

    kind: FindingKind
    title: str
    findings: Sequence[Finding]

    @property
    def tensors(self) -> int:
        """How many tensors they speak of."""
        return sum(len(finding.nodes) for finding in self.findings)


def grouped(findings: Iterable[Finding], structure: Structure) -> list[Group]:
    """Findings in their order, but those that are alike except for their layer together, where the first of them is."""
    by_kind: defaultdict[FindingKind, defaultdict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        by_kind[finding.kind][role(finding.nodes[0], structure.stacks)].append(finding)
    return [group for kind, by_role in by_kind.items() for group in _groups(kind, by_role)]


def _groups(kind: FindingKind, by_role: Mapping[str, Sequence[Finding]]) -> list[Group]:
    if len(by_role) > _MOST_GROUPS:
        return [Group(kind, "", [finding for alike in by_role.values() for finding in alike])]
    return [Group(kind, _title(title, alike), alike) for title, alike in by_role.items()]


def _title(role_of_all: str, findings: Sequence[Finding]) -> str:
    is_single = len(findings) == 1 and len(findings[0].nodes) == 1
    return findings[0].nodes[0].name if is_single else role_of_all
