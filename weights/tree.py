"""The tree of a checkpoint: names split at their dots, tensors, values and containers at their places, and sums.

A reader reports *items*: a path of keys as found in the file, and what lies there. Keys may hold dots
(`layers.0.wq.weight`), so the tree's levels are the dotted parts of all keys; an item keeps its path as found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import NamedTuple

from weights.record import record
from weights.tensors import Readable
from weights.text import NAMELESS, dotted

Path = tuple[str, ...]

_MAX_PARTS = 64


class Tensor(NamedTuple):
    """A tensor in a checkpoint. `storage` is an index into the checkpoint's storages; None where it has none.

    `shape` and `strides` are as the file states them, also where `problem` says why the values cannot be read.
    """

    path: Path
    dtype: str
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    numel: int
    size: int
    data: Readable | None
    storage: int | None = None
    problem: str | None = None
    requires_grad: bool = False
    is_parameter: bool = False
    note: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether its values are in the file and can be read."""
        return self.data is not None and self.problem is None


@record
class Value:
    """Anything that is not a tensor, as bounded text: `type` is its class, `text` what it holds (not yet escaped)."""

    path: Path
    type: str
    text: str
    problem: str | None = None


@record
class Container:
    """What kind of thing holds the items below it. `opaque`: an object whose class we do not know and never run."""

    path: Path
    type: str
    length: int
    opaque: bool = False


Content = Tensor | Value | Container


class Sums(NamedTuple):
    """Sums over the tensors of a branch. Bytes are of the values, not of the file; see `Checkpoint.totals`."""

    tensors: int = 0
    values: int = 0
    parameters: int = 0
    size: int = 0
    problems: int = 0


_NOTHING = Sums()
_ONE_VALUE = Sums(values=1)


class Node:
    """One place in the tree; compared by identity. `name` is its full name, `label` the last part of it."""

    __slots__ = ("children", "content", "label", "name", "parent", "sums")

    def __init__(self, label: str, name: str, content: Content | None = None, parent: Node | None = None) -> None:
        self.label = label
        self.name = name
        self.content = content
        self.children: list[Node] = []
        self.parent = parent
        self.sums = _NOTHING

    def __repr__(self) -> str:
        return f"Node({self.name!r})"

    @property
    def tensor(self) -> Tensor | None:
        return self.content if isinstance(self.content, Tensor) else None

    @property
    def value(self) -> Value | None:
        return self.content if isinstance(self.content, Value) else None

    @property
    def container(self) -> Container | None:
        return self.content if isinstance(self.content, Container) else None

    @property
    def is_branch(self) -> bool:
        return bool(self.children)

    @property
    def is_entry(self) -> bool:
        """Whether it is listed by itself: a tensor, a value, an object of unknown class, an empty container."""
        content = self.content
        return content is not None and (not isinstance(content, Container) or content.opaque or not self.children)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first, in the tree's order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def build(contents: Iterable[Content]) -> tuple[Node, list[Node]]:
    """The tree of a checkpoint's items, arranged, and its nodes with content in the file's order."""
    root = Node(label="", name="")
    nodes = [root]
    places: dict[tuple[int, str], Node] = {}
    listed: list[Node] = []
    for content in contents:
        node = root
        parts = [part for key in content.path for part in _parts(key)]
        last = len(parts) - 1
        for position, part in enumerate(parts):
            place = (id(node), part)
            child = places.get(place)
            if child is None or (position == last and child.content is not None):
                name = f"{node.name}.{part}" if position else part
                places[place] = child = Node(part, name, parent=node)
                node.children.append(child)
                nodes.append(child)
            node = child
        node.content = content
        listed.append(node)
    for node in reversed(nodes):  # children were made after their parents
        if len(node.children) > 1:
            node.children = _arranged(node.children)
        node.sums = _sum(node)
    return root, listed


def _parts(key: str) -> list[str]:
    """A key's dotted parts. One with empty parts (`a..b`, `.`) or very many stays whole."""
    parts = key.split(".")
    return parts if all(parts) and len(parts) <= _MAX_PARTS else [key]


def _arranged(children: list[Node]) -> list[Node]:
    """In the file's order, which is the model's, but for labels that differ in their numbers: `h2` before `h10`.

    Those change places among themselves only, so `conv1, bn1, conv2, bn2` stays as it is.
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for place, child in enumerate(children):
        alike[_without_numbers(child.label)].append(place)
    arranged = list(children)
    for places in alike.values():
        if len(places) > 1:
            ranked = sorted([children[place] for place in places], key=_label_key)
            for place, child in zip(places, ranked, strict=True):
                arranged[place] = child
    return arranged


def _label_key(node: Node) -> Key:
    return natural_key(node.label)


def _sum(node: Node) -> Sums:
    """A node's own content and the sums of its children, which must be known."""
    children = node.children
    if len(children) == 1 and node.content is None:
        return children[0].sums
    own = _own_sums(node.content)
    return Sums(*map(sum, zip(own, *[child.sums for child in children], strict=True))) if children else own


def _own_sums(content: Content | None) -> Sums:
    if isinstance(content, Tensor):
        return Sums(1, 0, content.numel, content.size, int(content.problem is not None))
    return _ONE_VALUE if isinstance(content, Value) else _NOTHING


Key = tuple[tuple[int, int, str], ...]
_DIGITS = re.compile(r"([0-9]+)")
_LABELS_KEPT = 1 << 12  # the same few come again in every layer


@lru_cache(_LABELS_KEPT)
def _without_numbers(label: str) -> str:
    return "0" if label.isdigit() else _DIGITS.sub("0", label)


@lru_cache(_LABELS_KEPT)
def natural_key(label: str) -> Key:
    """A sort key that puts `2` before `10` and `h2` before `h10`; a label that is a number comes first."""
    if label.isascii() and label.isdigit() and len(label) < 20:
        return ((0, int(label), label),)
    pieces = _DIGITS.split(label)
    return tuple(
        (0, int(piece), piece) if i % 2 and len(piece) < 20 else (1, 0, piece)
        for i, piece in enumerate(pieces)
        if piece
    )


def compact(node: Node) -> tuple[str, Node]:
    """The label and the end of the chain of single children that begins at a node: one row of the tree."""
    label = node.label
    while len(node.children) == 1 and node.content is None:
        node = node.children[0]
        label = f"{label}.{node.label}"
    return label, node


def row_start(node: Node) -> Node:
    """Where the chain of single children begins that a node ends: its row of the tree is labelled from there on."""
    while node.parent is not None and node.parent.parent is not None:
        if len(node.parent.children) != 1 or node.parent.content is not None:
            break
        node = node.parent
    return node


def full_name(node: Node) -> str:
    """A node's name; in words where it is empty: a file's root, or an empty key. Not escaped yet."""
    return node.name or (dotted(()) if node.parent is None else NAMELESS)


def find(root: Node, name: str) -> Node | None:
    """The node of this full name; of several, one that is a tensor. The root has no name."""
    if not name:
        return root
    named = [node for node in root.walk() if node.name == name]
    return next((node for node in named if node.tensor is not None), named[0] if named else None)


def stacks(root: Node) -> set[Node]:
    """The nodes with at least two children that are named by integers and hold the same names below."""
    shapes: dict[Node, int] = {}
    interned: dict[tuple[object, ...], int] = {}
    found: set[Node] = set()
    for node in reversed(list(root.walk())):
        signature = tuple((child.label, shapes[child]) for child in node.children)
        shapes[node] = interned.setdefault(signature, len(interned))
        groups: dict[int, int] = defaultdict(int)
        for child in node.children:
            if child.label.isascii() and child.label.isdigit():
                groups[shapes[child]] += 1
        if groups and max(groups.values()) > 1:
            found.add(node)
    return found


def role(node: Node, stacks_of_tree: Set[Node]) -> str:
    """The full name with every stack index replaced by `N`: `layers.N.attention.wq.weight`."""
    return dotted("N" if is_index(part, stacks_of_tree) else part.label for part in way_down(node))


def is_index(node: Node, stacks_of_tree: Set[Node]) -> bool:
    """Whether a node is one of a stack, told by its number."""
    return node.parent in stacks_of_tree and node.label.isascii() and node.label.isdigit()


def way_down(node: Node) -> list[Node]:
    """The nodes that lead to a node from the root, which is left out, to the node itself."""
    way: list[Node] = []
    while node.parent is not None:
        way.append(node)
        node = node.parent
    way.reverse()
    return way
