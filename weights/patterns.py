"""Regular expressions that answer in time linear in the text, whatever the pattern and whatever the names.

Python's own `re` backtracks: `(a+)+b` takes years on a name of forty a's, holding the interpreter, and names come from
foreign files. Here the pattern becomes an automaton, whose states are worked out as they are met. It tells whether a
text contains a match, ignoring case, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from weights.pattern_parser import END, START, Parser, positions

_MAX_REMEMBERED = 4096


@dataclass(slots=True, eq=False)
class _State:
    """A set of atoms that the last character may have matched (as bits), and the states met after this one."""

    atoms: int
    after: dict[str, _State] = field(default_factory=dict)


class Pattern:
    """A compiled pattern. Only one thread may use it at a time: it remembers the states it has met."""

    def __init__(self, pattern: str) -> None:
        """Raises BadQuery for what does not parse and for what a linear search cannot do (`\\1`, `(?=...)`, `\\b`)."""
        parser = Parser(pattern)
        whole = parser.parse()
        self._atoms = parser.atoms
        self._follow = parser.follow
        self._matches_nothing = whole.nullable
        self._first, self._last = whole.first, whole.last
        self._states: dict[int, _State] = {}
        self._accepting: dict[str, int] = {}
        self._start, self._found = _State(0), _State(0)

    def found_in(self, text: str) -> bool:
        """Whether a text, in lower case, contains a match."""
        if self._matches_nothing:
            return True
        state, found = self._start, self._found
        for character in f"{START}{text}{END}":
            try:
                state = state.after[character]
            except KeyError:
                state = self._step(state, character)
            if state is found:
                return True
        return False

    def _step(self, state: _State, character: str) -> _State:
        """The state after a character, worked out and remembered. A match may begin anywhere: `first` always joins."""
        reachable = self._first
        for position in positions(state.atoms):
            reachable |= self._follow[position]
        atoms = reachable & self._accepting_mask(character)
        if len(self._states) >= _MAX_REMEMBERED:
            self._forget()
        after = self._found if atoms & self._last else self._states.setdefault(atoms, _State(atoms))
        state.after[character] = after
        return after

    def _forget(self) -> None:
        for state in (self._start, *self._states.values()):
            state.after.clear()
        self._states.clear()

    def _accepting_mask(self, character: str) -> int:
        mask = self._accepting.get(character)
        if mask is None:
            mask = sum(1 << position for position, accepts in enumerate(self._atoms) if accepts(character))
            self._accepting[character] = mask
        return mask
