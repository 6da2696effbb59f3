"""Tensors whose shape, strides, type or storage cannot be true, or can be true but must not cost what they claim."""

from __future__ import annotations

from collections.abc import Iterator

from tests.builders.containers import CONTAINERS, FOUR_FLOATS, torch_zip
from tests.builders.hostile.case import Case, Outcome, file, in_every_container
from tests.builders.opcodes import NONE, StorageOf, call, name, pickle, push, tensor, zip_storage

HUGE = 1 << 62


def cases() -> Iterator[Case]:
    yield from _impossible()
    yield from _costly()
    yield from _mistyped()
    yield from _storages()
    yield from _special()


def _views() -> dict[str, tuple[tuple[object, ...], tuple[object, ...], object]]:
    """Shape, strides and offset, over a storage of four floats."""
    return {
        "past the end": ((5,), (1,), 0),
        "an offset past the end": ((4,), (1,), 1),
        "an offset of 2^62": ((4,), (1,), HUGE),
        "a negative offset": ((2,), (1,), -1),
        "a negative stride": ((2,), (-1,), 3),
        "a negative dimension": ((-4,), (1,), 0),
        "two negative dimensions": ((-2, -2), (2, 1), 0),
        "a stride that overflows 64 bits": ((2, 2), ((1 << 63) - 1, 1), 0),
        "a stride that overflows to a small number": ((3,), (1 << 63,), 0),
        "a dimension of 2^62": ((HUGE,), (1,), 0),
        "2^62 broadcast elements": ((HUGE,), (0,), 0),
        "2^124 broadcast elements": ((HUGE, HUGE), (0, 0), 0),
        "dimensions that multiply to 2^64": ((1 << 32, 1 << 32), (1, 1), 0),
        "more dimensions than strides": ((2, 2), (1,), 0),
        "fewer dimensions than strides": ((4,), (1, 1), 0),
        "ten thousand dimensions": ((1,) * 10_000, (1,) * 10_000, 0),
        "a thousand dimensions of 2^62": ((HUGE,) * 1000, (1,) * 1000, 0),
        "a dimension of 5000 digits": ((10**5000,), (1,), 0),
    }


def _impossible() -> Iterator[Case]:
    for what, (shape, strides, offset) in _views().items():
        yield from in_every_container(
            f"a tensor with {what}",
            lambda storage, view=(shape, strides, offset): push(
                {"good": tensor(storage()), "bad": tensor(storage(), *view)}
            ),
            Outcome.MARKED,
        )


def _costly() -> Iterator[Case]:
    """True by the letter: the elements lie inside the storage, but there are far more of them than bytes."""
    views: dict[str, tuple[tuple[object, ...], tuple[object, ...]]] = {
        "10^12 broadcast elements": ((1_000_000, 1_000_000), (0, 0)),
        "4 x 10^12 partly broadcast elements": ((1_000_000_000_000, 4), (0, 1)),
        "no elements beside a dimension of 2^62": ((0, HUGE), (1, 1)),
        "63 broadcast dimensions": ((2,) * 63, (0,) * 63),
    }
    for what, view in views.items():
        yield from in_every_container(
            f"a tensor with {what}", lambda storage, view=view: push({"w": tensor(storage(), *view)}), Outcome.OPENS
        )
    yield file("zip: 10^12 overlapping elements", lambda: _overlapping((1_000_000, 1_000_000), (1, 1)))
    yield file(
        "zip: 10^12 overlapping elements in a diagonal", lambda: _overlapping((100, 100, 100, 1_000_000), (1,) * 4)
    )
    yield file("zip: pairs of elements far apart", lambda: _overlapping((8000, 2), (256, 255)))
    yield file("zip: five thousand tensors of one storage", lambda: torch_zip(pickle(_many_views())))


def _overlapping(shape: tuple[int, ...], strides: tuple[int, ...]) -> bytes:
    numel = 2_100_000
    return torch_zip(pickle(push({"w": tensor(zip_storage(numel), shape, strides)})), {"0": bytes(4 * numel)})


def _many_views() -> bytes:
    view = tensor(zip_storage(), (2,), (1,))
    return b"]" + b"(" + view * 5000 + b"e"


def _mistyped() -> Iterator[Case]:
    """Arguments of the wrong kind where numbers belong."""
    odd: dict[str, object] = {
        "text": "4",
        "None": None,
        "True": True,
        "a float": 4.0,
        "a list": [4],
        "a class": name("builtins", "int"),
        "a tensor": call("torch", "Tensor"),
    }
    for what, value in odd.items():
        yield from in_every_container(f"{what} as a dimension", lambda s, v=value: _at("w", tensor(s(), (v,), (1,))))
        yield from in_every_container(f"{what} as a stride", lambda s, v=value: _at("w", tensor(s(), (4,), (v,))))
        yield from in_every_container(f"{what} as an offset", lambda s, v=value: _at("w", tensor(s(), offset=v)))
        yield from in_every_container(f"{what} as a storage's size", lambda s, v=value: _at("w", tensor(s(numel=v))))
        yield from in_every_container(f"{what} as a storage's key", lambda s, v=value: _at("w", tensor(s(key=v))))
        yield from in_every_container(f"{what} as a storage", lambda _, v=value: _at("w", tensor(push(v))))


def _at(key: str, body: bytes) -> bytes:
    return push({key: body})


def _storages() -> Iterator[Case]:
    kinds = {
        "an unknown type": "FrobnicateStorage",
        "a type that is a function": "load",
        "an untyped one": "UntypedStorage",
        "a type in another case": "floatstorage",
    }
    for what, kind in kinds.items():
        yield from in_every_container(f"a storage of {what}", lambda s, k=kind: _at("w", tensor(s(kind=k))))
    sizes = {"negative": -4, "2^62": HUGE, "2^80": 1 << 80, "one too many": 5, "a million bits": 1 << 1_000_000}
    for what, size in sizes.items():
        yield from in_every_container(f"a storage's size that is {what}", lambda s, n=size: _at("w", tensor(s(n))))
    yield from in_every_container("one storage of two sizes", lambda s: push([tensor(s(4)), tensor(s(2), (2,))]))
    yield from in_every_container(
        "one storage of two types", lambda s: push([tensor(s()), tensor(s(2, "DoubleStorage"), (2,))])
    )
    for key in ("missing", "../../data/0", "/etc/passwd", "0\0", "\u202e0", "x" * 100_000, ""):
        yield from in_every_container(f"a storage called {key[:20]!r}", lambda s, k=key: _at("w", tensor(s(key=k))))
    ids = {
        "a number": 7,
        "None": None,
        "an empty tuple": (),
        "another tag": ("module", 1, 2, 3, 4),
        "short": ("storage",),
    }
    for what, value in ids.items():
        yield from in_every_container(f"a persistent id that is {what}", lambda _, v=value: _at("w", push(v) + b"Q"))
    for size in (0, 3, 15, 17):
        storages = {"0": (FOUR_FLOATS * 2)[:size]}
        for container, (wrap, storage) in CONTAINERS.items():
            data = pickle(_at("w", tensor(storage())))
            yield file(f"{container}: a storage of {size} bytes for 16", lambda w=wrap, d=data, s=storages: w(d, s))


def _special() -> Iterator[Case]:
    """Quantised, sparse, meta and wrapped tensors whose parts contradict each other."""
    bodies = {
        "a quantised tensor without a scheme": lambda s: _quantised(s, NONE),
        "a quantised tensor of an unknown scheme": lambda s: _quantised(s, push((name("torch", "nonsense"), 1.0, 0))),
        "a quantised tensor with text as scale": lambda s: _quantised(s, push((_affine(), "a", "b"))),
        "a quantised tensor with itself as scales": lambda s: _quantised(
            s, push((_affine(), tensor(s()), tensor(s()), 9))
        ),
        "a sparse tensor of nothing": lambda s: _sparse(push(())),
        "a sparse tensor with indices past its shape": lambda s: _sparse(
            push((tensor(s(2, "LongStorage"), (1, 2)), tensor(s(key="1")), (1, HUGE), False))
        ),
        "a sparse tensor of an unknown layout": lambda s: call(
            "torch._utils", "_rebuild_sparse_tensor", "x", (1, 2, 3)
        ),
        "a meta tensor of 2^124 elements": lambda _: call(
            "torch._utils", "_rebuild_meta_tensor_no_storage", name("torch", "float32"), (HUGE, HUGE), (HUGE, 1), False
        ),
        "a meta tensor of no known type": lambda _: call(
            "torch._utils", "_rebuild_meta_tensor_no_storage", name("torch", "float33"), (2, 2), (2, 1), False
        ),
        "a numpy array shorter than its shape": lambda _: _array((1 << 40,), "<f4"),
        "a numpy array of objects": lambda _: _array((2,), "O"),
        "a numpy array of a negative shape": lambda _: _array((-2,), "<f4"),
    }
    for what, body in bodies.items():
        yield from in_every_container(what, lambda s, body=body: push({"good": tensor(s()), "bad": body(s)}))


def _affine() -> bytes:
    return name("torch", "per_channel_affine")


def _quantised(storage: StorageOf, scheme: bytes) -> bytes:
    return call("torch._utils", "_rebuild_qtensor", storage(kind="QInt8Storage"), 0, (4,), (1,), scheme, False, {})


def _sparse(parts: bytes) -> bytes:
    layout = call("torch.serialization", "_get_layout", "torch.sparse_coo")
    return call("torch._utils", "_rebuild_sparse_tensor", layout, parts)


def _array(shape: tuple[int, ...], dtype: str) -> bytes:
    empty = call("numpy.core.multiarray", "_reconstruct", name("numpy", "ndarray"), (0,), "b")
    kind = call("numpy", "dtype", dtype, False, True)
    return empty + push((1, shape, kind, False, "short")) + b"b"
