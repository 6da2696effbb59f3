"""The checksum that zip archives hold of each member (CRC-32), compared with the bytes that are there."""

from __future__ import annotations

import zlib

from weights.source import BLOCK, Source

MISMATCH = "its bytes do not match the checksum (CRC-32) that the archive holds of them"


def crc32(source: Source) -> int:
    """The CRC-32 of all bytes, read in blocks. Raises as `Source.read_into`."""
    buffer = memoryview(bytearray(min(BLOCK, source.size)))
    crc = 0
    for offset in range(0, source.size, BLOCK):
        block = buffer[: min(BLOCK, source.size - offset)]
        source.read_into(offset, block)
        crc = zlib.crc32(block, crc)
    return crc
