"""safetensors files: read as published, refused where they break a rule, marked where they are cut short."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.containers import safetensors as file_of
from weights.checkpoint import Found
from weights.dtypes import decode
from weights.errors import Malformed, WeighbridgeError
from weights.readers import safetensors
from weights.source import Memory
from weights.tree import Tensor, Value

TYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn,
    "F8_E5M2": torch.float8_e5m2,
    "F8_E8M0": torch.float8_e8m0fnu,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U64": torch.uint64,
    "U32": torch.uint32,
    "U16": torch.uint16,
    "U8": torch.uint8,
    "BOOL": torch.bool,
    "C64": torch.complex64,
}
ENTRY = {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}


def read(data: bytes) -> Found:
    return safetensors.read(Memory(data))


def tensors(found: Found) -> list[Tensor]:
    return [content for content in found.contents if isinstance(content, Tensor)]


def entry(**changes: Any) -> dict[str, object]:
    return {**ENTRY, **changes}


@pytest.mark.parametrize(("name", "known"), TYPES.items(), ids=TYPES)
def test_every_type_has_torchs_name_and_values(name: str, known: torch.dtype) -> None:
    expected = torch.tensor([[0, 1], [1, 2]]).to(known)
    data = expected.view(torch.uint8).numpy().tobytes()
    header = {"w": {"dtype": name, "shape": [2, 2], "data_offsets": [0, len(data)]}}
    (tensor,) = tensors(read(file_of(header, data)))
    assert tensor.dtype == str(known).removeprefix("torch.")
    assert (tensor.shape, tensor.strides, tensor.numel, tensor.size) == ((2, 2), (2, 1), 4, len(data))
    assert tensor.data is not None
    values = decode(tensor.data.read(((0, 2), (0, 2))), tensor.data.dtype)
    number = np.complex64 if known.is_complex else np.float64
    np.testing.assert_array_equal(
        values.astype(number), expected.to(torch.complex64 if known.is_complex else torch.float64)
    )


def test_several_tensors_in_the_headers_order() -> None:
    header = {"b": entry(shape=[1], data_offsets=[12, 16]), "": entry(shape=[0], data_offsets=[12, 12])}
    found = read(file_of({**header, "a.b": entry(shape=[3], data_offsets=[0, 12])}))
    assert [tensor.path for tensor in tensors(found)] == [("b",), ("",), ("a.b",)]
    assert [storage.size for storage in found.storages] == [4, 0, 12]
    assert found.problems == []


def test_metadata_are_values() -> None:
    found = read(file_of({"__metadata__": {"format": "pt", "x.y": "\x1b"}, "w": ENTRY}))
    values = [content for content in found.contents if isinstance(content, Value)]
    assert [(value.path, value.text) for value in values] == [
        (("__metadata__", "format"), "pt"),
        (("__metadata__", "x.y"), "\x1b"),
    ]


def test_a_scalar_and_a_header_with_padding() -> None:
    header = json.dumps({"w": entry(shape=[], data_offsets=[0, 4])}).encode() + b"   "
    (tensor,) = tensors(read(file_of(header, bytes(4))))
    assert (tensor.shape, tensor.numel, tensor.problem) == ((), 1, None)


def test_4_bit_floats_are_counted_in_codes_as_torch_does() -> None:
    (tensor,) = tensors(read(file_of({"w": entry(dtype="F4", shape=[2, 16])}, bytes(range(16)))))
    assert (tensor.dtype, tensor.shape) == ("float4_e2m1fn_x2", (2, 8))
    assert tensor.data is not None
    assert tensor.data.read(((1, 2), (0, 8))).tolist() == [list(range(8, 16))]
    (odd,) = tensors(read(file_of({"w": entry(dtype="F4", shape=[2, 1], data_offsets=[0, 1])}, b"x")))
    assert "do not fill whole bytes" in (odd.problem or "")


def test_a_type_of_the_future_is_listed() -> None:
    header = {
        "new": entry(dtype="F6_E2M3", shape=[16], data_offsets=[0, 12]),
        "w": entry(shape=[1], data_offsets=[12, 16]),
    }
    new, known = tensors(read(file_of(header)))
    assert (new.dtype, new.shape, new.data) == ("F6_E2M3", (16,), None)
    assert "F6_E2M3 is not known" in (new.problem or "")
    assert known.problem is None


def test_an_unfinished_download_shows_what_is_there() -> None:
    header = {str(i): entry(shape=[4], data_offsets=[16 * i, 16 * i + 16]) for i in range(3)}
    found = read(file_of(header, np.arange(12, dtype="<f4").tobytes()[:20]))
    whole, cut, missing = tensors(found)
    assert whole.problem is None
    assert whole.data is not None
    assert whole.data.read(((0, 4),)).tolist() == [0, 1, 2, 3]
    assert "of its 16 bytes 12 are missing" in (cut.problem or "")
    assert "of its 16 bytes 16 are missing" in (missing.problem or "")
    assert found.problems[0].message == "the file is cut short by 28 bytes"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"w": entry(shape=[3])}, "do not fit its type and shape"),
        ({"w": entry(shape=[5])}, "do not fit its type and shape"),
        ({"w": entry(dtype="F99", shape=[1 << 62, 1 << 62])}, "do not fit its type and shape"),
        ({"w": entry(shape=[True, 4])}, "a shape that is none"),
        ({"w": entry(shape=[-2, -2])}, "a shape that is none"),
        ({"w": entry(shape=[1] * 2000)}, "a shape that is none"),
        ({"w": entry(data_offsets=[16, 0])}, "a span that is none"),
        ({"w": entry(data_offsets=[0, 16, 32])}, "a span that is none"),
        ({"w": entry(dtype=7)}, "no type"),
        ({"w": []}, "neither type, shape nor span"),
        ({"a": ENTRY, "b": ENTRY}, "b overlaps another tensor"),
        ({"w": entry(shape=[3], data_offsets=[4, 16])}, "w does not begin where the one before it ends"),
        ({"w": entry(shape=[3], data_offsets=[0, 12])}, "goes on for 4 bytes after the last tensor"),
        ({"__metadata__": {"a": 1}, "w": ENTRY}, "not a table of texts"),
        ({"__metadata__": [], "w": ENTRY}, "not a table of texts"),
        (b'{"w":1,"w":2}', "same name twice"),
        (b'{"w":NaN}', "NaN"),
        (b'{"w":' + b"9" * 10_000 + b"}", "not valid JSON"),
        (b'{"w":' + b"[" * 100_000, "not valid JSON"),
        (b'{"\xff":1}', "not valid JSON"),
        (b'{"w":1', "not valid JSON"),
        (b" {}", "does not begin with a brace"),
        (b'{"w":[' + b"[]," * 4_000_000 + b"[]]}", "more than any checkpoint"),
    ],
)
def test_a_broken_rule_refuses_the_file(header: object, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        read(file_of(header))


@pytest.mark.parametrize(
    ("length", "reason"), [(1 << 63, "at most"), (safetensors.MAX_HEADER, "cut short"), (0, "brace")]
)
def test_a_header_length_that_cannot_be(length: int, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        read(file_of({"w": ENTRY}, length=length))


def test_a_file_cut_inside_its_first_bytes() -> None:
    for end in range(40):
        with pytest.raises(Malformed):
            read(file_of({"w": ENTRY})[:end])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-20, 40) | st.text(max_size=3) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
ENTRIES = st.fixed_dictionaries(
    {},
    optional={
        "dtype": st.sampled_from(["F32", "U8", "F4", "X"]) | JSON,
        "shape": st.lists(st.integers(0, 4), max_size=3) | JSON,
        "data_offsets": st.lists(st.integers(0, 20), min_size=2, max_size=2) | JSON,
    },
)


@given(
    st.dictionaries(st.text(max_size=3) | st.just("__metadata__"), ENTRIES | JSON, max_size=3), st.binary(max_size=20)
)
def test_any_header_is_refused_or_read(header: dict[str, object], data: bytes) -> None:
    with contextlib.suppress(WeighbridgeError):
        for tensor in tensors(read(file_of(header, data))):
            if tensor.problem is None:
                assert tensor.data is not None
                assert tensor.data.read(tuple((0, d) for d in tensor.shape)).nbytes == tensor.size


@given(st.data())
def test_changed_bytes_are_refused_or_read(data: st.DataObject) -> None:
    whole = bytearray(file_of({"__metadata__": {"a": "b"}, "w": ENTRY, "v": entry(data_offsets=[16, 32])}, bytes(32)))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WeighbridgeError):
        read(bytes(whole[: data.draw(st.integers(0, len(whole)) | st.just(len(whole)))]))
