"""The functions that torch's own pickles call to rebuild tensors, each as a builder of references.

A builder checks the number and the types of its arguments, and returns None where they do not fit. Their signatures
are those of `torch/_utils.py` and `torch/_tensor.py`.
"""

from __future__ import annotations

from typing import Any

from weights.readers.arrays import ArrayRef
from weights.readers.inert import Builder, Global, Mapping, Object, Size
from weights.readers.references import Composite, StorageRef, TensorRef, is_count, is_size, torch_dtype

_META = "its values are not in the file: it was saved from the meta device"
_WRAPPER = "its values are not in the tensor itself, but in the parts of its class"
_PLAIN_CLASSES = frozenset(("torch.Tensor", "torch._tensor.Tensor", "torch.nn.parameter.Buffer"))
_PARAMETER = "torch.nn.parameter.Parameter"

_COMPRESSED = {
    "sparse_csr": ("crow_indices", "col_indices"),
    "sparse_bsr": ("crow_indices", "col_indices"),
    "sparse_csc": ("ccol_indices", "row_indices"),
    "sparse_bsc": ("ccol_indices", "row_indices"),
}
_MAX_METADATA = 16  # torch writes two entries; all tensors of a hostile file may share a million
LAYOUTS = frozenset(("strided", "sparse_coo", *_COMPRESSED))


def _strided(storage: Any, offset: Any, shape: Any, strides: Any) -> TensorRef | None:
    if type(storage) is not StorageRef or not is_count(offset) or not is_size(shape) or not is_size(strides):
        return None
    return TensorRef(storage, storage.element, offset, tuple(shape), tuple(strides))


def _tensor(args: tuple[Any, ...]) -> TensorRef | None:
    return _strided(*args) if len(args) == 4 else None


def _tensor_v2(args: tuple[Any, ...]) -> TensorRef | None:
    if len(args) not in (6, 7):
        return None
    tensor = _strided(*args[:4])
    if tensor is not None:
        tensor.requires_grad = args[4] is True
        if len(args) == 7:
            _add_metadata(tensor, args[6])
    return tensor


def _tensor_v3(args: tuple[Any, ...]) -> TensorRef | None:
    if len(args) not in (7, 8):
        return None
    tensor, element = _strided(*args[:4]), torch_dtype(args[6])
    if tensor is None or element is None:
        return None
    tensor.element, tensor.requires_grad = element, args[4] is True
    if len(args) == 8:
        _add_metadata(tensor, args[7])
    return tensor


def _add_metadata(tensor: TensorRef, metadata: Any) -> None:
    """Views that torch conjugates or negates as they are read; the file holds them as they were before."""
    if not isinstance(metadata, Mapping):
        return
    marks = metadata.pairs[:_MAX_METADATA]
    tensor.conjugated, tensor.negated = ("conj", True) in marks, ("neg", True) in marks
    if tensor.conjugated or tensor.negated:
        tensor.note = "a view of values that are stored with other signs"


def _parameter(args: tuple[Any, ...]) -> TensorRef | ArrayRef | Composite | None:
    if len(args) not in (3, 4) or type(args[0]) not in (TensorRef, ArrayRef, Composite):
        return None
    if isinstance(args[0], Composite):
        return args[0]
    parameter: TensorRef | ArrayRef = args[0].copy()
    parameter.requires_grad, parameter.is_parameter = args[1] is True, True
    if len(args) == 4 and isinstance(parameter, TensorRef):
        parameter.state = args[3]
    return parameter


def _quantised(args: tuple[Any, ...]) -> TensorRef | None:
    if len(args) not in (6, 7) or not isinstance(args[4], tuple) or not args[4]:
        return None
    tensor = _strided(*args[:4])
    if tensor is None:
        return None
    tensor.requires_grad = args[5] is True
    if len(args[4]) == 3:
        _, scale, zero_point = args[4]
        tensor.parts = {"scale": scale, "zero_point": zero_point}
        if type(scale) is float and is_count(zero_point):
            tensor.note = f"quantised: (stored integer - {zero_point}) * {scale:g}"
    elif len(args[4]) == 4:
        _, scales, zero_points, axis = args[4]
        tensor.parts = {"scales": scales, "zero_points": zero_points, "axis": axis}
        tensor.note = "quantised with a scale and zero point for each channel" + f" of axis {axis}" * is_count(axis)
    if not all(_is_plain(part) for part in tensor.parts.values()):
        return None
    return tensor


def _is_plain(part: Any) -> bool:
    """Parts of tensors have no parts of their own, so that no tower of them can grow."""
    return not (isinstance(part, Composite) or (isinstance(part, TensorRef) and part.parts))


def _sparse(args: tuple[Any, ...]) -> Composite | None:
    if len(args) != 2 or not isinstance(args[0], Global) or not isinstance(args[1], tuple):
        return None
    layout, data = args[0].name, args[1]
    if layout == "sparse_coo" and len(data) in (3, 4):
        names: tuple[str, ...] = ("indices", "values")
    elif layout in _COMPRESSED and len(data) == 4:
        names = (*_COMPRESSED[layout], "values")
    else:
        return None
    tensors, size = data[: len(names)], data[len(names)]
    if not is_size(size) or not all(type(part) is TensorRef and _is_plain(part) for part in tensors):
        return None
    return Composite(f"{layout} tensor", {**dict(zip(names, tensors, strict=True)), "size": Size(size)})


def _nested(args: tuple[Any, ...]) -> Composite | None:
    if len(args) != 4 or not all(type(part) is TensorRef and _is_plain(part) for part in args):
        return None
    return Composite("nested tensor", dict(zip(("values", "sizes", "strides", "offsets"), args, strict=True)))


def _meta(args: tuple[Any, ...]) -> TensorRef | None:
    if len(args) != 4:
        return None
    return _shape_only(*args, problem=_META)


def _wrapper(args: tuple[Any, ...]) -> TensorRef | None:
    if len(args) != 8 or not isinstance(args[0], Global):
        return None
    tensor = _shape_only(args[1], args[2], args[3], args[7], problem=_WRAPPER)
    if tensor is not None:
        tensor.note = _class_note(args[0])
    return tensor


def _shape_only(dtype: Any, shape: Any, strides: Any, requires_grad: Any, problem: str) -> TensorRef | None:
    element = torch_dtype(dtype)
    if element is None or not is_size(shape) or not is_size(strides):
        return None
    tensor = TensorRef(None, element, 0, tuple(shape), tuple(strides))
    tensor.requires_grad, tensor.problem = requires_grad is True, problem
    return tensor


def _from_device(args: tuple[Any, ...]) -> TensorRef | ArrayRef | None:
    """A tensor of a device whose memory torch cannot save: its copy on the CPU, or as a numpy array."""
    if len(args) != 4 or type(args[0]) not in (TensorRef, ArrayRef) or type(args[2]) is not str:
        return None
    element = torch_dtype(args[1])
    if element is None:
        return None
    tensor: TensorRef | ArrayRef = args[0].copy()
    tensor.requires_grad = args[3] is True
    tensor.note = f"of type {element.name} on the device {args[2][:40]}, saved through the CPU"
    return tensor


def _from_type(args: tuple[Any, ...]) -> TensorRef | Composite | ArrayRef | Object | None:
    """A tensor of a subclass, or with attributes: rebuilt by another function, of this table or not."""
    if len(args) != 4:
        return None
    function, cls, arguments, state = args
    if not isinstance(function, Global) or not isinstance(cls, Global) or not isinstance(arguments, tuple):
        return None
    if function.builder is _from_type:
        return None
    function.called = cls.called = True
    if function.builder is None:
        made = Object(function, arguments)
        made.state = state
        return made
    built = function.builder(arguments)
    if isinstance(built, TensorRef):
        tensor = built.copy()
        tensor.state, tensor.note = state, built.note or _class_note(cls)
        tensor.is_parameter = built.is_parameter or cls.qualified == _PARAMETER
        return tensor
    return built if isinstance(built, (Composite, ArrayRef)) else None


def _class_note(cls: Global) -> str:
    is_plain = cls.qualified in _PLAIN_CLASSES or cls.qualified == _PARAMETER
    return "" if is_plain else f"of class {cls.qualified[:100]}"


def _layout(args: tuple[Any, ...]) -> Global | None:
    if len(args) != 1 or type(args[0]) is not str or args[0].removeprefix("torch.") not in LAYOUTS:
        return None
    return Global("torch", args[0].removeprefix("torch."), known=True)


def _first(args: tuple[Any, ...]) -> Any:
    """TorchScript's marks on lists: the type is of no use to a reader, the list is."""
    return args[0] if args else None


def _size(args: tuple[Any, ...]) -> Size | None:
    return Size(args[0]) if len(args) == 1 and is_size(args[0]) else None


BUILDERS: dict[tuple[str, str], Builder] = {
    ("torch._utils", "_rebuild_tensor"): _tensor,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor_v2,
    ("torch._utils", "_rebuild_tensor_v3"): _tensor_v3,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("torch._utils", "_rebuild_parameter_with_state"): _parameter,
    ("torch._utils", "_rebuild_qtensor"): _quantised,
    ("torch._utils", "_rebuild_sparse_tensor"): _sparse,
    ("torch._utils", "_rebuild_sparse_csr_tensor"): _sparse,
    ("torch._utils", "_rebuild_nested_tensor"): _nested,
    ("torch._utils", "_rebuild_meta_tensor_no_storage"): _meta,
    ("torch._utils", "_rebuild_wrapper_subclass"): _wrapper,
    ("torch._utils", "_rebuild_device_tensor_from_numpy"): _from_device,
    ("torch._utils", "_rebuild_device_tensor_from_cpu_tensor"): _from_device,
    ("torch._utils", "_rebuild_xla_tensor"): _from_device,
    ("torch._tensor", "_rebuild_from_type"): _from_type,
    ("torch._tensor", "_rebuild_from_type_v2"): _from_type,
    ("torch.tensor", "_rebuild_from_type"): _from_type,
    ("torch.serialization", "_get_layout"): _layout,
    ("torch.jit._pickle", "build_intlist"): _first,
    ("torch.jit._pickle", "build_tensorlist"): _first,
    ("torch.jit._pickle", "build_doublelist"): _first,
    ("torch.jit._pickle", "build_boollist"): _first,
    ("torch.jit._pickle", "restore_type_tag"): _first,
    ("torch", "Size"): _size,
}
"""What rebuilds each thing of torch's own, by exact module and name."""
