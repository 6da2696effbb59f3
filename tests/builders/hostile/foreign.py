"""What bears the name of a checkpoint and is none: pages, pointers, other formats, and things that are no files."""

from __future__ import annotations

import gzip
import io
import os
import random
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.builders.containers import torch_zip
from tests.builders.hostile.case import Case, Outcome, file
from tests.builders.opcodes import pickle, push

LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"4d7a2146" * 8 + b"\nsize 12345\n"


def cases() -> Iterator[Case]:
    for what, data in _contents().items():
        yield file(what, lambda data=data: data, Outcome.REFUSED)
    for what, make in _places().items():
        yield Case(what, make, Outcome.REFUSED)
    for seed in range(20):
        size = 1 << random.Random(seed).randrange(16)
        yield file(f"random bytes {seed}", lambda seed=seed, size=size: random.Random(seed).randbytes(size))


def _contents() -> dict[str, bytes]:
    page = b"<!DOCTYPE html>\n<html><head><title>404</title></head></html>"
    return {
        "an empty file": b"",
        "one byte": b"P",
        "zeros": bytes(100_000),
        "an HTML page": page,
        "an HTML page behind blank lines": b"\n\n  " + page.lower(),
        "an XML document": b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
        "a Git LFS pointer": LFS,
        "JSON": b'{"error": "Entry not found"}',
        "a sentence": b"Access to model meta-llama/Llama-3.2-3B is restricted.",
        "a Python script": b"import os\nos.system('touch canary')\n",
        "a gzip file": gzip.compress(b"weights" * 100),
        "a gzipped checkpoint": gzip.compress(torch_zip(pickle(push({})))),
        "a tar file": _tar(),
        "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "an ELF program": b"\x7fELF\x02\x01\x01" + bytes(200),
        "an HDF5 file": b"\x89HDF\r\n\x1a\n" + bytes(200),
        "a numpy file": b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }" + b" " * 60,
        "an RAR archive": b"Rar!\x1a\x07\x01\x00" + bytes(60),
        "a 7z archive": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    }


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("weights.bin"), io.BytesIO())
    return buffer.getvalue()


def _places() -> dict[str, Callable[[Path], Path]]:
    return {
        "a missing file": lambda folder: folder / "missing.pth",
        "a FIFO": _fifo,
        "a device": lambda _: Path("/dev/zero"),
        "a terminal": lambda _: Path("/dev/tty"),
        "an empty folder": _folder,
        "a file that may not be read": _forbidden,
        "links in a circle": _circle,
        "a link to nowhere": _dangling,
        "a file below a file": _below,
        "a name of 300 characters": lambda folder: folder / ("x" * 300),
    }


def _fifo(folder: Path) -> Path:
    path = folder / "model.pth"
    os.mkfifo(path)
    return path


def _folder(folder: Path) -> Path:
    path = folder / "model.pth"
    path.mkdir()
    return path


def _forbidden(folder: Path) -> Path:
    """Where the tests run as root, which may read everything, it is an empty file, and refused as such."""
    path = folder / "model.pth"
    path.touch(mode=0o000)
    return path


def _circle(folder: Path) -> Path:
    path = folder / "model.pth"
    path.symlink_to(path)
    return path


def _dangling(folder: Path) -> Path:
    path = folder / "model.pth"
    path.symlink_to(folder / "nowhere")
    return path


def _below(folder: Path) -> Path:
    (folder / "file").write_bytes(b"x")
    return folder / "file" / "model.pth"
