"""References to tensors and arrays as contents of a tree: where their values lie, or why they cannot be had."""

from __future__ import annotations

import math

from weights.readers.arrays import Array, ArrayRef
from weights.readers.references import ElementType, StorageRef, TensorRef
from weights.source import Source
from weights.tensors import Storage, Stored
from weights.tree import Path, Tensor

_MAX_NUMEL = 1 << 59  # of 16 bytes each: torch counts bytes in 63 bits
# Quantised types whose elements share bytes, with how many do.
_PACKED = {"quint4x2": 2, "quint2x4": 4}
BARE_STORAGE = "a bare storage"
"""What is noted of a tensor that stands for a storage by itself."""

_NOT_IN_FILE = "its values are not in the file"


def numel_of(shape: tuple[int, ...]) -> int:
    """How many elements a shape has; 0 for one that no tensor can have."""
    numel = math.prod(shape) if min(shape, default=0) >= 0 else 0
    return numel if numel < _MAX_NUMEL else 0


def place_tensor(reference: TensorRef, path: Path) -> Tensor:
    """A tensor of torch's, laid over its storage."""
    element = reference.element
    stored = _stored(reference)
    problem = reference.problem or _problem(reference, stored)
    numel = numel_of(reference.shape)
    return Tensor(
        path,
        element.name,
        reference.shape,
        reference.strides,
        numel,
        _size(numel, element),
        data=stored if problem is None else None,
        storage=reference.storage.record.index if reference.storage else None,
        problem=problem,
        requires_grad=reference.requires_grad,
        is_parameter=reference.is_parameter,
        note=reference.note,
    )


def _size(numel: int, element: ElementType) -> int:
    if element.name in _PACKED:
        return -(-numel // _PACKED[element.name])
    return numel * element.dtype.itemsize if element.dtype else 0


def _stored(reference: TensorRef) -> Stored | None:
    if reference.storage is None or reference.storage.record.storage is None or reference.element.dtype is None:
        return None
    first = reference.storage.first + reference.offset
    storage = reference.storage.record.storage
    signs = reference.conjugated, reference.negated
    return Stored(storage, reference.element.dtype, reference.shape, reference.strides, first, *signs)


def _problem(reference: TensorRef, stored: Stored | None) -> str | None:
    element = reference.element
    if element.dtype is None:
        return _unknown(element)
    if reference.storage is None or stored is None:
        return _NOT_IN_FILE
    if element.name in _PACKED:
        return f"its values lie {_PACKED[element.name]} to a byte, which is not read yet"
    if reference.offset < 0:
        return "its shape, strides or offset are negative"
    record = reference.storage.record
    problem = record.problem or stored.problem() or _beyond_view(reference.storage, stored)
    if problem is None and stored.numel >= _MAX_NUMEL:
        return f"it has {stored.numel} elements, more than any memory holds"
    return problem


def _beyond_view(storage: StorageRef, stored: Stored) -> str | None:
    """A tensor may not leave its storage, even where that is a part of a larger one."""
    itemsize = storage.element.dtype.itemsize if storage.element.dtype else 1
    end = (storage.first + storage.numel) * itemsize
    if end == storage.record.size:
        return None
    needed = (stored.offset + stored.extent) * stored.dtype.itemsize
    return f"it reaches byte {needed} of a storage that ends at byte {end}" if stored.numel and needed > end else None


def _unknown(element: ElementType) -> str:
    return f"its element type {element.name[:40]} is not one that is known"


def place_storage(storage: StorageRef, path: Path) -> Tensor:
    """A storage that stands in a file by itself, as a tensor of one dimension."""
    bare = TensorRef(storage, storage.element, 0, (storage.numel,), (1,))
    bare.note = BARE_STORAGE
    return place_tensor(bare, path)


def array_storage(array: Array, source: Source, number: int) -> Storage:
    """The storage that an array has to itself."""
    size = numel_of(array.shape) * (array.element.dtype.itemsize if array.element.dtype else 0)
    return Storage(f"array {number}", size, source, source.size, array.big_endian)


def place_array(reference: ArrayRef, array: Array, storage: Storage, index: int, path: Path) -> Tensor:
    """A numpy array."""
    dtype = array.element.dtype
    stored = Stored(storage, dtype, array.shape, array.strides) if dtype else None
    problem = stored.problem() if stored else _unknown(array.element)
    note = ", ".join(("a numpy array", reference.note)) if reference.note else "a numpy array"
    return Tensor(
        path=path,
        dtype=array.element.name,
        shape=array.shape,
        strides=array.strides,
        numel=numel_of(array.shape),
        size=storage.size,
        data=stored if problem is None else None,
        storage=index,
        problem=problem,
        requires_grad=reference.requires_grad,
        is_parameter=reference.is_parameter,
        note=note,
    )
