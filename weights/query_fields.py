"""What a query can ask for besides names, in one table: tags (`dtype:bf16`) and fields (`std<0.01`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics
    from weights.tree import Tensor


class Needs(Enum):
    """What must be there for an answer."""

    HEADERS = 1
    DATA = 2
    COMPARISON = 3


@dataclass(frozen=True, slots=True)
class Field:
    """A number to compare. `read` takes it from a Tensor where headers are needed, and from Statistics where data is.

    It gives None for what does not exist: the mean of nothing. Of a `is_count`, the share of all elements can be asked
    for with %.
    """

    meaning: str
    needs: Needs
    read: Callable[[Any], float | None] | None = None
    is_count: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A word with a colon, and what may follow it."""

    meaning: str
    needs: Needs = Needs.HEADERS


KINDS = ("tensor", "value", "object")

TAGS: Mapping[str, Tag] = {
    "shape": Tag("3072x*"),
    "dtype": Tag("bf16 or bfloat16"),
    "kind": Tag(", ".join(KINDS)),
    "status": Tag("only_b", Needs.COMPARISON),
}


def _parameters(tensor: Tensor) -> float:
    return tensor.numel


def _bytes(tensor: Tensor) -> float:
    return tensor.size


def _dimensions(tensor: Tensor) -> float:
    return len(tensor.shape)


def _infinities(statistics: Statistics) -> float:
    return statistics.posinf + statistics.neginf


def _largest_magnitude(statistics: Statistics) -> float | None:
    low, high = statistics.min, statistics.max
    return None if low is None or high is None else max(abs(low), abs(high))


FIELDS: Mapping[str, Field] = {
    "params": Field("parameters", Needs.HEADERS, _parameters),
    "bytes": Field("bytes of the values", Needs.HEADERS, _bytes),
    "dims": Field("dimensions", Needs.HEADERS, _dimensions),
    "nan": Field("NaN: how many, or their share", Needs.DATA, lambda statistics: statistics.nan, is_count=True),
    "inf": Field("infinities: how many, or their share", Needs.DATA, _infinities, is_count=True),
    "zeros": Field("zeros: how many, or their share", Needs.DATA, lambda statistics: statistics.zeros, is_count=True),
    "min": Field("smallest value", Needs.DATA, lambda statistics: statistics.min),
    "max": Field("largest value", Needs.DATA, lambda statistics: statistics.max),
    "mean": Field("arithmetic mean", Needs.DATA, lambda statistics: statistics.mean),
    "std": Field("standard deviation", Needs.DATA, lambda statistics: statistics.std),
    "absmax": Field("largest magnitude", Needs.DATA, _largest_magnitude),
    "l2": Field("L2 norm", Needs.DATA, lambda statistics: statistics.l2),
    "change": Field("relative change", Needs.COMPARISON),
    "values_changed": Field("elements that differ", Needs.COMPARISON, is_count=True),
    "cosine": Field("cosine of both sides", Needs.COMPARISON),
    "max_abs": Field("largest difference", Needs.COMPARISON),
}


def offered(names: Mapping[str, Field] | Mapping[str, Tag]) -> list[str]:
    """The names of a table that can be asked for while one checkpoint is open and nothing is compared."""
    return [name for name, entry in names.items() if entry.needs is not Needs.COMPARISON]
