"""What an inert pickle builds where Python would build objects: plain data that does nothing and compares by identity.

None, bool, int, float, str, bytes, list and tuple stand for themselves; everything else is one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from weights.record import record
from weights.source import Source

Builder = Callable[[tuple[Any, ...]], Any]
"""Takes the arguments of a call and builds what it stands for; None where they do not fit.

A pickle can name the same long argument again and again, so a builder neither copies nor walks what it is given.
"""


class Global:
    """A name that a pickle asks for. Never looked up. `called`: the pickle would call it; `known`: our table has it."""

    __slots__ = ("builder", "called", "known", "module", "name", "qualified")

    def __init__(self, module: str, name: str, builder: Builder | None = None, known: bool = False) -> None:
        self.module = module
        self.name = name
        self.qualified = f"{module}.{name}"  # kept, as every object of a class shows the same text
        self.builder = builder
        self.known = known
        self.called = False


class Object:
    """The result of a call that is not made: what would be called, its arguments, and what was put into it later.

    `misfit`: our table has a builder for the function, but not for these arguments.
    """

    __slots__ = ("args", "function", "items", "misfit", "pairs", "state")

    def __init__(self, function: Any, args: Any = (), misfit: bool = False) -> None:
        self.function = function
        self.args = args
        self.misfit = misfit
        self.state: Any = None
        self.items: list[Any] | None = None
        self.pairs: list[tuple[Any, Any]] | None = None

    @property
    def kind(self) -> str:
        """The class or function, as the file names it."""
        return self.function.qualified if isinstance(self.function, Global) else "object"


class Mapping:
    """A dictionary, as its pairs in the order they were set: keys may be anything and are never hashed.

    A hostile file can put something else among the pairs; whoever walks them checks.
    """

    __slots__ = ("kind", "pairs", "state")

    def __init__(self, kind: str, pairs: list[Any], state: Any = None) -> None:
        self.kind = kind
        self.pairs = pairs
        self.state = state


class Group:
    """A set, as its items."""

    __slots__ = ("items", "kind", "state")

    def __init__(self, kind: str, items: Sequence[Any]) -> None:
        self.kind = kind
        self.items = items
        self.state: Any = None


class Size(tuple[Any, ...]):
    """A `torch.Size`."""

    __slots__ = ()


@record
class LongBytes:
    """Bytes too long to be held: where they lie in the file."""

    source: Source


@record
class LongText:
    """Text too long to be held: where its UTF-8 lies in the file."""

    source: Source


@record
class Latin1:
    """Bytes that were written as text of the same code points: protocols 0 to 2 have no bytes."""

    text: str | LongText


@record
class HugeInt:
    """An integer too long to be held; `bits` is its length."""

    bits: int
