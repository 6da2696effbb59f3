"""The query language of the filter: parsed once, then asked of every tensor, value and object of a checkpoint.

Terms are separated by spaces and all must hold; `-` before a term negates it. `parse` gives a Query, `subjects` the
index of a checkpoint's tree, made once; `search` answers block by block, so that it can be stopped at any time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from weights.errors import BadQuery
from weights.query_terms import (
    COUNTS,
    FACTS,
    MEASURES,
    Answer,
    Expression,
    Fact,
    Glob,
    Not,
    OfKind,
    Statistic,
    StatsOf,
    Subject,
    Term,
    Words,
    glob,
    of_shape,
    of_type,
)
from weights.tree import Node, Tensor, Value, full_name

_BLOCK = 1000
_OF_COMPARISONS = frozenset(("change", "values_changed", "cosine", "max_abs"))
_KINDS = ("tensor", "value", "object")

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
    """A parsed query. `terms` are in the order in which they are asked: what needs statistics comes last."""

    terms: tuple[Term, ...]
    needs_statistics: bool

    def matches(self, subject: Subject, stats_of: StatsOf) -> Answer:
        """Whether all terms hold; None where that depends on statistics that are not known yet."""
        unknown = False
        for term in self.terms:
            answer = term.holds(subject, stats_of)
            if answer is None:
                unknown = True
            elif not answer:
                return False
        return None if unknown else True


@dataclass(frozen=True, slots=True)
class Matches:
    """Nodes that match, and tensors that may match but are not scanned yet; both in the tree's order."""

    found: tuple[Node, ...]
    not_scanned: tuple[Node, ...]


def subjects(root: Node) -> list[Subject]:
    """What a query can find: tensors, values, objects of unknown classes and empty containers, in the tree's order."""
    return [_subject(node) for node in root.walk() if node.is_entry]


def _subject(node: Node) -> Subject:
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
        found, not_scanned = [], []
        for subject in index[start : start + _BLOCK]:
            answer = query.matches(subject, stats_of)
            if answer:
                found.append(subject.node)
            elif answer is None:
                not_scanned.append(subject.node)
        yield Matches(tuple(found), tuple(not_scanned))


def search_all(query: Query, index: Sequence[Subject], stats_of: StatsOf = unscanned) -> Matches:
    """All matches at once."""
    blocks = list(search(query, index, stats_of))
    return Matches(
        tuple(node for block in blocks for node in block.found),
        tuple(node for block in blocks for node in block.not_scanned),
    )


def parse(text: str) -> Query:
    """A query from what was typed; an empty one matches everything. Raises BadQuery naming the term at fault."""
    words: list[str] = []
    terms: list[Term] = []
    for token in _TOKEN.finditer(text):
        is_word = token["word"] is not None and not _is_glob(token["word"]) and token["word"] != "-"
        if is_word and not token["minus"]:
            words.append(_piece(token["word"], token[0]))
        else:
            term = _term(token)
            terms.append(Not(term) if token["minus"] else term)
    if words:
        terms.insert(0, Words(tuple(words)))
    terms.sort(key=_asks_statistics)
    return Query(tuple(terms), any(map(_asks_statistics, terms)))


def _asks_statistics(term: Term) -> bool:
    return isinstance(term.term if isinstance(term, Not) else term, Statistic)


def _is_glob(word: str) -> bool:
    return "*" in word or "?" in word


def _piece(word: str, shown: str) -> str:
    """What to look for in a name between dots. A number must fill the space between two of them."""
    if word.startswith("/"):
        _refuse(shown, "a regular expression ends with /")
    if word == "-":
        _refuse(shown, "there is nothing after the -")
    return f".{word}." if word.isascii() and word.isdigit() else word.lower()


def _term(token: re.Match[str]) -> Term:
    shown = token[0]
    if token["expression"] is not None:
        return _expression(token["expression"], shown)
    if token["field"] is not None:
        return _comparison(token["field"], token["operator"], token["number"], shown)
    if token["tag"] is not None:
        return _tagged(token["tag"].lower(), token["wanted"], shown)
    word: str = token["word"]
    return Glob(glob(word)) if _is_glob(word) else Words((_piece(word, shown),))


def _expression(pattern: str, shown: str) -> Term:
    from weights.patterns import Pattern  # its library is loaded only where there is such a term

    try:
        return Expression(pattern, Pattern(pattern))
    except BadQuery as error:
        _refuse(shown, str(error))


def _tagged(tag: str, wanted: str, shown: str) -> Term:
    if tag == "status":
        _refuse(shown, "status belongs to a comparison of two files")
    if tag not in ("shape", "dtype", "kind"):
        _refuse(shown, f"there is no {tag}: here; /{shown}/ looks for it in names")
    if not wanted:
        _refuse(shown, f"nothing follows {tag}:")
    if tag == "kind":
        if wanted not in _KINDS:
            _refuse(shown, f"a kind is one of {', '.join(_KINDS)}")
        return OfKind(wanted)
    if tag == "dtype":
        return of_type(wanted.lower().removeprefix("torch."))
    pattern = wanted.lower().replace("\N{MULTIPLICATION SIGN}", "x")
    if not _DIMENSIONS.fullmatch(pattern):
        _refuse(shown, "a shape is written like 3072x*")
    return of_shape(pattern)


def _comparison(name: str, sign: str, number: str, shown: str) -> Term:
    name = name.lower()
    if name in _OF_COMPARISONS:
        _refuse(shown, f"{name} belongs to a comparison of two files")
    if name not in FACTS and name not in COUNTS and name not in MEASURES:
        _refuse(shown, f"there is no {name} to compare; there are {', '.join((*FACTS, *COUNTS, *MEASURES))}")
    parsed = _NUMBER.fullmatch(number)
    if parsed is None:
        _refuse(shown, "a number is written like 12, -0.5, 1e-6, 1.5M or 50%")
    digits, exponent, suffix = parsed.groups()
    value = float(f"{digits}e{int(exponent or 0) + _SUFFIXES[suffix]}")
    if suffix == "%" and name not in COUNTS:
        _refuse(shown, f"% goes with {', '.join(COUNTS)} only")
    if name in FACTS:
        return Fact(name, sign, value)
    return Statistic(name, sign, value, in_percent=suffix == "%")


def _refuse(term: str, reason: str) -> NoReturn:
    raise BadQuery(f"{term}: {reason}")
