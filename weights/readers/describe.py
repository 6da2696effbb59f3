"""What a pickled file is, in one sentence told from what lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weights.readers.arrays import ArrayRef
from weights.readers.inert import Mapping, Object
from weights.readers.references import Composite, TensorRef
from weights.text import plural, visible
from weights.tree import Content, Tensor

_OPTIMIZER = ("optim", "lr_scheduler", "scheduler")
_MAX_NAMED = 6
_MAX_KEYS = 1000


def describe(value: Any, contents: Sequence[Content]) -> str:
    """One sentence on what the file is."""
    tensors = sum(isinstance(content, Tensor) for content in contents)
    counted = plural(tensors, "tensor")
    if isinstance(value, (TensorRef, ArrayRef, Composite)):
        return "A single tensor."
    if isinstance(value, Object):
        what = "whole pickled module" if _is_module(value) else "pickled object"
        return f"A {what} of class {visible(value.kind, 80)} with {counted}."
    if not isinstance(value, Mapping):
        return f"A pickled {type(value).__name__} with {counted}." if tensors else "A pickled value without tensors."
    keys = _keys(value)
    if keys[:2] == ["state", "param_groups"]:
        return f"The state of an optimizer, with {counted}."
    if any(key.startswith(_OPTIMIZER) for key in keys):
        return f"A training checkpoint with {counted}: {_named(keys)}."
    if tensors and all(len(content.path) <= 1 for content in contents):
        return f"A state dict of {counted}."
    return f"A dictionary with {counted}: {_named(keys)}." if keys else f"A dictionary with {counted}."


def _is_module(value: Object) -> bool:
    return isinstance(value.state, Mapping) and "_parameters" in _keys(value.state)


def _keys(mapping: Mapping) -> list[str]:
    """Those of the first keys that are text."""
    pairs = [pair for pair in mapping.pairs[:_MAX_KEYS] if isinstance(pair, tuple) and len(pair) == 2]
    return [pair[0] for pair in pairs if isinstance(pair[0], str)]


def _named(keys: Sequence[str]) -> str:
    shown = ", ".join(visible(key, 40) for key in keys[:_MAX_NAMED])
    return f"{shown} and others" if len(keys) > _MAX_NAMED else shown
