"""The walk over what a pickle built: every tensor, value and container with the path of keys that leads to it.

Iterative, knows cycles, and is bounded in everything. A shared container shows once and is named at its other places;
a tensor is listed under each of its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weights.checkpoint import Problem
from weights.readers import modules
from weights.readers.arrays import Array, ArrayRef, first_texts, understand
from weights.readers.inert import Group, Mapping, Object, Size
from weights.readers.placing import array_storage, numel_of, place_array, place_storage, place_tensor
from weights.readers.references import Composite, StorageRef, TensorRef
from weights.readers.wording import MAX_TEXT, PLAIN, key_text, plain_text, sequence_text, type_name
from weights.source import Source
from weights.tensors import Storage
from weights.text import dotted, visible
from weights.tree import Container, Content, Path, Value

_MAX_CONTENTS = 250_000
_MAX_PARTS = 1_000_000  # of names, at their dots: the tree has a node for each
_MAX_LOOKED_AT = 12_000_000  # entries and items; more than a pickle has are looked at where containers share them
_MAX_NAMES = 1 << 26  # characters of all names
_MAX_TEXTS = 1 << 25  # characters of all values; after that they are cut short
_SHORT_TEXT = 40
_MAX_DEPTH = 64
_SHORT_SEQUENCE = 64  # a shared one up to this length is shown again

Children = Iterator[tuple[str, Any]]


class Flattened:
    """A pickle's contents in its own order; `storages` has been extended by those of numpy arrays."""

    def __init__(self) -> None:
        self.contents: list[Content] = []
        self.problems: list[Problem] = []


def flatten(value: Any, storages: list[Storage], below: Path = ()) -> Flattened:
    """List what a pickle built. Its records must have been placed; arrays add their storages."""
    walk = _Walk(storages)
    walk.run(value, below)
    return walk.found


class _Walk:
    def __init__(self, storages: list[Storage]) -> None:
        self.found = Flattened()
        self._storages = storages
        self._places: dict[int, Path] = {}
        self._arrays: dict[int, tuple[Array, int]] = {}
        self._decoded: dict[int, Source] = {}
        self._parts = self._names = self._texts = self._looked_at = 0
        self._emitters: dict[type, Callable[[Any, Path], Children | None]] = {
            TensorRef: self._tensor,
            StorageRef: self._storage,
            ArrayRef: self._array,
            Composite: self._composite,
            Mapping: self._mapping,
            Object: self._object,
            Group: self._sequence,
            list: self._sequence,
            tuple: self._sequence,
            Size: self._sequence,
        }

    def run(self, root: Any, below: Path) -> None:
        """Depth first, in order, with the open containers on a stack of our own."""
        children = self._emit(root, below)
        frames = [(below, len(dotted(below)), children)] if children else []
        while frames:
            path, length, children = frames[-1]
            key, child = next(children, (None, None))
            if key is None:
                frames.pop()
                continue
            self._parts += 1 + key.count(".")
            self._names += length + len(key)
            if self._is_exhausted():
                return
            place = (*path, key)
            deeper = self._emit(child, place)
            if deeper is not None:
                frames.append((place, length + len(key) + 1, deeper))

    def _is_exhausted(self) -> bool:
        number = len(self.found.contents)
        is_short = number < _MAX_CONTENTS and self._parts < _MAX_PARTS and self._names < _MAX_NAMES
        if is_short and self._looked_at < _MAX_LOOKED_AT:
            return False
        self._note((), f"it holds more than can be shown: only its first {number} entries are listed")
        return True

    def _note(self, path: Path, message: str) -> None:
        self.found.problems.append(Problem(dotted(path) if path else "", message))

    def _emit(self, value: Any, path: Path) -> Children | None:
        """List one thing; an iterator over what it holds, where it holds anything."""
        emitter = self._emitters.get(type(value))
        if emitter is not None:
            return emitter(value, path)
        self._value(path, type_name(value), plain_text(value, self._text_limit()))
        return None

    def _text_limit(self) -> int:
        return MAX_TEXT if self._texts < _MAX_TEXTS else _SHORT_TEXT

    def _value(self, path: Path, kind: str, text: str, problem: str | None = None) -> None:
        self._texts += len(text)
        self.found.contents.append(Value(path, kind, text, problem))

    def _is_new(self, value: Any, path: Path) -> bool:
        """Whether a container is met for the first time; if not, its first place is named."""
        first = self._places.setdefault(id(value), path)
        if first is path:
            return True
        self._value(path, type_name(value), f"same object as {dotted(first)}")
        return False

    def _open(self, path: Path, kind: str, length: int, children: Children, opaque: bool = False) -> Children | None:
        self.found.contents.append(Container(path, kind, length, opaque))
        if len(path) < _MAX_DEPTH:
            return children
        if length:
            self._note(path, f"it is nested more than {_MAX_DEPTH} levels deep; what it holds is not shown")
        return None

    # Tensors

    def _tensor(self, tensor: TensorRef, path: Path) -> Children | None:
        self.found.contents.append(place_tensor(tensor, path))
        return self._belongings(tensor) if tensor.parts or tensor.state is not None else None

    def _storage(self, storage: StorageRef, path: Path) -> None:
        self.found.contents.append(place_storage(storage, path))

    def _composite(self, composite: Composite, path: Path) -> Children | None:
        return self._open(path, composite.kind, len(composite.parts), self._belongings(composite))

    def _belongings(self, tensor: TensorRef | Composite) -> Children:
        yield from tensor.parts.items()
        if isinstance(tensor.state, Mapping):
            if tensor.state.pairs:
                yield "attributes", tensor.state
        elif tensor.state is not None:
            yield "attributes", tensor.state

    def _array(self, reference: ArrayRef, path: Path) -> Children | None:
        if id(reference) not in self._arrays:
            array = understand(reference, self._decoded)
            if array is None:
                self._value(path, "numpy.ndarray", "", "its description does not fit an array")
                return None
            self._arrays[id(reference)] = array, self._add_storage(array)
        array, index = self._arrays[id(reference)]
        if array.items is not None:
            items = array.items
            return (
                self._open(path, "numpy.ndarray", len(items), self._items(items)) if self._is_new(items, path) else None
            )
        texts = first_texts(array, self._text_limit())
        if texts is not None:
            shown = sequence_text(texts, self._text_limit(), numel_of(array.shape))
            self._value(path, "numpy.ndarray", shown)
            return None
        self.found.contents.append(place_array(reference, array, self._storages[index], index, path))
        return None

    def _add_storage(self, array: Array) -> int:
        if array.data is not None:
            self._storages.append(array_storage(array, array.data, len(self._arrays)))
        return len(self._storages) - 1

    # Containers

    def _sequence(self, value: Any, path: Path) -> Children | None:
        items = value.items if isinstance(value, Group) else value
        if len(items) > _SHORT_SEQUENCE and not self._is_new(value, path):
            return None
        self._looked_at += len(items)
        if all(type(item) in PLAIN for item in items):
            self._value(path, type_name(value), sequence_text(value, self._text_limit()))
            return None
        if len(items) <= _SHORT_SEQUENCE and not self._is_new(value, path):
            return None
        return self._open(path, type_name(value), len(items), self._items(items))

    @staticmethod
    def _items(items: Any) -> Children:
        return ((str(index), item) for index, item in enumerate(items))

    def _mapping(self, mapping: Mapping, path: Path) -> Children | None:
        if not self._is_new(mapping, path):
            return None
        entries = self._entries(mapping)
        return self._open(path, mapping.kind, len(entries), self._with_attributes(entries, mapping))

    def _with_attributes(self, entries: list[tuple[str, Any]], mapping: Mapping) -> Children:
        """The entries, then the attributes; `_metadata`, which torch gives every state dict, is its own business."""
        yield from entries
        if isinstance(mapping.state, Mapping):
            yield from ((key, value) for key, value in self._entries(mapping.state) if key != "_metadata")

    def _entries(self, mapping: Mapping) -> list[tuple[str, Any]]:
        """A dictionary's entries: of equal keys the last counts, as in Python."""
        entries: dict[str | tuple[str, str], tuple[str, Any]] = {}
        pairs = mapping.pairs[:_MAX_CONTENTS]
        self._looked_at += len(pairs)
        for position, pair in enumerate(pairs):
            is_pair = isinstance(pair, (tuple, list)) and len(pair) == 2
            key, value = pair if is_pair else (pair, None)
            text = key_text(key, position)
            entries[text if type(key) is str else (type_name(key), text)] = text, value
        return list(entries.values())

    def _object(self, value: Object, path: Path) -> Children | None:
        if value.misfit:
            self._note(path, f"{visible(value.kind)} is not given what it takes, so that what it builds is not known")
        if modules.is_plain(value):
            self._value(path, value.kind, modules.call_text(value))
            return None
        if not self._is_new(value, path):
            return None
        children = modules.children(value, self._entries, self._places, path)
        return self._open(path, value.kind, len(children), iter(children), opaque=True)
