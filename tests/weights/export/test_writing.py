"""Files that are there whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import tiny
from weights.errors import CannotWrite
from weights.export import writing
from weights.export.writing import check_not_its_own, draft
from weights.opening import open_checkpoint


class FullDisk:
    """Stands for `os.write` on a disk that takes a few bytes and no more."""

    def __init__(self, room: int) -> None:
        self._room, self._write = room, os.write

    def __call__(self, descriptor: int, data: memoryview) -> int:
        if self._room == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self._write(descriptor, data[: self._room])
        self._room -= written
        return written


def save(path: Path, content: bytes = b"new", *, may_replace: bool = False) -> None:
    with draft(path, may_replace=may_replace) as file:
        file.write(content)


def test_the_name_appears_only_when_all_is_written(tmp_path: Path) -> None:
    with draft(tmp_path / "a.npy") as file:
        file.write(b"one ")
        file.write(memoryview(b"two"))
        assert not (tmp_path / "a.npy").exists()
    assert (tmp_path / "a.npy").read_bytes() == b"one two"
    assert os.listdir(tmp_path) == ["a.npy"]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "a.npy", b"old")
    monkeypatch.setattr(writing.os, "write", FullDisk(room=2))
    with pytest.raises(CannotWrite, match=r"^the disk is full$"):
        save(tmp_path / "a.npy", b"longer", may_replace=True)
    assert os.listdir(tmp_path) == ["a.npy"]
    assert (tmp_path / "a.npy").read_bytes() == b"old"


def test_a_disk_that_is_found_full_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(writing.os, "fsync", refuse)
    with pytest.raises(CannotWrite, match="your share of the disk is used up"):
        save(tmp_path / "a.npy")
    assert os.listdir(tmp_path) == []


def test_what_cannot_fit_is_refused_before_a_byte_is_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="and the disk has only"), draft(tmp_path / "a.npy", size=1 << 62):
        pytest.fail("there cannot be room")
    assert os.listdir(tmp_path) == []


def test_nobody_was_asked_about_a_file_that_is_there(tmp_path: Path) -> None:
    save(tmp_path / "a.npy", b"old")
    with pytest.raises(CannotWrite, match="there is a file of this name already"):
        save(tmp_path / "a.npy")
    assert (tmp_path / "a.npy").read_bytes() == b"old"


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="has appeared meanwhile"), draft(tmp_path / "a.npy"):
        (tmp_path / "a.npy").write_bytes(b"another's")
    assert os.listdir(tmp_path) == ["a.npy"]
    assert (tmp_path / "a.npy").read_bytes() == b"another's"


def test_a_replaced_file_keeps_its_permissions_and_its_links(tmp_path: Path) -> None:
    save(tmp_path / "a.npy", b"old")
    (tmp_path / "a.npy").chmod(0o600)
    (tmp_path / "link.npy").symlink_to("a.npy")
    save(tmp_path / "link.npy", may_replace=True)
    assert (tmp_path / "link.npy").is_symlink()
    assert (tmp_path / "a.npy").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a.npy").stat().st_mode) == 0o600


def test_a_cancelled_job_leaves_nothing(tmp_path: Path) -> None:
    def work() -> Iterator[None]:
        with draft(tmp_path / "a.npy") as file:
            file.write(b"half")
            yield

    steps = work()
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "there is a folder of this name"),
        ("missing/a.npy", "there is no such folder"),
        ("file/a.npy", "its folder is not a folder"),
        ("n" * 300, "its name is too long"),
        ("a\0b", "no file can have this name"),
        ("pipe", "this is a device, not a file"),
        ("loop", "its links lead in a circle"),
    ],
)
def test_places_where_nothing_can_be_written(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CannotWrite, match=f"^{sentence}$"):
        save(tmp_path / name, may_replace=True)
    assert sorted(os.listdir(tmp_path)) == ["file", "loop", "pipe"]


def test_a_folder_that_can_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(writing.os, "open", refuse)  # who runs the tests may be allowed everything
    with pytest.raises(CannotWrite, match="you may not write in this folder"):
        save(tmp_path / "a.npy")


def test_a_checkpoint_is_never_its_own_export(tmp_path: Path) -> None:
    path, link = tmp_path / "model.pth", tmp_path / "link.npy"
    path.write_bytes(tiny.saved({}))
    link.symlink_to(path)
    checkpoint = open_checkpoint(path)
    check_not_its_own(checkpoint, tmp_path / "other.npy")
    with pytest.raises(CannotWrite, match="this is the file that is open"):
        check_not_its_own(checkpoint, link)
    checkpoint.close()


def test_a_draft_that_cannot_be_renamed_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotWrite, match="you may not write"):
        save(tmp_path / "a.npy")
    assert os.listdir(tmp_path) == []
