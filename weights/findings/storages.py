"""Storages of which more than half is reached by no listed tensor."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from weights.checkpoint import Checkpoint, bytes_reached
from weights.findings import evidence
from weights.findings.finding import Finding, FindingKind
from weights.tensors import Storage
from weights.tree import Node

_STORAGES_A_STEP = 2000


def unreferenced(checkpoint: Checkpoint, places: Mapping[Node, int]) -> Generator[None, None, list[Finding]]:
    """The storages in the file that are mostly out of reach; those that nothing names are one finding, of the root."""
    found: list[Finding] = []
    nameless: list[Storage] = []
    for position, (storage, names) in enumerate(zip(checkpoint.storages, checkpoint.names_of_storage, strict=True)):
        if position % _STORAGES_A_STEP == 0:
            yield
        if storage.source is None or storage.size == 0 or any(_is_broken(node) for node in names):
            continue
        reached = bytes_reached(names) if names else 0
        if not names:
            nameless.append(storage)
        elif 2 * (storage.size - reached) > storage.size:
            words = evidence.out_of_reach(storage.size - reached, storage.size)
            found.append(Finding(FindingKind.UNREFERENCED, names, places[names[0]], words))
    if nameless:
        words = evidence.nameless(nameless)
        found.append(Finding(FindingKind.UNREFERENCED, [checkpoint.root], len(places), words))
    return found


def _is_broken(node: Node) -> bool:
    return node.tensor is None or node.tensor.problem is not None
