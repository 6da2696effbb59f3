"""Running `inspect` in this process, as a terminal would see it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from weights import cli


@dataclass(frozen=True)
class Outcome:
    """What a run left: its exit status and both of its outputs."""

    status: int
    out: str
    err: str

    def document(self) -> dict[str, Any]:
        """The output as the one strict JSON document that it must be."""
        loaded: dict[str, Any] = json.loads(self.out, parse_constant=_refuse)
        return loaded

    def tensors(self) -> dict[str, dict[str, Any]]:
        return {row["name"]: row for row in self.document()["tensors"]}


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


class Inspect:
    """Runs `inspect` and catches what it prints."""

    def __init__(self, folder: Path, caught: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._caught = caught

    def __call__(self, path: Path | bytes, *options: str) -> Outcome:
        """On a file, or on one that is made of these bytes."""
        if isinstance(path, bytes):
            (self._folder / "file.pth").write_bytes(path)
            path = self._folder / "file.pth"
        status = cli.run(["inspect", str(path), *options])
        out, err = self._caught.readouterr()
        return Outcome(status, out, err)
