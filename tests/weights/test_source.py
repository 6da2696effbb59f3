"""Reading bytes: only of regular files, only of those that were opened, and never more than asked for."""

from __future__ import annotations

import contextlib
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weights.decoding import Inflated
from weights.errors import CannotOpen, FileChanged, Malformed, Unreadable
from weights.source import BLOCK, FileSource, Memory, Source, Span

CONTENT = bytes(range(256))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    return file


@pytest.fixture
def source(path: Path) -> Iterator[FileSource]:
    opened = FileSource(path)
    yield opened
    opened.close()


def deflated(data: bytes) -> Memory:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Memory(engine.compress(data) + engine.flush())


def test_reads_any_part(source: FileSource) -> None:
    assert source.size == 256
    assert source.read(0, 256) == CONTENT
    assert source.read(250, 6) == CONTENT[250:]
    assert source.read(256, 0) == b""


@pytest.mark.parametrize(("offset", "length"), [(250, 7), (-1, 2), (0, -1), (257, 0), (1 << 70, 1)])
def test_refuses_what_lies_outside(source: FileSource, offset: int, length: int) -> None:
    for readable in (source, Span(source, 0, 256), Memory(CONTENT), Inflated(deflated(CONTENT), 256)):
        with pytest.raises(Unreadable):
            readable.read(offset, length)
        with pytest.raises(Unreadable):
            readable.span(offset, length)


@given(st.data())
def test_spans_of_spans_read_in_place(data: st.DataObject) -> None:
    span: Source = Memory(CONTENT)
    expected = CONTENT
    for _ in range(3):
        offset = data.draw(st.integers(0, len(expected)))
        length = data.draw(st.integers(0, len(expected) - offset))
        span, expected = span.span(offset, length), expected[offset : offset + length]
    assert span.size == len(expected)
    assert span.read(0, span.size) == expected


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


def _overwrite(path: Path) -> None:
    path.write_bytes(bytes(256))
    os.utime(path, ns=(0, 0))  # whatever the clock's grain


def _replace(path: Path) -> None:
    (path.parent / "new").write_bytes(CONTENT)
    (path.parent / "new").replace(path)


def _shorten(path: Path) -> None:
    os.truncate(path, 100)


@pytest.mark.parametrize("change", [_append, _overwrite, _replace, _shorten, Path.unlink])
def test_a_changed_file_is_an_error_and_never_a_mixture(
    path: Path, source: FileSource, change: Callable[[Path], None]
) -> None:
    source.check_unchanged()
    change(path)
    with pytest.raises(FileChanged):
        source.read(0, 50)
    with pytest.raises(FileChanged):
        source.check_unchanged()


def test_a_closed_file_is_not_read(source: FileSource) -> None:
    source.close()
    source.close()
    with pytest.raises(Unreadable, match="closed"):
        source.read(0, 1)


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(CannotOpen, match="device"):
        FileSource(tmp_path / "fifo")
    with pytest.raises(CannotOpen, match="device"):
        FileSource(Path(os.devnull))
    with pytest.raises(CannotOpen, match="folder"):
        FileSource(tmp_path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name, reason in {"missing": "no such file", "circle": "circle", "a\0b": "name", "x" * 300: "too long"}.items():
        with pytest.raises(CannotOpen, match=reason):
            FileSource(tmp_path / name)


def test_a_file_is_given_back_when_nothing_refers_to_it(path: Path) -> None:
    before = len(os.listdir("/dev/fd"))
    FileSource(path)
    assert len(os.listdir("/dev/fd")) == before


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 600)), max_size=12))
def test_inflating_forwards_and_back(reads: list[tuple[int, int]]) -> None:
    content = bytes(i * i % 251 for i in range(5600))
    inflated = Inflated(deflated(content), len(content))
    for offset, length in reads:
        assert inflated.read(offset, length) == content[offset : offset + length]


def test_inflating_across_blocks() -> None:
    content = os.urandom(BLOCK) + bytes(3 * BLOCK)
    inflated = Inflated(deflated(content), len(content))
    assert inflated.read(BLOCK - 5, 2 * BLOCK) == content[BLOCK - 5 : 3 * BLOCK - 5]


@given(st.binary(max_size=200), st.integers(0, 4000))
def test_garbage_does_not_inflate(packed: bytes, size: int) -> None:
    inflated = Inflated(Memory(packed), size)
    with contextlib.suppress(Unreadable):
        assert len(inflated.read(0, size)) == size


def test_a_promise_that_no_compression_keeps_is_refused() -> None:
    with pytest.raises(Malformed, match="no compression"):
        Inflated(deflated(bytes(1000)), 1 << 40)


def test_less_than_promised_is_unreadable() -> None:
    inflated = Inflated(deflated(CONTENT), 257)
    assert inflated.read(0, 256) == CONTENT
    with pytest.raises(Unreadable, match="too early"):
        inflated.read(200, 57)


def test_no_more_is_unpacked_than_is_read() -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(deflated(bytes(64 * BLOCK)).read(0, 1000))
        file.flush()
        source = FileSource(Path(file.name))
        assert Inflated(source, BLOCK).read(0, 10) == bytes(10)
        source.close()
