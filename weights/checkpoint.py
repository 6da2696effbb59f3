"""A checkpoint that was opened: its tree, its storages, what it would import, and what is wrong with it. Data only."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from weights.record import record
from weights.source import FileSource
from weights.tensors import Storage, Stored
from weights.tree import Content, Node, Tensor, build, full_name

if TYPE_CHECKING:
    from pathlib import Path


@record
class Import:
    """A name that a pickle asks for: whether it would be called, and whether torch's own format uses it."""

    name: str
    called: bool
    known: bool


@record
class Problem:
    """Something wrong in a file that opened all the same. `where` is a tensor's name, a member, or empty."""

    where: str
    message: str


@record
class Found:
    """What a reader found in a file, in the file's order. `about` is one sentence on what the file is.

    `protocol` is that of the pickle which lists a torch file's tensors; None where there is none.
    """

    kind: str
    about: str
    contents: Sequence[Content]
    storages: Sequence[Storage]
    imports: Sequence[Import] = ()
    problems: Sequence[Problem] = ()
    protocol: int | None = None


@record
class Totals:
    """Sums over a checkpoint; see "Parameters and bytes" in the README.

    `listed` sums every named tensor, `unique` counts elements of shared storage once, `unreferenced` are bytes of
    storages that no listed tensor reaches.
    """

    parameters_listed: int
    parameters_unique: int
    bytes_listed: int
    bytes_unique: int
    bytes_unreferenced: int


@record
class Checkpoint:
    """An opened checkpoint. `tensors` and `values` are nodes of the tree in the file's order."""

    location: str
    kind: str
    about: str
    size: int
    root: Node
    tensors: Sequence[Node]
    values: Sequence[Node]
    storages: Sequence[Storage]
    names_of_storage: Sequence[Sequence[Node]]
    imports: Sequence[Import]
    problems: Sequence[Problem]
    totals: Totals
    sources: Sequence[FileSource]
    protocol: int | None = None

    __eq__ = object.__eq__  # two openings of one file are two checkpoints
    __hash__ = object.__hash__

    @property
    def path(self) -> Path:
        from pathlib import Path  # slow to import, and a listing never needs it

        return Path(self.location)

    def shared_with(self, node: Node) -> Sequence[Node]:
        """The other names of this tensor's storage, in the file's order."""
        if node.tensor is None or node.tensor.storage is None:
            return ()
        names = self.names_of_storage[node.tensor.storage]
        return () if len(names) == 1 else [other for other in names if other is not node]

    def check_unchanged(self) -> None:
        """Raise FileChanged if any file of this checkpoint is no longer the one that was opened."""
        for source in self.sources:
            source.check_unchanged()

    def close(self) -> None:
        """Give the files back; reading a tensor afterwards raises Unreadable."""
        for source in self.sources:
            source.close()


def assemble(path: os.PathLike[str] | str, source: FileSource, found: Found) -> Checkpoint:
    """Put what a reader found into a checkpoint: the tree, who shares what, and the sums."""
    root, listed = build(found.contents)
    root.label = os.path.basename(path)
    nodes = [node for node in listed if isinstance(node.content, Tensor)]
    tensors = [content for content in found.contents if isinstance(content, Tensor)]
    names: list[list[Node]] = [[] for _ in found.storages]
    for node, tensor in zip(nodes, tensors, strict=True):
        if tensor.storage is not None:
            names[tensor.storage].append(node)
    return Checkpoint(
        location=os.fspath(path),
        kind=found.kind,
        about=found.about,
        size=source.size,
        root=root,
        tensors=nodes,
        values=[node for node in listed if node.value is not None],
        storages=found.storages,
        names_of_storage=names,
        imports=found.imports,
        problems=[*found.problems, *_tensor_problems(nodes, tensors)],
        totals=_totals(tensors, found.storages),
        sources=(source,),
        protocol=found.protocol,
    )


def _tensor_problems(nodes: Sequence[Node], tensors: Sequence[Tensor]) -> Iterator[Problem]:
    for node, tensor in zip(nodes, tensors, strict=True):
        if tensor.problem is not None:
            yield Problem(full_name(node), tensor.problem)


def _totals(tensors: Sequence[Tensor], storages: Sequence[Storage]) -> Totals:
    """Sums over all tensors, and over the views of each storage; tensors without a storage share nothing."""
    views: list[list[Tensor]] = [[] for _ in storages]
    loose: list[Tensor] = []
    for tensor in tensors:
        (loose if tensor.storage is None else views[tensor.storage]).append(tensor)
    unique = [_unique(group) for group in views if group]
    reached = sum(reached_bytes for _, _, reached_bytes in unique)
    return Totals(
        parameters_listed=sum(tensor.numel for tensor in tensors),
        parameters_unique=sum(elements for elements, _, _ in unique) + sum(tensor.numel for tensor in loose),
        bytes_listed=sum(tensor.size for tensor in tensors),
        bytes_unique=sum(size for _, size, _ in unique) + sum(tensor.size for tensor in loose),
        bytes_unreferenced=max(0, sum(storage.size for storage in storages) - reached),
    )


def bytes_reached(names: Sequence[Node]) -> int:
    """How many bytes of a storage lie between the ends of its tensors, which are given."""
    return _unique([node.tensor for node in names if node.tensor is not None])[2]


def _unique(group: Sequence[Tensor]) -> tuple[int, int, int]:
    """Elements and bytes of one storage that its tensors hold, each once, and bytes from first to last reached.

    A strided tensor with gaps counts the elements it has; several views count the union of what they span, but
    never more than their sum.
    """
    reaches = [reach for reach in map(_reach, group) if reach is not None]
    if not reaches:
        broken = max(group, key=lambda tensor: tensor.size)
        return broken.numel, broken.size, 0
    if len(reaches) == 1:
        start, stop, itemsize, held = reaches[0]
        return held, held * itemsize, stop - start
    elements = reached = end = 0
    for start, stop, itemsize, _ in sorted(reaches):
        fresh = max(0, stop - max(start, end))
        elements += fresh // itemsize
        reached += fresh
        end = max(end, stop)
    elements = min(elements, sum(held for *_, held in reaches))
    size = min(reached, sum(itemsize * held for *_, itemsize, held in reaches))
    return elements, size, reached


def _reach(tensor: Tensor) -> tuple[int, int, int, int] | None:
    """First byte and the one past the last, item size, and elements held, within its storage; None where none are."""
    data = tensor.data
    if not isinstance(data, Stored) or tensor.problem is not None or tensor.numel == 0:
        return None
    itemsize, extent = data.dtype.itemsize, data.extent
    start = data.offset * itemsize
    return start, start + extent * itemsize, itemsize, min(tensor.numel // data.repeats, extent)
