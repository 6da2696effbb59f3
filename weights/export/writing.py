"""Writing a file so that it is there whole or not at all: under a name of its own first, which becomes the file's.

The new file has the place, and the permissions, of the one it replaces; it never replaces one that nobody was asked
about, nor a file of the checkpoint it is made of.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from weights import text
from weights.errors import CannotWrite

if TYPE_CHECKING:
    from weights.checkpoint import Checkpoint

_SYNCED = 1 << 25  # bytes after which the disk is waited for, so that progress is true and a cancel need not wait long
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC


class Written(NamedTuple):
    """How far an export has come, in bytes of what it reads or writes."""

    done: int
    total: int


class Draft:
    """A file that is being written and does not have its name yet."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._unsynced = 0

    def write(self, data: bytes | memoryview) -> None:
        """Append all of some bytes. Raises OSError, which `draft` puts into words."""
        rest = memoryview(data)
        while rest:
            written = os.write(self._descriptor, rest)
            rest = rest[written:]
            self._unsynced += written
        if self._unsynced >= _SYNCED:
            self.sync()

    def sync(self) -> None:
        """Wait until all that was written is on the disk, which may find only now that it is full."""
        os.fsync(self._descriptor)
        self._unsynced = 0


@contextmanager
def draft(path: os.PathLike[str] | str, *, may_replace: bool = False, size: int = 0) -> Iterator[Draft]:
    """A draft of about `size` bytes, which gets its name at the end of the block.

    Whatever ends the block early, a cancelled job too, leaves nothing behind. Raises CannotWrite.
    """
    try:
        target = _target_of(path)
        mode = _mode_of(target, may_replace)
        _check_room(os.path.dirname(target), size)
        with _temporary(target) as temporary:
            with _opened(temporary, mode) as being_written:
                yield being_written
            _publish(temporary, target, may_replace)
    except OSError as error:
        raise CannotWrite(_reason(error)) from error


def check_not_its_own(checkpoint: Checkpoint, path: os.PathLike[str] | str) -> None:
    """Raise CannotWrite where a path is, under whatever name, a file of the checkpoint itself."""
    for source in checkpoint.sources:
        with suppress(OSError, ValueError):  # a path that is not there yet, or cannot be
            if os.path.samefile(source.path, path):
                raise CannotWrite("this is the file that is open; choose another name")


@contextmanager
def _temporary(target: str) -> Iterator[str]:
    """A path beside another that nobody else uses; what is there at the end of the block is removed."""
    path = os.path.join(os.path.dirname(target), f".weighbridge-{os.urandom(8).hex()}")
    try:
        yield path
    finally:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(path)


@contextmanager
def _opened(path: str, mode: int | None) -> Iterator[Draft]:
    """A new file with these permissions or, by default, the usual ones; on the disk when the block has ended."""
    descriptor = os.open(path, _NEW, 0o666 if mode is None else mode)
    try:
        if mode is not None:
            os.fchmod(descriptor, mode)  # also what a new file is denied
        being_written = Draft(descriptor)
        yield being_written
        being_written.sync()
    finally:
        os.close(descriptor)


def _target_of(path: os.PathLike[str] | str) -> str:
    """The file that is meant: a link stays a link. Raises OSError, CannotWrite."""
    try:
        return os.path.realpath(path)
    except ValueError as error:  # a NUL, or what the file system's encoding lacks
        raise CannotWrite("no file can have this name") from error


def _mode_of(target: str, may_replace: bool) -> int | None:
    """The permissions of the file that is to be replaced; None where there is none. Raises CannotWrite."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise CannotWrite("there is a folder of this name")
    if not stat.S_ISREG(status.st_mode):
        raise CannotWrite("this is a device, not a file")
    if not may_replace:
        raise CannotWrite("there is a file of this name already")
    return stat.S_IMODE(status.st_mode)


def _check_room(folder: str, size: int) -> None:
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    if disk.f_blocks and free < size:  # some file systems know neither
        raise CannotWrite(f"it takes {text.size(size)}, and the disk has only {text.size(free)} left")


def _publish(temporary: str, target: str, may_replace: bool) -> None:
    """Give the draft its name. One that came into being meanwhile is not replaced: nobody was asked."""
    if may_replace:
        os.replace(temporary, target)
        return
    os.close(os.open(target, _NEW, 0o666))  # the name is ours from here on
    try:
        os.replace(temporary, target)
    except OSError:
        os.unlink(target)
        raise


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "your share of the disk is used up",
        errno.EFBIG: "the file would be larger than this disk allows",
        errno.EACCES: "you may not write in this folder",
        errno.EPERM: "you may not write in this folder",
        errno.EROFS: "this folder can only be read",
        errno.ENOENT: "there is no such folder",
        errno.ENOTDIR: "its folder is not a folder",
        errno.EISDIR: "there is a folder of this name",
        errno.EEXIST: "a file of this name has appeared meanwhile",
        errno.ENAMETOOLONG: "its name is too long",
        errno.ELOOP: "its links lead in a circle",
    }
    return reasons.get(error.errno or 0, f"the disk reports: {error.strerror}")
