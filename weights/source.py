"""The only module that reads bytes of a user's file.

Positioned reads into the caller's buffers, never a memory map: a file that shrinks under a map kills the process.
A descriptor is kept, not a path, and its identity is checked after every read, so that a changed file is an error and
never a mixture of old and new.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Protocol

from weights.errors import CannotOpen, FileChanged, Unreadable

BLOCK = 1 << 20
"""Bytes that one read asks for where more would do no good."""


class Place(NamedTuple):
    """Where bytes lie: a file, and the offset of the first of them."""

    path: os.PathLike[str] | str
    offset: int


class Source(Protocol):
    """A run of bytes that can be read anywhere: a file, a span of one, an inflated member, bytes inside a pickle."""

    @property
    def size(self) -> int:
        """Length in bytes."""

    @property
    def sequential(self) -> bool:
        """Whether reading back starts again from the beginning, so that it should be read once and in order."""

    @property
    def place(self) -> Place | None:
        """Where these very bytes lie in a file; None where they are decoded, or held."""

    def read_into(self, offset: int, buffer: memoryview) -> None:
        """Fill all of `buffer` from `offset`. Raises Unreadable past the end, FileChanged, Malformed."""

    def read(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`. Raises as `read_into`."""

    def span(self, offset: int, length: int) -> Source:
        """A part of this source. Raises Unreadable where it does not lie inside."""


class AnySource:
    """What every source offers on top of its own `size` and `read_into`."""

    size: int
    sequential = False

    @property
    def place(self) -> Place | None:
        return None

    def read_into(self, offset: int, buffer: memoryview) -> None:
        raise NotImplementedError

    def read(self, offset: int, length: int) -> bytes:
        check_inside(self.size, offset, length)
        data = bytearray(length)
        self.read_into(offset, memoryview(data))
        return bytes(data)

    def span(self, offset: int, length: int) -> Source:
        check_inside(self.size, offset, length)
        return Span(self, offset, length)


def check_inside(size: int, offset: int, length: int) -> None:
    """Raise Unreadable unless [offset, offset + length) lies in a source of `size` bytes."""
    if offset < 0 or length < 0 or offset + length > size:
        raise Unreadable(f"bytes {offset} to {offset + length} lie outside the {size} bytes that are there")


class FileSource(AnySource):
    """A regular file. Closed by `close`, at the latest when nothing refers to it any more.

    Any number of threads may read. A read under way keeps the descriptor until it is done, so that its number cannot
    come to mean another file.
    """

    def __init__(self, path: os.PathLike[str] | str) -> None:
        """Raises CannotOpen for what is missing, forbidden, or not a regular file."""
        self.path = path
        self._descriptor = _open_regular(path)
        self._finalizer = weakref.finalize(self, os.close, self._descriptor)
        self._lock = threading.Lock()
        self._readers = 0
        self._closed = False
        self._identity = _identity(os.fstat(self._descriptor))
        self.size = self._identity[2]

    def read_into(self, offset: int, buffer: memoryview) -> None:
        check_inside(self.size, offset, len(buffer))
        with self._held_open() as descriptor:
            filled = _read_fully(descriptor, offset, buffer)
            self._compare_identity(descriptor)
        if filled < len(buffer):
            raise FileChanged("the file became shorter after it was opened")

    @property
    def place(self) -> Place:
        return Place(self.path, 0)

    def check_unchanged(self) -> None:
        """Raise FileChanged if the open file was written to, replaced or deleted."""
        with self._held_open() as descriptor:
            self._compare_identity(descriptor)

    def close(self) -> None:
        """Give the descriptor back once nobody reads; later reads raise Unreadable."""
        with self._lock:
            self._closed = True
            if self._readers == 0:
                self._finalizer()

    def _compare_identity(self, descriptor: int) -> None:
        status = os.fstat(descriptor)
        if status.st_nlink == 0:
            raise FileChanged("the file was deleted or replaced after it was opened")
        if _identity(status) != self._identity:
            raise FileChanged("the file was changed after it was opened")

    @contextmanager
    def _held_open(self) -> Iterator[int]:
        with self._lock:
            if self._closed:
                raise Unreadable("the file was closed")
            self._readers += 1
        try:
            yield self._descriptor
        finally:
            with self._lock:
                self._readers -= 1
                if self._closed and self._readers == 0:
                    self._finalizer()


def _read_fully(descriptor: int, offset: int, buffer: memoryview) -> int:
    """Read until the buffer is full or the file ends; returns the bytes read. Raises Unreadable for a failing disk."""
    filled = 0
    try:
        while filled < len(buffer):
            got = os.preadv(descriptor, [buffer[filled:]], offset + filled)
            if got == 0:
                break
            filled += got
    except OSError as error:
        raise Unreadable(f"the disk reports: {error.strerror}") from error
    return filled


def _open_regular(path: os.PathLike[str] | str) -> int:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        raise CannotOpen(_open_failure(error)) from error
    except ValueError as error:  # a NUL character in the name
        raise CannotOpen("no file can have this name") from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    raise CannotOpen("this is a folder, not a file" if stat.S_ISDIR(mode) else "this is a device, not a file")


def _open_failure(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "there is no such file",
        errno.EACCES: "you may not read this file",
        errno.ENXIO: "this is a device, not a file",
        errno.ELOOP: "its links lead in a circle",
    }
    return reasons.get(error.errno or 0, f"it cannot be opened: {error.strerror}")


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class Span(AnySource):
    """A part of another source, read in place."""

    def __init__(self, whole: AnySource, offset: int, length: int) -> None:
        self._whole = whole
        self.offset = offset
        self.size = length
        self.sequential = whole.sequential

    @property
    def place(self) -> Place | None:
        whole = self._whole.place
        return whole and Place(whole.path, whole.offset + self.offset)

    def read_into(self, offset: int, buffer: memoryview) -> None:
        check_inside(self.size, offset, len(buffer))
        self._whole.read_into(self.offset + offset, buffer)

    def span(self, offset: int, length: int) -> Source:
        check_inside(self.size, offset, length)
        return Span(self._whole, self.offset + offset, length)


class Memory(AnySource):
    """Bytes that are held already, such as those that lay inside a pickle."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read_into(self, offset: int, buffer: memoryview) -> None:
        check_inside(self.size, offset, len(buffer))
        buffer[:] = self._data[offset : offset + len(buffer)]
