"""A finding: what was found, in which tensors, and the evidence in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum

from weights.record import record
from weights.structure import Structure
from weights.tree import Node, role

Index = tuple[int, ...]


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
    """Findings of one kind about tensors of one role; `title` is that role, or the name of the only tensor."""

    kind: FindingKind
    title: str
    findings: Sequence[Finding]

    @property
    def nodes(self) -> list[Node]:
        return [node for finding in self.findings for node in finding.nodes]


def grouped(findings: Iterable[Finding], structure: Structure) -> list[Group]:
    """Findings that are alike but for their layer, together; groups stand where the first of their findings does."""
    groups: defaultdict[tuple[FindingKind, str], list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda each: each.rank):
        groups[finding.kind, role(finding.nodes[0], structure.stacks)].append(finding)
    return [Group(kind, _title(title, alike), alike) for (kind, title), alike in groups.items()]


def _title(role_of_all: str, findings: Sequence[Finding]) -> str:
    is_single = len(findings) == 1 and len(findings[0].nodes) == 1
    return findings[0].nodes[0].name if is_single else role_of_all
