"""Sources whose bytes come from another source by decoding: inflated members, and bytes that were written as text."""

from __future__ import annotations

import codecs
import threading
import zlib

from weights.errors import Malformed, Unreadable
from weights.source import BLOCK, AnySource, Source, check_inside

_CONTINUATION = bytes(range(0x80, 0xC0))  # bytes of UTF-8 that do not begin a character
_MAX_INFLATION = 1100  # deflate cannot do better than 1032 : 1


class _Sequential(AnySource):
    """A source whose bytes come from others by decoding, and is never held whole.

    Reading onwards is cheap; reading back starts again from the beginning.
    """

    sequential = True

    def __init__(self, coded: Source, size: int) -> None:
        self.size = size
        self._coded = coded
        self._lock = threading.Lock()
        self._restart()

    def _restart(self) -> None:
        self._position = 0
        self._coded_position = 0

    def read_into(self, offset: int, buffer: memoryview) -> None:
        check_inside(self.size, offset, len(buffer))
        with self._lock:
            if offset < self._position:
                self._restart()
            while self._position < offset:
                self._position += len(self._step(offset - self._position))
            filled = 0
            while filled < len(buffer):
                piece = self._step(len(buffer) - filled)
                self._position += len(piece)
                buffer[filled : filled + len(piece)] = piece
                filled += len(piece)

    def _next_coded(self, at_most: int = BLOCK) -> bytes:
        """The next bytes to decode; none at the end."""
        length = min(at_most, self._coded.size - self._coded_position)
        coded = self._coded.read(self._coded_position, length)
        self._coded_position += length
        return coded

    def _step(self, at_most: int) -> bytes:
        """The next decoded bytes, at least one. Raises Unreadable at the end."""
        raise NotImplementedError


class Inflated(_Sequential):
    """A deflated run of bytes, inflated as it is read."""

    def __init__(self, packed: Source, size: int) -> None:
        """`size` is what the container promises. Raises Malformed for a promise that deflate cannot keep."""
        if size > _MAX_INFLATION * packed.size + BLOCK:
            raise Malformed(f"{packed.size} bytes are said to unpack to {size}, which no compression can do")
        super().__init__(packed, size)

    def _restart(self) -> None:
        super()._restart()
        self._engine = zlib.decompressobj(-zlib.MAX_WBITS)

    def _step(self, at_most: int) -> bytes:
        while True:
            packed = self._engine.unconsumed_tail or self._next_coded()
            try:
                piece = self._engine.decompress(packed, min(at_most, BLOCK))
            except zlib.error as error:
                raise Unreadable("the compressed data are damaged") from error
            if piece:
                return piece
            if self._engine.eof or not packed:
                raise Unreadable("the compressed data end too early")


class Recoded(_Sequential):
    """Bytes that were written as text, byte by byte as code points 0 to 255, and then as UTF-8."""

    @staticmethod
    def length(coded: Source) -> int:
        """How many bytes were written so: one for each that does not continue a character. Reads them all."""
        blocks = (coded.read(at, min(BLOCK, coded.size - at)) for at in range(0, coded.size, BLOCK))
        return sum(len(block.translate(None, delete=_CONTINUATION)) for block in blocks)

    def _restart(self) -> None:
        super()._restart()
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def _step(self, at_most: int) -> bytes:
        while True:
            coded = self._next_coded(at_most)  # never more characters than bytes
            try:
                piece = self._decoder.decode(coded, final=not coded).encode("latin-1")
            except UnicodeError as error:
                raise Unreadable("its bytes were written as text, and that is damaged") from error
            if piece:
                return piece
            if not coded:
                raise Unreadable("its bytes were written as text, and that ends too early")
