"""What the heading says of a selection, in words: its facts and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weights import text
from weights.naming import shown_name
from weights.record import record
from weights.tree import Node, row_start

if TYPE_CHECKING:
    from weights.checkpoint import Checkpoint
    from weights.statistics.summary import Statistics
    from weights.structure import Structure

PYTHON, VALUES = "Python that reads this tensor", "Values"
"""Of what can be copied, that which takes longer than opening a menu."""

_SEPARATOR = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}·  "


@record
class Figure:
    """One figure: its label, its text, and the role that colours it (`good`, `attention`, `bad`) or none."""

    label: str
    text: str
    role: str = ""
    tooltip: str = ""


def facts(checkpoint: Checkpoint, node: Node, structure: Structure) -> str:
    """One line of facts about a node, without reading its data."""
    if node.tensor is not None:
        return _joined(_tensor_facts(checkpoint, node, structure))
    if node.value is not None:
        return text.visible(node.value.type)
    sums = node.sums
    parts = [text.plural(sums.tensors, "tensor")] if sums.tensors else []
    if sums.tensors:  # second names of the same values are not counted again, as in the tree
        parameters, size = structure.repeated.get(node, (0, 0))
        parts += [text.plural(sums.parameters - parameters, "parameter"), text.size(sums.size - size)]
    if sums.values:
        parts.append(text.plural(sums.values, "value"))
    if node.container is not None:
        parts.insert(0, text.visible(node.container.type))
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    """Facts on a line that breaks between them only."""
    return _SEPARATOR.join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)


def _tensor_facts(checkpoint: Checkpoint, node: Node, structure: Structure) -> list[str]:
    tensor = node.tensor
    if tensor is None:
        return []
    parts = [
        text.shape(tensor.shape),
        text.visible(tensor.dtype),
        text.plural(tensor.numel, "parameter"),
        text.size(tensor.size),
    ]
    shared = checkpoint.shared_with(node)
    if shared:
        others = f" and {len(shared) - 1} more" if len(shared) > 1 else ""
        parts.append(f"shares its storage with {text.visible(shared[0].name, 80)}{others}")
    if structure.roles.get(node, 0) > 1:
        parts.append(f"one of {text.count(structure.roles[node])} in its role")
    if node in structure.inferred:
        parts.append(f"state of {text.visible(structure.inferred[node].name, 80)} (inferred from order and shape)")
    if tensor.note:
        parts.append(text.visible(tensor.note))
    return parts


def crumbs(node: Node) -> list[str]:
    """The labels above a node's row, outermost first, without the file's."""
    labels: list[str] = []
    above = row_start(node).parent
    while above is not None and above.parent is not None:
        labels.append(text.visible(above.label, 60))
        above = above.parent
    return labels[::-1]


def awaited_figures() -> list[Figure]:
    """The same figures while nothing is counted yet: each has its place already."""
    labels = ("min", "max", "mean", "std", "L2 norm", "zeros", "NaN / Inf")
    return [*(Figure(label, text.NONE) for label in labels), Figure("counted", text.ELLIPSIS)]


def figures(statistics: Statistics, *, exact: bool) -> list[Figure]:
    """The figures of a counted tensor."""
    missing = statistics.count - statistics.finite
    rows = [
        Figure("min", text.number(statistics.min)),
        Figure("max", text.number(statistics.max)),
        Figure("mean", text.number(statistics.mean)),
        Figure("std", text.number(statistics.std), tooltip="Standard deviation of the population (correction 0)"),
        Figure("L2 norm", text.number(statistics.l2)),
        Figure("zeros", text.share(statistics.zeros, statistics.count)),
        Figure("NaN / Inf", _missing(statistics), "bad" if missing else ""),
    ]
    if statistics.distinct is not None:
        rows.append(Figure("distinct", text.count(statistics.distinct), tooltip="Number of different values"))
    rows.append(_certainty(statistics, exact=exact))
    return rows


def _missing(statistics: Statistics) -> str:
    infinite = statistics.posinf + statistics.neginf
    if not statistics.nan and not infinite:
        return "none"
    return f"{text.count(statistics.nan)} / {text.count(infinite)}"


def _certainty(statistics: Statistics, *, exact: bool) -> Figure:
    if not exact:
        return Figure("counted", f"{text.count(statistics.count)} so far", "attention")
    if statistics.quantile_bound:
        bound = f"quantiles within {text.number(100 * statistics.quantile_bound, 2)}{text.THIN}%"
        return Figure("counted", "exact", "good", f"Every value was counted; {bound}")
    return Figure("counted", "exact", "good", "Every value was counted")


def title(checkpoint: Checkpoint, node: Node) -> str:
    """What the heading calls a node: what its row in the tree says; for the root, the file."""
    if node.parent is None:
        return text.visible(shown_name(checkpoint.path))
    start = row_start(node)
    return text.visible(start.label + node.name[len(start.name) :], 120) or text.NAMELESS


def copies(checkpoint: Checkpoint, node: Node, statistics: Statistics | None = None) -> dict[str, str | None]:
    """What can be copied of a node: the menu's words, and the text; None where it is yet to be read or worked out."""
    result: dict[str, str | None] = {"Name": node.name or shown_name(checkpoint.path)}
    result["Path of the file"] = str(checkpoint.path)
    if node.value is not None:
        result["Value"] = node.value.text
    if node.tensor is not None and node.tensor.data is not None and node.tensor.problem is None:
        result |= {PYTHON: None, VALUES: None}
    if statistics is not None:
        result["Statistics"] = "\n".join(f"{figure.label}\t{figure.text}" for figure in figures(statistics, exact=True))
    return result


def problems(checkpoint: Checkpoint) -> str:
    """One sentence on what is wrong in a file that opened all the same."""
    first = checkpoint.problems[0]
    sentence = f"{text.visible(first.where, 80)}: {first.message}" if first.where else first.message
    others = len(checkpoint.problems) - 1
    return f"{sentence} – and {text.plural(others, 'more problem')}, listed in the overview" if others else sentence
