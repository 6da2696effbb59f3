"""One sentence on files that are no checkpoints."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.hostile.foreign import LFS, _tar
from weights.foreign import describe
from weights.text import visible


def numpy_file() -> bytes:
    """What `numpy.save` writes."""
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (bytes(1000), "zeros only"),
        (b"\n <!-- x --> <!DOCTYPE html><html>", "HTML page"),
        (b"<HTML><body>", "HTML page"),
        (b"<?xml version='1.0'?><Error/>", "XML"),
        (b'{"error": "Entry not found"}', "JSON"),
        (b'[\n  {"a": 1}]', "JSON"),
        (b'{"metadata": {"total_size": 1}, "weight_map": {', "index of a sharded checkpoint"),
        (b"Access to this model is restricted.\nSign in.", "it begins: Access to this model is restricted."),
        ("Gesperrt für heute: ü".encode()[:-1], "it begins: Gesperrt für heute:"),
        (b"GGUF\3\0\0\0", "GGUF"),
        (numpy_file(), "NumPy array"),
        (_tar(), "tar archive"),
        (b"\x89HDF\r\n\x1a\n" + bytes(9), "HDF5"),
        (struct.pack("<I", 32) + b"ET12" + bytes(24), "ExecuTorch"),
        (struct.pack("<I", 28) + b"TFL3" + bytes(24), "TensorFlow Lite"),
        (b"\x08\x01\x12\x9d\x02", "TensorFlow SavedModel"),
        (b"\x08\x07\x12\x07pytorch\x1a\x052.0.0:", "ONNX"),
        (gzip.compress(b"x"), "gzip"),
        (bz2.compress(b"x"), "bzip2"),
        (lzma.compress(b"x"), "xz"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"\xff\xd8\xff\xe0", "JPEG picture"),
        (struct.pack("<Q", 1 << 40) + b'{"w":', "1 099 511 627 776 bytes long"),
        (b"\x00\x01\x02\x03", "not a checkpoint in any format"),
        (b"abc", "not a checkpoint in any format"),
    ],
)
def test_what_a_file_is(data: bytes, said: str) -> None:
    assert said in describe(data[:512]).replace("\u202f", " ")


def test_a_pointer_names_the_file_that_was_not_fetched() -> None:
    sentence = describe(LFS)
    assert "Git LFS pointer" in sentence
    assert "4d7a2146" * 8 in sentence
    assert "12.3\u202fkB" in sentence


def test_the_index_of_a_tensorflow_checkpoint_is_told_by_its_end() -> None:
    assert "TensorFlow checkpoint" in describe(b"\0\1\2", b"\x57\xfb\x80\x8b\x24\x75\x47\xdb")


@given(st.binary(max_size=512) | st.text(max_size=100).map(str.encode))
def test_any_bytes_get_one_safe_line(head: bytes) -> None:
    sentence = describe(head)
    assert len(sentence) > 10
    assert visible(sentence, 1000) == sentence
