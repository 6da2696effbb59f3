"""One file that lies: how to write it, and what has to come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from tests.builders.containers import CONTAINERS
from tests.builders.opcodes import StorageOf, pickle


class Outcome(Enum):
    """What has to come of a file, besides that nothing runs, hangs, crashes or eats memory."""

    REFUSED = auto()
    """One sentence says why."""
    MARKED = auto()
    """It opens, and what is wrong is marked."""
    SAID = auto()
    """Refused, or opened and marked; never opened as if it were good."""
    OPENS = auto()
    """It opens."""
    EITHER = auto()
    """It opens or is refused; both are honest."""


@dataclass(frozen=True, slots=True)
class Case:
    """`write` puts the file into an empty folder and returns its path."""

    name: str
    write: Callable[[Path], Path]
    outcome: Outcome = Outcome.EITHER

    def __str__(self) -> str:
        return self.name


def file(name: str, data: Callable[[], bytes], outcome: Outcome = Outcome.EITHER) -> Case:
    """A case that is one file of these bytes, made only when it is needed."""

    def write(folder: Path) -> Path:
        path = folder / "model.pth"
        path.write_bytes(data())
        return path

    return Case(name, write, outcome)


Body = Callable[[StorageOf], bytes]
"""What a pickle builds, given the way its container refers to a storage."""


def in_every_container(name: str, body: Body, outcome: Outcome = Outcome.EITHER) -> Iterator[Case]:
    """The same pickle in a torch zip, a legacy file and a TorchScript archive."""
    for container in CONTAINERS:
        yield _wrapped(container, name, body, outcome)


def _wrapped(container: str, name: str, body: Body, outcome: Outcome) -> Case:
    wrap, storage_of = CONTAINERS[container]
    return file(f"{container}: {name}", lambda: wrap(pickle(body(storage_of))), outcome)
