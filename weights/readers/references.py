"""Storages, tensors and arrays as a pickle refers to them, before anyone knows where their bytes lie."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from weights import dtypes
from weights.dtypes import DType
from weights.layout import Shape, Strides
from weights.readers.inert import Global, Size
from weights.record import record
from weights.tensors import Storage

_MAX_RANK = 100  # what is longer is not taken for a shape at all
_MAX_NUMBER = 1 << 64

STORAGE_CLASSES = {
    "DoubleStorage": "float64",
    "FloatStorage": "float32",
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "int64",
    "IntStorage": "int32",
    "ShortStorage": "int16",
    "CharStorage": "int8",
    "ByteStorage": "uint8",
    "BoolStorage": "bool",
    "ComplexDoubleStorage": "complex128",
    "ComplexFloatStorage": "complex64",
    "QInt8Storage": "qint8",
    "QUInt8Storage": "quint8",
    "QInt32Storage": "qint32",
    "QUInt4x2Storage": "quint4x2",
    "QUInt2x4Storage": "quint2x4",
    "UntypedStorage": "uint8",
    "_UntypedStorage": "uint8",
}
"""The element type that each of torch's storage classes stands for."""

NO_PARTS: Mapping[str, Any] = MappingProxyType({})


class Record:
    """A storage as it was saved: `size` in bytes as the pickle states it. Its reader fills in `storage`.

    `index` is its place among the checkpoint's storages; `problem` says why its bytes cannot be had.
    """

    __slots__ = ("device", "index", "itemsize", "key", "problem", "size", "storage")

    def __init__(self, key: str, size: int, itemsize: int, device: str) -> None:
        self.key = key
        self.size = size
        self.itemsize = itemsize
        self.device = device
        self.storage: Storage | None = None
        self.index: int | None = None
        self.problem: str | None = None


class StorageRef:
    """A record seen as elements of one type: `numel` of them from element `first` on (over 0 for a legacy view)."""

    __slots__ = ("element", "first", "numel", "record")

    def __init__(self, record: Record, element: ElementType, numel: int, first: int = 0) -> None:
        self.record = record
        self.element = element
        self.numel = numel
        self.first = first


@record
class ElementType:
    """An element type by torch's name; `dtype` is None where we do not know it."""

    name: str
    dtype: DType | None


class TensorRef:
    """A strided tensor. `parts` are what belongs to it and is shown below it, such as the scale of a quantised one."""

    __slots__ = (
        *("conjugated", "element", "is_parameter", "negated", "note", "offset", "parts", "problem"),
        *("requires_grad", "shape", "state", "storage", "strides"),
    )

    def __init__(
        self, storage: StorageRef | None, element: ElementType, offset: int, shape: Shape, strides: Strides
    ) -> None:
        self.storage = storage
        self.element = element
        self.offset = offset
        self.shape = shape
        self.strides = strides
        self.requires_grad = False
        self.is_parameter = False
        self.conjugated = self.negated = False
        self.note = ""
        self.problem: str | None = None
        self.parts: Mapping[str, Any] = NO_PARTS
        self.state: Any = None

    def copy(self) -> TensorRef:
        """Another reference to the same tensor: a pickle may name one object as two different tensors."""
        copied = TensorRef(self.storage, self.element, self.offset, self.shape, self.strides)
        copied.requires_grad, copied.is_parameter = self.requires_grad, self.is_parameter
        copied.conjugated, copied.negated = self.conjugated, self.negated
        copied.note, copied.problem, copied.parts, copied.state = self.note, self.problem, self.parts, self.state
        return copied


class Composite:
    """A tensor that is made of others: sparse or nested."""

    __slots__ = ("kind", "parts", "state")

    def __init__(self, kind: str, parts: dict[str, Any]) -> None:
        self.kind = kind
        self.parts = parts
        self.state: Any = None


_ELEMENTS = {name: ElementType(name, dtype) for name, dtype in dtypes.BY_NAME.items()}
_STORAGE_ELEMENTS = {cls: _ELEMENTS[name] for cls, name in STORAGE_CLASSES.items()}


def element_type(name: str) -> ElementType:
    """The element type of torch's name for it, known to us or not."""
    return _ELEMENTS.get(name) or ElementType(name, None)


def storage_element(cls: Global) -> ElementType:
    """The element type of a storage class."""
    return _STORAGE_ELEMENTS.get(cls.name) or ElementType(cls.name, None)


def torch_dtype(value: Any) -> ElementType | None:
    """The element type that a global such as `torch.float32` names; None for anything else."""
    return element_type(value.name) if isinstance(value, Global) and value.module == "torch" else None


def is_count(value: Any) -> bool:
    """Whether this is an integer that can be a place, a length or a step, even if a wrong one."""
    return type(value) is int and -_MAX_NUMBER < value < _MAX_NUMBER


def is_size(value: Any) -> bool:
    """Whether this can be a shape or strides, even if wrong ones."""
    if type(value) not in (tuple, list, Size) or len(value) > _MAX_RANK:
        return False
    for item in value:  # noqa: SIM110  twice as fast as all() of a generator, for every tensor
        if type(item) is not int or not -_MAX_NUMBER < item < _MAX_NUMBER:
            return False
    return True
