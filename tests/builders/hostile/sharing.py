"""Small pickles that hand one long thing to thousands of calls: whoever copies or walks it each time is lost."""

from __future__ import annotations

from collections.abc import Iterator

from tests.builders.containers import torch_zip
from tests.builders.hostile.case import Case, Outcome, file, in_every_container
from tests.builders.opcodes import EMPTY_LIST, MARK, REDUCE, call, mapping, name, pickle, push, zip_storage

LONG = 100_000


def cases() -> Iterator[Case]:
    pairs, items = mapping(("k", i) for i in range(LONG)), push(list(range(LONG)))
    scalar = (call("numpy", "dtype", "V9", False, True), "a" * 60_000)
    bodies = {
        "tensors with one long metadata": _called_often(
            "torch._utils._rebuild_tensor_v2", (*_view(zip_storage()), pairs), 10_000
        ),
        "dictionaries of the same pairs": _called_often("collections.OrderedDict", (pairs,), 3_000),
        "sets of the same items": _called_often("builtins.set", (items,), 20_000),
        "scalars of the same text": _called_often("numpy._core.multiarray.scalar", scalar, 50_000),
    }
    for what, body in bodies.items():
        yield file(f"zip: {what}", lambda body=body: torch_zip(pickle(body)))
    called = _called_often("m" * 1_000_000 + ".Class", (1,), 5_000)
    yield file("zip: objects of a class with a long name", lambda: torch_zip(pickle(called)), Outcome.REFUSED)
    yield from in_every_container(
        "a tensor whose metadata is an object",
        lambda storage: push({"w": call("torch._utils", "_rebuild_tensor_v2", *_view(storage()), call("a", "b"))}),
    )


def _view(storage: bytes) -> tuple[object, ...]:
    return storage, 0, (4,), (1,), False, call("collections", "OrderedDict")


def _called_often(function: str, arguments: tuple[object, ...], times: int) -> bytes:
    """A list of the results of so many calls with the very same arguments."""
    remembered = name(*function.rsplit(".", 1)) + b"q\x01" + push(arguments) + b"q\x02"
    return remembered + EMPTY_LIST + MARK + (b"h\x01h\x02" + REDUCE) * times + b"e"
