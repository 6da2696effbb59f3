"""The inert pickle machine: walks a pickle of protocol 0 to 5, builds plain data, and calls nothing.

Opcodes as `pickletools` documents them. Whatever a pickle would call becomes an `Object`, unless the vocabulary has a
builder of ours for that exact name. Memory and time are bounded by the limits below, whatever the file says.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Protocol

from weights.errors import Malformed
from weights.readers.inert import Builder, Global, LongBytes, LongText, Object
from weights.readers.opcodes import HANDLERS
from weights.record import record
from weights.source import Source

MAX_OPCODES = 12_000_000  # a tensor takes 30
_MAX_OBJECTS = 4_000_000  # dictionaries, lists, tuples, sets, results of calls
_MAX_MEMO = 4_000_000
_MAX_STACK = 4_000_000
_MAX_MARKS = 10_000  # nesting within one expression
_MAX_GLOBALS = 10_000
_MAX_NAME = 1000  # characters of a module or a class: each of its objects is listed with them
_MAX_HELD = 1 << 27  # bytes of text, bytes and integers
_MAX_KEPT_BYTES = 1 << 12  # longer ones stay in the file
_MAX_KEPT_TEXT = 1 << 16
_MAX_LINE = 1 << 20

_WINDOW = 1 << 16
_MARGIN = 16  # more than an opcode and its fixed arguments take
_PROTO, _STOP = 0x80, ord(".")

# An empty stack or one without a mark, a memo entry that is not there, an opcode cut off by the end.
_DAMAGE = (IndexError, KeyError, struct.error)


class Vocabulary(Protocol):
    """The names and persistent ids that one file format knows."""

    def builder(self, module: str, name: str) -> Builder | None:
        """What builds the result of calling this name; None where nothing of ours does."""

    def knows(self, module: str, name: str) -> bool:
        """Whether the format itself uses this name."""

    def persistent(self, key: Any) -> Any:
        """What a persistent id stands for. Raises Malformed."""


@record
class Loaded:
    """A pickle's value, the names it asks for, the offset past its end, and how many opcodes it took."""

    value: Any
    globals: Sequence[Global]
    end: int
    opcodes: int


def protocol(source: Source, offset: int = 0) -> int:
    """The protocol that a pickle says it is written in; 0 where it says nothing, as the first two do."""
    head = source.read(offset, min(2, source.size - offset))
    return head[1] if len(head) == 2 and head[0] == _PROTO else 0


def load(source: Source, offset: int, vocabulary: Vocabulary, max_opcodes: int = MAX_OPCODES) -> Loaded:
    """Walk the pickle that begins at an offset. Raises Malformed, Unreadable, FileChanged."""
    machine = Machine(source, offset, vocabulary)
    opcodes = machine.run(max_opcodes)
    return Loaded(machine.value, list(machine.globals.values()), machine.base + machine.position, opcodes)


class Machine:
    """The state of one walk. Handlers of opcodes work on it directly: a function call more per opcode would tell."""

    def __init__(self, source: Source, offset: int, vocabulary: Vocabulary) -> None:
        self.window = b""
        self.position = 0  # in the window
        self.base = offset  # of the window in the source
        self.stack: list[Any] = []
        self.marks: list[list[Any]] = []
        self.memo: dict[int, Any] = {}
        self.globals: dict[tuple[str, str], Global] = {}
        self.value: Any = None
        self.objects = 0
        self.held = 0
        self.vocabulary = vocabulary
        self._source = source
        self._refill_at = 0

    def run(self, max_opcodes: int) -> int:
        """Walk to STOP, which leaves the value on top of the stack; the number of opcodes."""
        handlers = HANDLERS
        try:
            for count in range(max_opcodes):
                position = self.position
                if position >= self._refill_at:
                    self.refill()
                    position = 0
                code = self.window[position]
                self.position = position + 1
                if code == _STOP:
                    self.value = self.stack.pop()
                    return count + 1
                handlers[code](self)
        except _DAMAGE as error:
            raise Malformed(f"the pickle is damaged or cut off at byte {self.base + self.position}") from error
        except UnicodeDecodeError as error:
            raise Malformed(f"the pickle's text before byte {self.base + self.position} is not UTF-8") from error
        raise Malformed(f"the pickle has more than {max_opcodes} instructions")

    def refill(self, wanted: int = _MARGIN) -> None:
        """Move the window to the position, so that it holds the bytes wanted where the source has them."""
        self._check_limits()
        self.base += self.position
        self.position = 0
        length = max(0, min(max(wanted, _WINDOW), self._source.size - self.base))
        self.window = self._source.read(self.base, length) if length else b""
        at_end = self.base + length >= self._source.size
        self._refill_at = length if at_end else length - _MARGIN

    def _check_limits(self) -> None:
        """Once a window is often enough: a window of opcodes cannot go far beyond a limit."""
        for number, limit, what in (
            (self.objects, _MAX_OBJECTS, "objects"),
            (len(self.memo), _MAX_MEMO, "remembered objects"),
            (len(self.stack), _MAX_STACK, "values at once"),
            (len(self.marks), _MAX_MARKS, "levels of nesting"),
            (self.held, _MAX_HELD, "bytes of text"),
            (len(self.globals), _MAX_GLOBALS, "different names"),
        ):
            if number > limit:
                raise Malformed(f"the pickle has more than {limit} {what}")

    def take(self, length: int) -> bytes:
        """The next bytes. Raises Malformed where the source has fewer."""
        end = self.position + length
        if end > len(self.window):
            self.check_left(length)
            self.refill(length)
            end = length
        data = self.window[self.position : end]
        self.position = end
        self.held += length
        return data

    def check_left(self, length: int) -> None:
        """Raise Malformed unless so many bytes are left."""
        start = self.base + self.position
        if not 0 <= length <= self._source.size - start:
            raise Malformed(f"the pickle speaks of {length} bytes at byte {start}, where the file has fewer")

    def line(self) -> bytes:
        """The bytes up to the end of the line, without it."""
        end = self.window.find(b"\n", self.position)
        if end < 0:
            self.refill(_MAX_LINE)
            end = self.window.find(b"\n", 0, _MAX_LINE)
        if end < 0:
            raise Malformed(f"the pickle has a line without an end at byte {self.base + self.position}")
        data = self.window[self.position : end]
        self.position = end + 1
        self.held += len(data)
        return data

    def take_bytes(self, length: int) -> bytes | LongBytes:
        return self.take(length) if length <= _MAX_KEPT_BYTES else LongBytes(self._skip(length))

    def take_text(self, length: int) -> str | LongText:
        position = self.position
        end = position + length
        if end <= len(self.window):
            self.position = end
            self.held += length
            return _text(self.window[position:end])
        if length <= _MAX_KEPT_TEXT:
            return _text(self.take(length))
        return LongText(self._skip(length))

    def _skip(self, length: int) -> Source:
        self.check_left(length)
        start = self.base + self.position
        self.position += length
        self.objects += 1
        return self._source.span(start, length)

    def pop_mark(self) -> list[Any]:
        """Everything since the last mark."""
        items = self.stack
        self.stack = self.marks.pop()
        return items

    def find(self, module: str, name: str) -> Global:
        """The one stub that stands for a name in this pickle. Raises Malformed for a name beyond all reason."""
        found = self.globals.get((module, name))
        if found is None:
            if len(module) > _MAX_NAME or len(name) > _MAX_NAME:
                raise Malformed(f"the pickle asks for a name of more than {_MAX_NAME} characters")
            vocabulary = self.vocabulary
            found = Global(module, name, vocabulary.builder(module, name), vocabulary.knows(module, name))
            self.globals[module, name] = found
        return found

    def call(self, function: Any, args: Any) -> Any:
        """What a call stands for: built by us where we know how, and an opaque object otherwise."""
        self.objects += 1
        if type(function) is not Global:
            return Object(function, args)
        function.called = True
        if function.builder is None:
            return Object(function, args)
        built = function.builder(args) if isinstance(args, tuple) else None
        return Object(function, args, misfit=True) if built is None else built


def _text(data: bytes) -> str:
    """Pickles may hold lone surrogates; asking for them each time would take twice as long."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogatepass")
