"""The names and persistent ids of torch's pickles: which of them we build, which are merely known, and storages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from weights import dtypes
from weights.checkpoint import Import
from weights.errors import Malformed
from weights.readers import arrays, pickles, plain, rebuild
from weights.readers.inert import Builder, Global, Latin1, LongBytes, Object
from weights.readers.references import STORAGE_CLASSES, Record, StorageRef, is_count, storage_element
from weights.source import Source
from weights.tensors import Storage

# What Python 2 called the modules that the table names by their names in Python 3.
_PYTHON2_MODULES = {"__builtin__": "builtins", "copy_reg": "copyreg"}
_BUILDERS = {**plain.BUILDERS, **arrays.BUILDERS, **rebuild.BUILDERS}
_STORAGE_MODULES = frozenset(("torch", "torch.cuda", "torch.storage"))
_NAMES_OF_TORCH = frozenset(
    (
        *dtypes.BY_NAME,
        *rebuild.LAYOUTS,
        *("per_tensor_affine", "per_tensor_symmetric", "per_channel_affine", "per_channel_symmetric"),
        *("per_channel_affine_float_qparams", "contiguous_format", "channels_last", "preserve_format", "Tensor"),
    )
)
_KNOWN = frozenset(
    (
        ("torch._tensor", "Tensor"),
        ("torch.nn.parameter", "Parameter"),
        ("torch.nn.parameter", "Buffer"),
        ("torch.storage", "_load_from_bytes"),
        ("torch", "device"),
        ("numpy", "ndarray"),
    )
)

_MAX_NESTED = 200_000

OpenNested = Callable[["Vocabulary", Source], Any]


class Vocabulary:
    """What one file's pickles may speak of: their storages by key, in the order they are named, and `globals`.

    `open_nested` opens a whole torch file that lies in a pickle as bytes, which is how torch pickles a storage
    without `torch.save`; it is given this vocabulary.
    """

    def __init__(self, open_nested: OpenNested | None = None) -> None:
        self.records: dict[str, Record] = {}
        self._adopted: list[Record] = []
        self._open_nested = open_nested
        self._nested: dict[int, tuple[Any, Any]] = {}
        self._opcodes_left = pickles.MAX_OPCODES
        self.globals: list[Global] = []

    def load(self, source: Source, offset: int = 0) -> pickles.Loaded:
        """Walk a pickle of this file. All of them together share one limit. Raises as `pickles.load`."""
        loaded = pickles.load(source, offset, self, self._opcodes_left)
        self._opcodes_left -= loaded.opcodes
        self.globals += loaded.globals
        return loaded

    def inner(self) -> Vocabulary:
        """A vocabulary for a file inside this one, with keys of its own; to be adopted when it was read."""
        inner = Vocabulary()
        inner._opcodes_left = self._opcodes_left
        return inner

    def adopt(self, inner: Vocabulary) -> None:
        """Take over what a file inside this one spoke of."""
        self._opcodes_left = inner._opcodes_left
        self.globals += inner.globals
        self._adopted += inner.records.values()

    def storages(self, first: int = 0) -> list[Storage]:
        """The storages of all records, in order, from index `first` on; of one not placed nothing is in the file."""
        records = [*self._adopted, *self.records.values()]
        for index, record in enumerate(records, first):
            record.index = index
            record.storage = record.storage or Storage(record.key, record.size, None, 0, device=record.device)
        return [record.storage for record in records if record.storage]

    def builder(self, module: str, name: str) -> Builder | None:
        place = _PYTHON2_MODULES.get(module, module), name
        if place == ("torch.storage", "_load_from_bytes") and self._open_nested is not None:
            return self._nested_storage
        return _BUILDERS.get(place)

    def knows(self, module: str, name: str) -> bool:
        place = _PYTHON2_MODULES.get(module, module), name
        is_storage = module in _STORAGE_MODULES and name in STORAGE_CLASSES
        return place in _BUILDERS or place in _KNOWN or is_storage or (module == "torch" and name in _NAMES_OF_TORCH)

    def persistent(self, key: Any) -> Any:
        """A storage, or a class with its source text; anything else becomes an opaque object."""
        if isinstance(key, tuple) and len(key) == 4 and key[0] == "module":
            return key[1]
        if not isinstance(key, tuple) or len(key) not in (5, 6) or key[0] != "storage":
            return Object(None, key, misfit=True)
        _, cls, name, device, numel = key[:5]
        is_sound = isinstance(cls, Global) and type(name) in (str, int) and is_count(numel) and numel >= 0
        if not is_sound:
            return Object(None, key, misfit=True)
        storage = self._storage(cls, str(name), device if isinstance(device, str) else "", numel)
        return storage if len(key) == 5 or key[5] is None else _legacy_view(storage, key[5])

    def _storage(self, cls: Global, key: str, device: str, numel: int) -> StorageRef:
        element = storage_element(cls)
        itemsize = element.dtype.itemsize if element.dtype else 0
        record = self.records.get(key)
        if record is None:
            record = self.records[key] = Record(key, numel * itemsize, itemsize, device)
        record.size = max(record.size, numel * itemsize)
        return StorageRef(record, element, numel)

    def _nested_storage(self, args: tuple[Any, ...]) -> Any:
        """The storage in a torch file that lies in this pickle; the same bytes are opened once."""
        if len(args) != 1 or not isinstance(args[0], (bytes, LongBytes, Latin1)) or self._open_nested is None:
            return None
        held = args[0].text if isinstance(args[0], Latin1) else args[0]
        if id(held) not in self._nested:
            if len(self._nested) >= _MAX_NESTED:
                raise Malformed(f"the pickle holds more than {_MAX_NESTED} other files")
            self._nested[id(held)] = held, self._open_nested(self, arrays.as_source(args[0]))
        return self._nested[id(held)][1]


def imports(stubs: Iterable[Global]) -> Sequence[Import]:
    """Every name that pickles ask for, once, in their order."""
    found: dict[str, Import] = {}
    for stub in stubs:
        called = stub.called or (stub.qualified in found and found[stub.qualified].called)
        found[stub.qualified] = Import(stub.qualified, called, stub.known)
    return list(found.values())


def _legacy_view(storage: StorageRef, view: Any) -> StorageRef | Object:
    """A part of a storage, as (key, first element, number of elements): files from before torch 0.4 have them."""
    if not isinstance(view, tuple) or len(view) != 3 or not is_count(view[1]) or not is_count(view[2]):
        return Object(None, view, misfit=True)
    _, first, numel = view
    if first < 0 or numel < 0 or first + numel > storage.numel:
        return Object(None, view, misfit=True)
    return StorageRef(storage.record, storage.element, numel, first)
