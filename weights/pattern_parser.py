"""Reads a regular expression into a position automaton (Glushkov 1961): its atoms and which may follow which.

An *atom* is a place in the pattern that one character of a text must satisfy; sets of atoms are the bits of an integer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from weights.errors import BadQuery

START, END = "\ufdd0", "\ufdd1"
"""The two ends of a text, which `^` and `$` stand for: noncharacters, put around the text that is searched."""

_MAX_PATTERN = 200
_MAX_NESTING = 30
_MAX_ATOMS = 1000

_REPEAT = re.compile(r"\{(?=[\d,])(\d{0,4})(,?)(\d{0,4})\}")
_PLAIN_REPEATS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": lambda character: "0" <= character <= "9",
    "w": lambda character: character.isalnum() or character == "_",
    "s": str.isspace,
}

Accepts = Callable[[str], bool]


def positions(mask: int) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


class Part(NamedTuple):
    """A part of a pattern: whether it matches the empty text, and the atoms (as bits) it can begin and end with."""

    nullable: bool
    first: int
    last: int


_EMPTY = Part(nullable=True, first=0, last=0)


class Parser:
    """Recursive descent; `atoms` are what single characters must satisfy, `follow` the atoms that may come next."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > _MAX_PATTERN:
            raise BadQuery(f"a regular expression may have {_MAX_PATTERN} characters")
        self._pattern = pattern
        self._at = 0
        self._depth = 0
        self._work = 0
        self.atoms: list[Accepts] = []
        self.follow: list[int] = []

    def parse(self) -> Part:
        part = self._alternatives()
        if self._at < len(self._pattern):
            raise BadQuery("it has a ) too many")
        return part

    def _alternatives(self) -> Part:
        part = self._sequence()
        while self._take("|"):
            other = self._sequence()
            part = Part(part.nullable or other.nullable, part.first | other.first, part.last | other.last)
        return part

    def _sequence(self) -> Part:
        part = _EMPTY
        while self._peek() not in ("", "|", ")"):
            part = self._join(part, self._repeated())
        return part

    def _join(self, left: Part, right: Part) -> Part:
        self._connect(left.last, right.first)
        return Part(
            left.nullable and right.nullable,
            left.first | right.first if left.nullable else left.first,
            left.last | right.last if right.nullable else right.last,
        )

    def _connect(self, ends: int, starts: int) -> None:
        for position in positions(ends):
            self.follow[position] |= starts

    def _repeated(self) -> Part:
        start = self._at
        atom = self._atom()
        bounds = self._bounds()
        if bounds is None:
            return atom
        after = self._at
        least, most = bounds
        part = _EMPTY
        for number in range(least if most is None else most):  # each copy is read anew, so that it has atoms of its own
            copy = self._again(start) if number else atom
            part = self._join(part, copy if number < least else copy._replace(nullable=True))
        if most is None:
            copy = self._again(start) if least else atom
            self._connect(copy.last, copy.first)
            part = self._join(part, copy._replace(nullable=True))
        self._at = after
        return part

    def _again(self, start: int) -> Part:
        self._at = start
        return self._atom()

    def _bounds(self) -> tuple[int, int | None] | None:
        """The repeat that stands here, if one does. Lazy ones (`*?`) answer the same question as greedy ones."""
        bounds = _PLAIN_REPEATS.get(self._peek())
        counted = _REPEAT.match(self._pattern, self._at)
        if bounds is not None:
            self._at += 1
        elif counted is not None:
            self._at = counted.end()
            bounds = _counted(*counted.groups())
        else:
            return None
        self._take("?")
        if self._repeats_at(self._at):
            raise BadQuery("it repeats a repeat")
        return bounds

    def _repeats_at(self, position: int) -> bool:
        return self._pattern[position : position + 1] in _PLAIN_REPEATS or bool(_REPEAT.match(self._pattern, position))

    def _atom(self) -> Part:
        self._work += 1
        if self._work > _MAX_ATOMS:
            raise BadQuery("it is too large")
        if self._repeats_at(self._at):
            raise BadQuery(f"there is nothing before {self._peek()} to repeat")
        character = self._next()
        match character:
            case "(":
                return self._group()
            case "[":
                return self._single(self._character_class())
            case "\\":
                return self._single(self._escape())
            case "^" | "$":
                return self._single((START if character == "^" else END).__eq__)
            case ".":
                return self._single(_any)
        part = _EMPTY
        for lower in character.lower():
            part = self._join(part, self._single(lower.__eq__))
        return part

    def _single(self, accepts: Accepts) -> Part:
        self.atoms.append(accepts)
        self.follow.append(0)
        bit = 1 << (len(self.atoms) - 1)
        return Part(nullable=False, first=bit, last=bit)

    def _group(self) -> Part:
        if self._take("?") and not self._take(":"):
            raise BadQuery("of the groups with (? only (?: ) is offered")
        self._depth += 1
        if self._depth > _MAX_NESTING:
            raise BadQuery("its groups are nested too deep")
        part = self._alternatives()
        self._depth -= 1
        if not self._take(")"):
            raise BadQuery("a ) is missing")
        return part

    def _escape(self) -> Accepts:
        character = self._next("it ends with a \\")
        known = _CLASSES.get(character.lower())
        if known is not None:
            return known if character.islower() else _none_of([known])
        if character.isalnum():
            raise BadQuery(f"\\{character} is not offered")
        return character.lower().__eq__

    def _character_class(self) -> Accepts:
        negated = self._take("^")
        members: list[Accepts] = []
        while not members or self._peek() != "]":
            members.append(self._member())
        self._at += 1
        return _none_of(members) if negated else _one_of(members)

    def _member(self) -> Accepts:
        low = self._next("a ] is missing")
        if low == "\\":
            return self._escape()
        if self._peek() != "-" or self._pattern[self._at + 1 : self._at + 2] in ("", "]"):
            return low.lower().__eq__
        self._at += 1
        high = self._next("a ] is missing")
        if high == "\\" or high < low:
            raise BadQuery(f"{low}-{high} is not a range")
        return lambda character: low <= character <= high or low <= character.upper() <= high

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self, wanted: str) -> bool:
        taken = self._peek() == wanted
        self._at += taken
        return taken

    def _next(self, otherwise: str = "it ends too early") -> str:
        character = self._peek()
        if not character:
            raise BadQuery(otherwise)
        self._at += 1
        return character


def _counted(least: str, comma: str, most: str) -> tuple[int, int | None]:
    low = int(least or 0)
    high = (int(most) if most else None) if comma else low
    if high is not None and high < low:
        raise BadQuery(f"{{{least},{most}}} repeats more often than it may")
    return low, high


def _any(character: str) -> bool:
    return character not in (START, END)


def _one_of(members: list[Accepts]) -> Accepts:
    return lambda character: any(accepts(character) for accepts in members)


def _none_of(members: list[Accepts]) -> Accepts:
    return lambda character: _any(character) and not any(accepts(character) for accepts in members)
