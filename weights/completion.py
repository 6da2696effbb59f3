"""What could be typed next in a query: fields, tags, and what this checkpoint's tensors are made of and called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence

from weights import text
from weights.dtypes import BY_NAME
from weights.query_fields import FIELDS, KINDS, TAGS, offered
from weights.query_terms import Subject
from weights.record import record

_ENTRIES_A_STEP = 1000
_MAX_KEPT = 5000  # of names, and of shapes
_MAX_CHOICES = 50
_MAX_WORD = 60
_WORD = re.compile(r"[^\W\d][\w.+-]*")
_TAGGED = re.compile(r"(?P<tag>[A-Za-z]+):(?P<begun>.*)")


@record
class Choice:
    """A term to choose, and what it means, where its name alone does not say so."""

    term: str
    meaning: str = ""


@record
class Vocabulary:
    """What the terms for one checkpoint are made of, most frequent first."""

    words: Sequence[str] = ()
    shapes: Sequence[Choice] = ()
    dtypes: Sequence[Choice] = ()


@record
class Offer:
    """Terms that may take the place of what stands from `start` to `end`."""

    start: int
    end: int
    choices: Sequence[Choice] = ()


def vocabulary_of(index: Sequence[Subject]) -> Generator[None, None, Vocabulary]:
    """Collect the parts of names, the shapes and the element types of a checkpoint; each yield is a place to stop."""
    words: Counter[str] = Counter()
    shapes: Counter[tuple[int, ...]] = Counter()
    dtypes: Counter[str] = Counter()
    for start in range(0, len(index), _ENTRIES_A_STEP):
        yield
        entries = index[start : start + _ENTRIES_A_STEP]
        words.update(word for entry in entries for word in entry.node.name.split("."))
        shapes.update(entry.tensor.shape for entry in entries if entry.tensor is not None)
        dtypes.update(entry.tensor.dtype for entry in entries if entry.tensor is not None)
    yield
    return Vocabulary(
        [word for word, _ in words.most_common(_MAX_KEPT) if _can_be_typed(word)],
        [Choice(_shape(shape), text.plural(number, "tensor")) for shape, number in shapes.most_common(_MAX_KEPT)],
        list(_names_of(dtypes)),
    )


def _can_be_typed(word: str) -> bool:
    """Whether a part of a name is a term by itself. Numbers are left to whoever counts."""
    return len(word) <= _MAX_WORD and _WORD.fullmatch(word) is not None and text.visible(word) == word


def _shape(shape: Sequence[int]) -> str:
    return "x".join(map(str, shape)) or "scalar"


def _names_of(dtypes: Counter[str]) -> Iterator[Choice]:
    """Every type by its short name, and then by its full one."""
    known = [name for name, _ in dtypes.most_common() if name in BY_NAME]
    yield from (Choice(BY_NAME[name].short, name) for name in known)
    yield from (Choice(name, BY_NAME[name].short) for name in known if name != BY_NAME[name].short)


def offer(typed: str, cursor: int, vocabulary: Vocabulary) -> Offer:
    """The terms that begin as the one does which ends at the cursor; none where nothing of a term is typed."""
    start = max(typed.rfind(space, 0, cursor) for space in " \t") + 1
    start += typed.startswith("-", start, cursor)
    begun = typed[start:cursor].lower()
    if not begun or not (cursor == len(typed) or typed[cursor].isspace()):
        return Offer(start, cursor)
    found = (choice for choice in _choices(begun, vocabulary) if choice.term.lower() != begun)
    return Offer(start, cursor, [choice for _, choice in zip(range(_MAX_CHOICES), found, strict=False)])


def _choices(begun: str, vocabulary: Vocabulary) -> Iterator[Choice]:
    tagged = _TAGGED.fullmatch(begun)
    if tagged is not None:
        values = {"dtype": vocabulary.dtypes, "shape": vocabulary.shapes, "kind": [Choice(kind) for kind in KINDS]}
        for value in values.get(tagged["tag"], ()):
            if value.term.lower().startswith(tagged["begun"]):
                yield Choice(f"{tagged['tag']}:{value.term}", value.meaning)
        return
    yield from (Choice(name, FIELDS[name].meaning) for name in offered(FIELDS) if name.startswith(begun))
    yield from (Choice(f"{name}:", TAGS[name].meaning) for name in offered(TAGS) if name.startswith(begun))
    yield from (Choice(word) for word in vocabulary.words if word.lower().startswith(begun))
