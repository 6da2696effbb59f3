"""One row of the tree or of the flat list, with its texts worked out once: repainting must not compute."""

from __future__ import annotations

import html
from collections.abc import Sequence

from gui.models.columns import Column
from gui.models.facts import Facts
from gui.models.marks import Marked
from weights import text
from weights.dtypes import BY_NAME
from weights.naming import shown_name
from weights.tree import Node

SHARED = "shared"
"""Stands for the parameters and bytes of a second name, which are counted under the first."""

_MAX_NAME = 300
_MAX_VALUE = 120


class Row:
    """A node as shown. `first` begins the chain of single children that ends at `node` and is shown as one row.

    `members`, where given, are some of the node's children under a row of their own: very long levels are cut.
    """

    __slots__ = ("_marks", "_texts", "children", "depth", "first", "label", "members", "node", "parent", "position")

    def __init__(
        self,
        node: Node,
        label: str,
        *,
        first: Node | None = None,
        parent: Row | None = None,
        position: int = 0,
        members: Sequence[Node] | None = None,
    ) -> None:
        self.node, self.label, self.first = node, label, first or node
        self.parent, self.position, self.members = parent, position, members
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.children: list[Row] | None = None
        self._texts: tuple[str, ...] | None = None
        self._marks: Sequence[Marked] | None = None

    @property
    def has_shape(self) -> bool:
        """Whether the shape column holds a shape, which is never elided."""
        return self.node.tensor is not None

    @property
    def spans(self) -> bool:
        """Whether a text takes the place of all columns but the name: a value, or an object that holds no tensor."""
        container = self.node.container
        is_plain_object = container is not None and container.opaque and not self.node.sums.tensors
        return self.members is None and (self.node.value is not None or is_plain_object)

    def forget(self) -> None:
        """Something became known about the node: work the texts out again when next asked."""
        self._texts = self._marks = None

    def texts(self, facts: Facts) -> tuple[str, ...]:
        """The text of each column."""
        if self._texts is None:
            self._texts = _range_texts(self) if self.members is not None else _texts(self, facts)
        return self._texts

    def marks(self, facts: Facts) -> Sequence[Marked]:
        """The marks beside the name."""
        if self._marks is None:
            self._marks = () if self.members is not None else facts.marks(self.node)
        return self._marks


def second_name(node: Node, facts: Facts) -> str:
    """What stands faintly after a name: what else the values are called, or whose state they seem to be."""
    first = facts.second_name_of(node)
    if first is not None:
        return f"  =  {text.visible(first.name, _MAX_NAME)}"
    inferred = facts.structure.inferred
    if node in inferred and node.parent not in inferred:
        return f"  of  {text.visible(inferred[node].name, _MAX_NAME)} (inferred)"
    return ""


def label_of_root(facts: Facts) -> str:
    """The file's name, its folder in front where the name alone says nothing."""
    return text.visible(shown_name(facts.checkpoint.path), _MAX_NAME)


def tooltip(row: Row, facts: Facts) -> str:
    """Everything about a row in words, as rich text in which every word from the file is escaped."""
    node = row.node
    lines = [node.name or label_of_root(facts)]
    tensor, value = node.tensor, node.value
    if row.members is not None:
        lines.append(row.label)
    elif tensor is not None:
        lines.append(f"{text.shape(tensor.shape)}  ·  {tensor.dtype}")
        lines.append(f"{text.plural(tensor.numel, 'parameter')}  ·  {text.plural(tensor.size, 'byte')}")
        lines += [tensor.note] if tensor.note else []
    elif value is not None:
        lines.append(f"{value.type}: {value.text}")
    else:
        lines += [node.container.type] if node.container is not None else []
        lines.append(_sums(node))
    lines += [marked.words for marked in row.marks(facts)]
    return "<qt>" + "<br>".join(html.escape(text.visible(line)) for line in lines if line) + "</qt>"


def _sums(node: Node) -> str:
    sums = node.sums
    parts = [text.plural(sums.tensors, "tensor"), text.plural(sums.parameters, "parameter"), text.size(sums.size)]
    return "  ·  ".join(parts) if sums.tensors else ""


def _texts(row: Row, facts: Facts) -> tuple[str, ...]:
    node = row.node
    texts = [""] * len(Column)
    texts[Column.NAME] = text.visible(row.label, _MAX_NAME) or text.NAMELESS
    if node.tensor is not None:
        _put_tensor(texts, node, facts)
    elif node.value is not None:
        texts[Column.SHAPE] = text.visible(node.value.text, _MAX_VALUE)
        texts[Column.TYPE] = text.visible(node.value.type, _MAX_VALUE)
    else:
        _put_branch(texts, node, facts)
    _put_statistics(texts, node, facts)
    return tuple(texts)


def _put_tensor(texts: list[str], node: Node, facts: Facts) -> None:
    tensor = node.tensor
    if tensor is None:
        return
    is_second = facts.second_name_of(node) is not None
    known = BY_NAME.get(tensor.dtype)
    texts[Column.SHAPE] = text.shape(tensor.shape)
    texts[Column.TYPE] = known.short if known is not None else text.visible(tensor.dtype, _MAX_VALUE)
    texts[Column.PARAMETERS] = SHARED if is_second else text.short_count(tensor.numel)
    texts[Column.SIZE] = SHARED if is_second else text.size(tensor.size)
    texts[Column.BYTES] = text.count(tensor.size)


def _put_branch(texts: list[str], node: Node, facts: Facts) -> None:
    sums = node.sums
    texts[Column.SHAPE] = _kind_of_branch(node, facts)
    if sums.tensors:
        texts[Column.PARAMETERS] = text.short_count(facts.parameters(node))
        texts[Column.SIZE] = text.size(facts.size(node))
        texts[Column.BYTES] = text.count(facts.size(node))


def _kind_of_branch(node: Node, facts: Facts) -> str:
    if node.parent is None:
        return text.plural(node.sums.tensors, "tensor")
    if node in facts.structure.stacks:
        return f"{text.count(len(node.children))}{text.THIN}{text.TIMES}"
    container = node.container
    if container is None:
        return ""
    if container.opaque:
        return text.visible(container.type, _MAX_VALUE)
    return "empty" if not node.children else ""


def _put_statistics(texts: list[str], node: Node, facts: Facts) -> None:
    statistics, sums = facts.statistics.get(node), facts.branches.get(node)
    if statistics is not None:
        texts[Column.STD] = text.number(statistics.std)
        texts[Column.MIN] = text.number(statistics.min)
        texts[Column.MAX] = text.number(statistics.max)
    elif sums is not None and sums.spread is not None:
        texts[Column.MIN] = text.number(sums.spread.low)
        texts[Column.MAX] = text.number(sums.spread.high)
    counts = statistics or sums
    if counts is not None:
        texts[Column.ZEROS] = text.share(counts.zeros, counts.count)
        texts[Column.NAN] = text.count(counts.nan)


def _range_texts(row: Row) -> tuple[str, ...]:
    texts = [""] * len(Column)
    texts[Column.NAME] = text.visible(row.label, _MAX_NAME)
    texts[Column.SHAPE] = text.plural(len(row.members or ()), "row")
    return tuple(texts)
