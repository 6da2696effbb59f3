"""Python that reads one tensor of a checkpoint, to be pasted anywhere: it runs as it is, and runs nothing in the file.

It is what a user would write, where that is sure to work: `torch.load` with `weights_only`, or `safe_open`. Else the
bytes are read from their place in the file, and what is packed, swapped or inside a pickle by Weighbridge itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from weights.checkpoint import Checkpoint
from weights.readers.placing import BARE_STORAGE
from weights.readers.references import STORAGE_CLASSES
from weights.tensors import Stored
from weights.tree import Container, Node, Tensor

_PROTOCOL = 2  # of pickles: the one that `weights_only` reads
_MAPPINGS, _SEQUENCES = ("dict", "OrderedDict"), ("list", "tuple")

# Of the names that a file of tensors asks for, those that `weights_only` has let it since torch 2.6.
_ALLOWED = frozenset(
    (
        *("collections.OrderedDict", "torch.Size", "torch.device", "torch.storage.UntypedStorage"),
        *(f"torch._utils._rebuild_{what}" for what in ("tensor", "tensor_v2", "tensor_v3", "parameter", "qtensor")),
        *("torch.per_tensor_affine", "torch.per_channel_affine"),
        *(f"torch.{cls}" for cls in STORAGE_CLASSES if "Untyped" not in cls),
        *(f"torch.float{kind}" for kind in ("16", "32", "64", "8_e4m3fn", "8_e5m2", "8_e4m3fnuz", "8_e5m2fnuz")),
        *(f"torch.{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
        *("torch.bfloat16", "torch.bool", "torch.complex32", "torch.complex64", "torch.complex128"),
    )
)
# The types that `safe_open` has always given as torch's.
_SAFETENSORS = frozenset(
    ("float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool")
)
_PLAIN = {"qint8": "int8", "quint8": "uint8", "qint32": "int32", "bits8": "uint8", "bits16": "uint16"}
_NOT_TEXT = re.compile(r"[-+.0-9(<]|(None|True|False|nan|inf)$|int of |.*…", re.DOTALL)
"""What begins like the text of a key that is a number or a tuple, or was cut short: it may not be a string."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def python(checkpoint: Checkpoint, node: Node) -> str:
    """The lines that make `tensor` of a tensor whose values can be read. Raises TypeError for any other node."""
    tensor = node.tensor
    if tensor is None or tensor.data is None or tensor.problem is not None:
        raise TypeError(f"{node.name} is not a tensor that can be read")
    lines = (
        _by_safetensors(checkpoint, tensor)
        or _by_torch(checkpoint, node, tensor)
        or _by_place(tensor)
        or _by_weighbridge(checkpoint, node)
    )
    return "\n".join(lines) + "\n"


def _by_safetensors(checkpoint: Checkpoint, tensor: Tensor) -> Sequence[str]:
    if checkpoint.kind != "safetensors" or tensor.dtype not in _SAFETENSORS or not _is_unicode(checkpoint.location):
        return ()
    return (
        "from safetensors import safe_open",
        "",
        f'with safe_open({_path(checkpoint.location)}, framework="pt", device="cpu") as file:',
        f"    tensor = file.get_tensor({tensor.path[0]!r})",
    )


def _by_torch(checkpoint: Checkpoint, node: Node, tensor: Tensor) -> Sequence[str]:
    data = tensor.data
    if checkpoint.protocol != _PROTOCOL or tensor.note == BARE_STORAGE or not isinstance(data, Stored):
        return ()
    if checkpoint.kind not in ("torch-zip", "torch-legacy") or not {row.name for row in checkpoint.imports} <= _ALLOWED:
        return ()
    walk = _walk(checkpoint, node, tensor)
    mapped = "mmap=True, " if _can_be_mapped(checkpoint, data) else ""
    load = f'torch.load({_path(checkpoint.location)}, map_location="cpu", {mapped}weights_only=True)'
    return ("import torch", "", f"state = {load}", *walk) if walk else ()


def _can_be_mapped(checkpoint: Checkpoint, data: Stored) -> bool:
    source = data.storage.source
    lies_there = checkpoint.kind == "torch-zip" and source is not None and source.place is not None
    return lies_there and not data.storage.big_endian and _is_unicode(checkpoint.location)


def _walk(checkpoint: Checkpoint, node: Node, tensor: Tensor) -> Sequence[str]:
    """From `state` to `tensor`, key by key; nothing where a key cannot be told from another, or is no key."""
    holders = {above.content.path: above.content.type for above in _above(node) if isinstance(above.content, Container)}
    imports = {row.name for row in checkpoint.imports}
    keys: list[str] = []
    is_sure = True
    for depth, key in enumerate(tensor.path):
        holder = holders.get(tensor.path[:depth])
        if holder not in _MAPPINGS + _SEQUENCES:
            return ()
        is_sure &= holder in _SEQUENCES or (key not in imports and not _NOT_TEXT.match(key))
        keys.append(key if holder in _SEQUENCES else repr(key))
    if is_sure:
        return (f"tensor = state{''.join(f'[{key}]' for key in keys)}",)
    return () if _has_double(node) or "…" in "".join(tensor.path) else _by_text(tensor)


def _by_text(tensor: Tensor) -> Sequence[str]:
    """A walk along keys of which only the text is known: 0 looks like "0"."""
    return (
        "tensor = state",
        f"for name in {tensor.path!r}:",
        "    items = tensor.items() if isinstance(tensor, dict) else enumerate(tensor)",
        "    tensor = next(value for key, value in items if str(key) == name)",
    )


def _above(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _has_double(node: Node) -> bool:
    """Whether a node, or one above it, has a neighbour under the same path: keys whose texts are alike."""
    for place in (node, *_above(node)):
        if place.parent is None or place.content is None:
            continue
        alike = [other for other in place.parent.children if other.content and other.content.path == place.content.path]
        if len(alike) > 1:
            return True
    return False


def _by_place(tensor: Tensor) -> Sequence[str]:
    data = tensor.data
    if not isinstance(data, Stored) or data.storage.source is None or data.storage.source.place is None:
        return ()
    if data.storage.big_endian or data.conjugated or data.negated:
        return ()
    dtype = f"torch.{_PLAIN.get(data.dtype.name, data.dtype.name)}"
    if not data.extent:
        return ("import torch", "", f"tensor = torch.empty({data.shape!r}, dtype={dtype})")
    place = data.storage.source.place
    return (
        "import torch",
        "",
        f"data = bytearray({data.extent * data.dtype.itemsize})",
        f'with open({_path(place.path)}, "rb") as file:',
        f"    file.seek({place.offset + data.offset * data.dtype.itemsize})",
        "    file.readinto(data)",
        f"tensor = torch.frombuffer(data, dtype={dtype}).as_strided({data.shape!r}, {data.strides!r})",
    )


def _by_weighbridge(checkpoint: Checkpoint, node: Node) -> Sequence[str]:
    return (
        "# Its values do not lie in the file as they are: this needs Weighbridge, which decodes them.",
        "from weights.dtypes import decode",
        "from weights.opening import open_checkpoint",
        "",
        f"checkpoint = open_checkpoint({_path(checkpoint.location)})",
        f"data = checkpoint.tensors[{checkpoint.tensors.index(node)}].tensor.data",
        "tensor = decode(data.read(tuple((0, length) for length in data.shape)), data.dtype)",
    )


def _is_unicode(path: os.PathLike[str] | str) -> bool:
    """Whether libraries that want a path in UTF-8 can open it; Python itself opens any."""
    return not _SURROGATE.search(os.path.abspath(path))


def _path(path: os.PathLike[str] | str) -> str:
    return repr(os.path.abspath(path))
