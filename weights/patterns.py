"""Regular expressions whose time is linear in the text, whatever the pattern: names come from foreign files.

Python's own `re` backtracks: `(a+)+b` takes years on a name of forty a's, and holds the interpreter meanwhile. RE2
does without backtracking, and refuses what needs it (`\\1`, `(?=...)`).
"""

from __future__ import annotations

import re2

from weights.errors import BadQuery

_MAX_PATTERN = 200
_MAX_MEMORY = 1 << 22  # bytes; a larger automaton is refused


class Pattern:
    """A compiled pattern, which ignores case."""

    def __init__(self, pattern: str) -> None:
        """Raises BadQuery for what does not parse and for what a linear search cannot do."""
        if len(pattern) > _MAX_PATTERN:
            raise BadQuery(f"a regular expression may have {_MAX_PATTERN} characters")
        options = re2.Options()
        options.case_sensitive = False
        options.log_errors = False
        options.max_mem = _MAX_MEMORY
        try:
            self._compiled = re2.compile(_encodable(pattern), options)
        except re2.error as error:
            raise BadQuery(_reason(error)) from error

    def found_in(self, text: str) -> bool:
        """Whether a text contains a match."""
        return self._compiled.search(_encodable(text)) is not None


def _encodable(text: str) -> str:
    """The text with U+FFFD for the lone surrogates that UTF-8 cannot hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _reason(error: re2.error) -> str:
    """RE2's own words, which come as bytes."""
    words = error.args[0] if error.args else b""
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
