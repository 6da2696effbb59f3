"""safetensors files, strictly by the published text of the format.

https://huggingface.co/docs/safetensors: eight bytes with the header's length, a JSON object that names every tensor
with its type, shape and span, then a buffer that the spans tile exactly. A header that breaks a rule refuses the file;
a buffer that ends early does not, because that is what an unfinished download looks like.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, TypeGuard

from weights.checkpoint import Found, Problem
from weights.dtypes import BY_NAME, DType
from weights.errors import Malformed
from weights.layout import dense_strides
from weights.record import record
from weights.source import Source
from weights.tensors import Storage, Stored
from weights.text import count, plural, visible
from weights.tree import Content, Tensor, Value

MAX_HEADER = 100_000_000
"""Bytes; the limit that the format's own library has."""

_PREFIX = 8
_METADATA = "__metadata__"
_MAX_SEPARATORS = 4_000_000  # of JSON: what is parsed takes up to 200 bytes for each
_MAX_RANK = 1024
_MAX_NUMBER = 1 << 63

_DTYPES = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "F8_E4M3FNUZ": "float8_e4m3fnuz",
    "F8_E5M2FNUZ": "float8_e5m2fnuz",
    "F8_E8M0": "float8_e8m0fnu",
    "F4": "float4_e2m1fn_x2",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U64": "uint64",
    "U32": "uint32",
    "U16": "uint16",
    "U8": "uint8",
    "BOOL": "bool",
    "C64": "complex64",
}


@record
class _Entry:
    """A tensor as the header states it; `begin` and `end` are bytes of the buffer."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


def read(source: Source) -> Found:
    """What a safetensors file holds, in its header's order. Raises Malformed for a header that breaks the format."""
    length = _header_length(source)
    header = _parse(source.read(_PREFIX, length))
    metadata = _metadata(header.pop(_METADATA, {}))
    entries = [_entry(name, fields) for name, fields in header.items()]
    buffer = source.span(_PREFIX + length, source.size - _PREFIX - length)
    missing = _check_tiling(entries, buffer.size)
    storages = [_storage(entry, buffer) for entry in entries]
    tensors = [
        _tensor(entry, storage, index) for index, (entry, storage) in enumerate(zip(entries, storages, strict=True))
    ]
    return Found(
        kind="safetensors",
        about="A safetensors file: named tensors and text, nothing that could be run.",
        contents=[*metadata, *tensors],
        storages=storages,
        problems=[Problem("", f"the file is cut short by {plural(missing, 'byte')}")] if missing else [],
    )


def _header_length(source: Source) -> int:
    if source.size < _PREFIX:
        raise Malformed("the file is cut short inside the length of its safetensors header")
    length = int.from_bytes(source.read(0, _PREFIX), "little")
    if length > MAX_HEADER:
        raise Malformed(f"its safetensors header is said to be {length} bytes long; at most {MAX_HEADER} are allowed")
    if length > source.size - _PREFIX:
        raise Malformed("the file is cut short inside its safetensors header")
    return length


def _parse(header: bytes) -> dict[str, Any]:
    """The header's JSON object; no name twice, no numbers that JSON does not have."""
    if not header.startswith(b"{"):
        raise Malformed("its safetensors header does not begin with a brace")
    if sum(map(header.count, (b",", b"[", b"{"))) > _MAX_SEPARATORS:
        raise Malformed("its safetensors header lists more than any checkpoint has")
    try:
        parsed = json.loads(header.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("its safetensors header is not valid JSON") from error
    return dict(parsed)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("its safetensors header has the same name twice")
    return found


def _no_constant(name: str) -> None:
    raise Malformed(f"its safetensors header holds {name}, which is no JSON")


def _metadata(metadata: Any) -> list[Content]:
    if not isinstance(metadata, dict) or not all(isinstance(text, str) for text in metadata.values()):
        raise Malformed("the __metadata__ of its safetensors header is not a table of texts")
    return [Value((_METADATA, key), "str", text) for key, text in metadata.items()]


def _entry(name: str, fields: Any) -> _Entry:
    if not isinstance(fields, dict):
        raise Malformed(f"the safetensors header says of {visible(name)} neither type, shape nor span")
    dtype, shape, offsets = fields.get("dtype"), fields.get("shape"), fields.get("data_offsets")
    if not isinstance(dtype, str):
        raise Malformed(f"the safetensors header gives {visible(name)} no type")
    if not _are_counts(shape) or len(shape) > _MAX_RANK:
        raise Malformed(f"the safetensors header gives {visible(name)} a shape that is none")
    if not _are_counts(offsets) or len(offsets) != 2 or offsets[0] > offsets[1]:
        raise Malformed(f"the safetensors header gives {visible(name)} a span that is none")
    entry = _Entry(name, dtype, tuple(shape), offsets[0], offsets[1])
    _check_size(entry)
    return entry


def _are_counts(numbers: Any) -> TypeGuard[list[int]]:
    return isinstance(numbers, list) and all(type(number) is int and 0 <= number < _MAX_NUMBER for number in numbers)


def _check_size(entry: _Entry) -> None:
    """The span must fit type and shape; one of a type that we do not know must have a bit for each element."""
    dtype = _dtype(entry)
    numel, bits_there = math.prod(entry.shape), 8 * (entry.end - entry.begin)
    bits_per_element = 8 * dtype.itemsize // dtype.values_per_code if dtype else 1
    if numel * bits_per_element > bits_there or (dtype and numel * bits_per_element < bits_there):
        raise Malformed(
            f"the safetensors header gives {visible(entry.name)} {plural(bits_there // 8, 'byte')}, "
            "which do not fit its type and shape"
        )


def _dtype(entry: _Entry) -> DType | None:
    name = _DTYPES.get(entry.dtype)
    return BY_NAME[name] if name else None


def _check_tiling(entries: Sequence[_Entry], size: int) -> int:
    """How many bytes the spans need beyond the buffer. Raises Malformed if they overlap or leave a gap."""
    position = 0
    for entry in sorted(entries, key=lambda entry: (entry.begin, entry.end)):
        if entry.begin != position:
            what = (
                "overlaps another tensor" if entry.begin < position else "does not begin where the one before it ends"
            )
            raise Malformed(f"by the safetensors header {visible(entry.name)} {what}")
        position = entry.end
    if position < size:
        raise Malformed(
            f"it goes on for {plural(size - position, 'byte')} after the last tensor of its safetensors header"
        )
    return position - size


def _storage(entry: _Entry, buffer: Source) -> Storage:
    begin = min(entry.begin, buffer.size)
    there = buffer.span(begin, min(entry.end, buffer.size) - begin)
    return Storage(entry.name, entry.end - entry.begin, there, there.size)


def _tensor(entry: _Entry, storage: Storage, index: int) -> Tensor:
    dtype, shape = _dtype(entry), entry.shape
    if dtype and dtype.values_per_code > 1 and shape and shape[-1] % dtype.values_per_code == 0:
        shape = (*shape[:-1], shape[-1] // dtype.values_per_code)  # torch counts codes, this format counts values
    strides = dense_strides(shape)
    data = Stored(storage, dtype, shape, strides) if dtype else None
    return Tensor(
        path=(entry.name,),
        dtype=dtype.name if dtype else visible(entry.dtype, 40),
        shape=shape,
        strides=strides,
        numel=math.prod(shape),
        size=storage.size,
        data=data,
        storage=index,
        problem=_problem(entry, data),
    )


def _problem(entry: _Entry, data: Stored | None) -> str | None:
    if data is None:
        return f"its element type {visible(entry.dtype, 40)} is not known"
    if data.numel * data.dtype.itemsize != data.storage.size:
        return "its rows of 4-bit numbers do not fill whole bytes"
    missing = data.storage.size - data.storage.file_size
    if missing:
        return f"the file is cut short: of its {plural(data.storage.size, 'byte')} {count(missing)} are missing"
    return data.problem()
