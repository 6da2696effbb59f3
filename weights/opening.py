"""Opening a checkpoint: what a file is, told by its content, and the reader for it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

from weights.checkpoint import Checkpoint, Found, assemble
from weights.errors import CannotOpen, Unreadable, WeighbridgeError
from weights.readers import FORMATS, Format
from weights.source import FileSource, Source
from weights.text import visible

_HEAD = 512
_TAIL = 8
_MAX_FOLDER = 10_000


def open_checkpoint(path: os.PathLike[str] | str) -> Checkpoint:
    """Open a checkpoint file, or the only one in a folder, reading headers only.

    Raises CannotOpen or FileChanged, with one sentence and without the path; the file is closed then.
    """
    if os.path.isdir(path):
        path = _only_checkpoint(path)
    source = FileSource(path)
    try:
        with _without_collector():
            return assemble(path, source, _read(source))
    except Unreadable as error:
        source.close()
        raise CannotOpen(str(error)) from error
    except BaseException:
        source.close()
        raise


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of objects that all stay make the garbage collector look at each of them over and over.

    Afterwards all count as old, or the very next allocation would have it look at every one of them.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _read(source: Source) -> Found:
    head = _head(source)
    known = _format(head)
    if known is None:
        tail = source.read(max(0, source.size - _TAIL), min(_TAIL, source.size))
        from weights import foreign  # only where no reader knows the file

        raise CannotOpen(foreign.describe(head, tail))
    return known.read(source)


def _head(source: Source) -> bytes:
    return source.read(0, min(_HEAD, source.size))


def _format(head: bytes) -> Format | None:
    return next((known for known in FORMATS if known.begins(head)), None)


def _only_checkpoint(folder: os.PathLike[str] | str) -> str:
    """The one file of a folder that begins as a checkpoint does. Raises CannotOpen for none and for several."""
    found = [name for name in _names(folder) if _begins_as_checkpoint(os.path.join(folder, name))]
    if not found:
        raise CannotOpen("there is no checkpoint in this folder")
    if len(found) > 1:
        names = ", ".join(visible(name, 60) for name in found[:3])
        raise CannotOpen(
            f"this folder holds {len(found)} checkpoints ({names}{', …' * (len(found) > 3)}); open one of them"
        )
    return os.path.join(folder, found[0])


def _names(folder: os.PathLike[str] | str) -> list[str]:
    try:
        return sorted(os.listdir(folder))[:_MAX_FOLDER]
    except OSError as error:
        raise CannotOpen(f"this folder cannot be read: {error.strerror}") from error


def _begins_as_checkpoint(path: str) -> bool:
    try:
        source = FileSource(path)
    except CannotOpen:
        return False
    try:
        return _format(_head(source)) is not None
    except WeighbridgeError:
        return False
    finally:
        source.close()
