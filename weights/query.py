"""The query language of the filter: parsed once, then asked of every tensor, value and object of a checkpoint.

Terms are separated by spaces and all must hold; `-` before a term negates it. `parse` gives a Query, `index_of` what
it is asked of, made once for a checkpoint; `search` answers block by block, so that it can be stopped at any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

from weights.errors import BadQuery
from weights.query_fields import FIELDS, KINDS, TAGS, Field, Needs, offered
from weights.query_terms import (
    OPERATORS,
    ElementType,
    Measured,
    Named,
    Not,
    OfKind,
    Shape,
    Stated,
    Subject,
    Term,
    Words,
    glob,
    of_shape,
    of_type,
    share,
)
from weights.tree import Node, Tensor, Value, full_name

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics

StatsOf = Callable[[Node], "Statistics | None"]
"""Looks up the statistics of a tensor; None while they are not known."""

_BLOCK = 1000

_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_TOKEN = re.compile(
    rf"""(?P<minus>-?)(?:
        /(?P<expression>(?:[^/\\]|\\.|/(?!\s|$))*)/(?=\s|$)
      | (?P<field>{_NAME})\s*(?P<operator><=|>=|<|>|=)\s*(?P<number>[^\s<>=]*)(?=\s|$)
      | (?P<tag>{_NAME}):(?P<wanted>\S*)
      | (?P<word>\S+)
    )""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"([+-]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30}))(?:[eE]([+-]?\d{1,3}))?([kMG%]?)")
_SUFFIXES = {"": 0, "%": 0, "k": 3, "M": 6, "G": 9}
_DIMENSIONS = re.compile(r"[0-9x*?]+|scalar")


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: the terms that headers answer, quick ones first, and those that only the data answers."""

    of_headers: tuple[Term[Subject], ...]
    of_data: tuple[Term[Statistics | None], ...]

    @property
    def needs_statistics(self) -> bool:
        return bool(self.of_data)


@dataclass(frozen=True, slots=True)
class Matches:
    """Nodes that match, tensors that may match but are not scanned yet, and those that might if they could be read.

    All in the tree's order.
    """

    found: tuple[Node, ...]
    not_scanned: tuple[Node, ...] = ()
    unreadable: tuple[Node, ...] = ()


def index_of(root: Node) -> Generator[None, None, list[Subject]]:
    """What a query can find: tensors, values, objects of unknown classes and empty containers, in the tree's order.

    Each yield is a place to stop.
    """
    entries = (subject(node) for node in root.walk() if node.is_entry)
    index: list[Subject] = []
    while block := list(islice(entries, _BLOCK)):
        index += block
        yield
    return index


def subject(node: Node) -> Subject:
    """An entry as terms are asked about it."""
    content = node.content
    name = f".{full_name(node).lower()}."
    if isinstance(content, Tensor):
        return Subject(node, name, "tensor", content)
    return Subject(node, name, "value" if isinstance(content, Value) else "object", None)


def unscanned(node: Node) -> None:
    """The look-up for where no statistics are known at all."""


def search(query: Query, index: Sequence[Subject], stats_of: StatsOf = unscanned) -> Iterator[Matches]:
    """The matches of one block of the index after another; each is a place to stop."""
    for start in range(0, len(index), _BLOCK):
        yield _among(index[start : start + _BLOCK], query, stats_of)


def search_all(query: Query, index: Sequence[Subject], stats_of: StatsOf = unscanned) -> Matches:
    """All matches at once."""
    blocks = list(search(query, index, stats_of))
    return Matches(
        tuple(node for block in blocks for node in block.found),
        tuple(node for block in blocks for node in block.not_scanned),
        tuple(node for block in blocks for node in block.unreadable),
    )


def _among(index: Sequence[Subject], query: Query, stats_of: StatsOf) -> Matches:
    for term in query.of_headers:
        index = [subject for subject in index if term.holds(subject)]
    if not query.of_data:
        return Matches(tuple(subject.node for subject in index))
    asked = [(subject, stats_of(subject.node)) for subject in index]
    unknown = [subject for subject, stats in asked if stats is None and subject.tensor is not None]
    held = [(subject.node, stats) for subject, stats in asked if stats is not None or subject.tensor is None]
    for measured in query.of_data:
        held = [(node, stats) for node, stats in held if measured.holds(stats)]
    return Matches(
        tuple(node for node, _ in held),
        tuple(subject.node for subject in unknown if _is_readable(subject)),
        tuple(subject.node for subject in unknown if not _is_readable(subject)),
    )


def _is_readable(subject: Subject) -> bool:
    return subject.tensor is not None and subject.tensor.problem is None


def parse(text: str) -> Query:
    """A query from what was typed; an empty one matches everything. Raises BadQuery naming the term at fault."""
    words: list[str] = []
    quick: list[Term[Subject]] = []
    slow: list[Term[Subject]] = []
    of_data: list[Term[Statistics | None]] = []
    for token in _TOKEN.finditer(text):
        if token["word"] is not None and not token["minus"] and not _is_glob(token["word"]):
            words.append(_piece(token["word"], token[0]))
            continue
        term = _term(token)
        if isinstance(term, Measured):
            of_data.append(Not(term) if token["minus"] else term)
        else:
            (quick if token["expression"] is None else slow).append(Not(term) if token["minus"] else term)
    if words:
        quick.insert(0, Words(tuple(words)))
    return Query((*quick, *slow), tuple(of_data))


def _is_glob(word: str) -> bool:
    return "*" in word or "?" in word


def _piece(word: str, shown: str) -> str:
    """What to look for in a name between dots. A number must fill the space between two of them."""
    if word.startswith("/"):
        _refuse(shown, "a regular expression ends with /")
    if word == "-":
        _refuse(shown, "there is nothing after the -")
    return f".{word}." if word.isascii() and word.isdigit() else word.lower()


_HeaderTerm = Words | Named | Shape | ElementType | OfKind | Stated


def _term(token: re.Match[str]) -> _HeaderTerm | Measured:
    shown = token[0]
    if token["expression"] is not None:
        return _expression(token["expression"], shown)
    if token["field"] is not None:
        return _comparison(token["field"].lower(), token["operator"], token["number"], shown)
    if token["tag"] is not None:
        return _tagged(token["tag"].lower(), token["wanted"].lower(), shown)
    word: str = token["word"]
    return Named(word, glob(word)) if _is_glob(word) else Words((_piece(word, shown),))


def _expression(pattern: str, shown: str) -> Named:
    from weights.patterns import Pattern  # its library is loaded only where there is such a term

    try:
        return Named(pattern, Pattern(pattern).found_in)
    except BadQuery as error:
        _refuse(shown, str(error))


def _tagged(tag: str, wanted: str, shown: str) -> _HeaderTerm:
    if tag not in TAGS:
        _refuse(shown, f"there is no {tag}: here; /{shown}/ looks for it in names")
    if TAGS[tag].needs is Needs.COMPARISON:
        _refuse_outside_comparison(tag, shown)
    if not wanted:
        _refuse(shown, f"nothing follows {tag}:")
    match tag:
        case "kind":
            if wanted not in KINDS:
                _refuse(shown, f"a kind is one of {', '.join(KINDS)}")
            return OfKind(wanted)
        case "dtype":
            return of_type(wanted.removeprefix("torch."))
    pattern = wanted.replace("\N{MULTIPLICATION SIGN}", "x")
    if not _DIMENSIONS.fullmatch(pattern):
        _refuse(shown, "a shape is written like 3072x*")
    return of_shape(pattern)


def _comparison(name: str, sign: str, number: str, shown: str) -> Stated | Measured:
    field = FIELDS.get(name)
    if field is None:
        _refuse(shown, f"there is no {name} to compare; there are {', '.join(offered(FIELDS))}")
    if field.needs is Needs.COMPARISON or field.read is None:
        _refuse_outside_comparison(name, shown)
    value, in_percent = _number(number, field, shown)
    compare = OPERATORS[sign]
    if field.needs is Needs.HEADERS:
        return Stated(field.read, compare, value)
    return Measured(share(field.read) if in_percent else field.read, compare, value)


def _number(written: str, field: Field, shown: str) -> tuple[float, bool]:
    """A number with its suffix taken in, and whether it is in per cent."""
    parsed = _NUMBER.fullmatch(written)
    if parsed is None:
        _refuse(shown, "a number is written like 12, -0.5, 1e-6, 1.5M or 50%")
    digits, exponent, suffix = parsed.groups()
    if suffix == "%" and not field.is_count:
        counts = [name for name in offered(FIELDS) if FIELDS[name].is_count]
        _refuse(shown, f"% goes with {', '.join(counts)} only")
    return float(f"{digits}e{int(exponent or 0) + _SUFFIXES[suffix]}"), suffix == "%"


def _refuse_outside_comparison(name: str, shown: str) -> NoReturn:
    _refuse(shown, f"{name} belongs to a comparison of two files")


def _refuse(term: str, reason: str) -> NoReturn:
    raise BadQuery(f"{term}: {reason}")
