"""A bar on a terminal that shows how far a long reading has come, and leaves nothing behind."""

from __future__ import annotations

import time
from typing import TextIO

from weights import text

_SECONDS_BETWEEN = 0.1
_WIDTH = 30
_ERASE = "\r\x1b[K"


class ProgressLine:
    """Draws on the terminal's current line, at most ten times a second."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._started = time.monotonic()
        self._next = 0.0

    def show(self, done: int, total: int) -> None:
        """So many bytes of so many are read."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _SECONDS_BETWEEN
        filled = _WIDTH * done // max(total, 1)
        bar = ("=" * filled + ">" * (filled < _WIDTH)).ljust(_WIDTH)
        rate = text.size(int(done / max(now - self._started, 1e-9)))
        words = f"{text.size(done)} of {text.size(total)}  {rate}/s".replace(text.THIN, " ")
        self._terminal.write(f"{_ERASE}[{bar}] {words}")
        self._terminal.flush()

    def clear(self) -> None:
        """Take the bar away."""
        self._terminal.write(_ERASE)
        self._terminal.flush()
