"""Values of stored tensors, against torch's own views of the same bytes."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from weights import gather
from weights.dtypes import BY_NAME
from weights.errors import Unreadable
from weights.layout import Box, dense_strides
from weights.source import BLOCK, Memory
from weights.tensors import Storage, Stored

TYPES = ["float32", "bfloat16", "int64", "uint8", "bool", "complex64", "float8_e5m2"]


def storage(data: bytes, big_endian: bool = False) -> Storage:
    return Storage("0", len(data), Memory(data), len(data), big_endian)


def numbered(elements: int, name: str) -> bytes:
    """Elements that all differ, as far as their type allows."""
    return np.arange(elements).astype(BY_NAME[name].codes).tobytes()


@st.composite
def views(draw: st.DrawFn) -> Stored:
    """Any tensor of up to 4 axes laid anyhow over a storage that is just large enough, or larger."""
    shape = tuple(draw(st.lists(st.integers(0, 5), max_size=4)))
    strides = tuple(draw(st.lists(st.integers(0, 9), min_size=len(shape), max_size=len(shape))))
    dtype = BY_NAME[draw(st.sampled_from(TYPES))]
    offset = draw(st.integers(0, 7))
    reach = offset + 1 + sum(max(d - 1, 0) * s for d, s in zip(shape, strides, strict=True))
    data = numbered(reach + draw(st.integers(0, 3)), dtype.name)
    return Stored(storage(data), dtype, shape, strides, offset)


def expected(tensor: Stored) -> np.ndarray[Any, Any]:
    assert tensor.storage.source is not None
    data = tensor.storage.source.read(0, tensor.storage.size)
    codes = np.frombuffer(bytearray(data), dtype=tensor.dtype.codes)
    return torch.from_numpy(codes).as_strided(tensor.shape, tensor.strides, tensor.offset).numpy()


def whole(shape: tuple[int, ...]) -> Box:
    return tuple((0, d) for d in shape)


@given(views(), st.data())
def test_a_block_is_what_torch_sees(tensor: Stored, data: st.DataObject) -> None:
    assert tensor.problem() is None
    ends = [sorted((data.draw(st.integers(0, d)), data.draw(st.integers(0, d)))) for d in tensor.shape]
    box = tuple((first, stop) for first, stop in ends)
    found = tensor.read(box)
    np.testing.assert_array_equal(found, expected(tensor)[tuple(slice(*end) for end in box)])
    assert found.flags.writeable


@given(views())
def test_blocks_hold_every_stored_element_once(tensor: Stored) -> None:
    found = [code for block in tensor.blocks() for code in block.tolist()]
    indices = product(
        *(range(d if stride else min(d, 1)) for d, stride in zip(tensor.shape, tensor.strides, strict=True))
    )
    without_repeats = [expected(tensor)[index].item() for index in indices] if tensor.numel else []
    assert sorted(map(str, found)) == sorted(map(str, without_repeats))
    assert len(found) * tensor.repeats == tensor.numel


@given(st.permutations(range(4)), st.integers(0, 3))
def test_a_dense_tensor_is_read_in_the_order_of_the_file(order: list[int], offset: int) -> None:
    shape = (2, 3, 4, 5)
    strides = dense_strides(shape)
    dtype = BY_NAME["int64"]
    data = storage(numbered(120 + offset, "int64"))
    tensor = Stored(data, dtype, tuple(shape[i] for i in order), tuple(strides[i] for i in order), offset)
    assert np.concatenate(list(tensor.blocks())).tolist() == list(range(offset, 120 + offset))


@pytest.mark.parametrize("name", ["float32", "bfloat16", "int64", "complex64", "complex128", "uint8"])
def test_big_endian_bytes(name: str) -> None:
    codes = np.arange(6).astype(BY_NAME[name].codes)
    tensor = Stored(storage(codes.byteswap().tobytes(), big_endian=True), BY_NAME[name], (2, 3), (3, 1))
    np.testing.assert_array_equal(tensor.read(whole((2, 3))), codes.reshape(2, 3))
    np.testing.assert_array_equal(next(tensor.blocks()), codes)


def test_big_endian_pairs_of_halves_keep_their_order() -> None:
    halves = np.array([1, -2, 0.5, 4], dtype=np.float16)
    tensor = Stored(storage(halves.byteswap().tobytes(), big_endian=True), BY_NAME["complex32"], (2,), (1,))
    assert tensor.read(((0, 2),)).view(np.float16).tolist() == [1, -2, 0.5, 4]


def test_blocks_are_bounded_and_share_one_buffer() -> None:
    length = 3 * BLOCK // 4 + 5
    tensor = Stored(storage(numbered(length, "float32")), BY_NAME["float32"], (length,), (1,))
    sums = total = 0
    for block in tensor.blocks():
        assert block.nbytes <= BLOCK
        sums += int(block.astype(np.float64).sum())
        total += len(block)
    assert (total, sums) == (length, length * (length - 1) // 2)


@pytest.mark.parametrize("strides", [(1, 700), (1400, 2), (1, 2000), (3, 2101)])
def test_large_strided_tensors(strides: tuple[int, int]) -> None:
    shape = (700, 700)
    reach = 1 + sum(699 * stride for stride in strides)
    tensor = Stored(storage(numbered(reach, "int64")), BY_NAME["int64"], shape, strides)
    np.testing.assert_array_equal(tensor.read(whole(shape)), expected(tensor))
    found = np.concatenate([block.copy() for block in tensor.blocks()])
    np.testing.assert_array_equal(np.sort(found), np.sort(expected(tensor), axis=None))


@pytest.mark.parametrize("stride", [30, 9_000, 20_000])
def test_a_column_of_a_wide_matrix(stride: int) -> None:
    tensor = Stored(storage(numbered(29 * stride + 1, "float32")), BY_NAME["float32"], (30,), (stride,))
    column = list(range(0, 30 * stride, stride))
    assert tensor.read(((0, 30),)).tolist() == column
    assert [code for block in tensor.blocks() for code in block.tolist()] == column


def test_a_broadcast_tensor_costs_its_storage() -> None:
    tensor = Stored(storage(numbered(3, "float32")), BY_NAME["float32"], (1 << 40, 3), (0, 1))
    assert [block.tolist() for block in tensor.blocks()] == [[0, 1, 2]]
    assert tensor.repeats == 1 << 40
    assert tensor.read(((5, 7), (1, 3))).tolist() == [[1, 2], [1, 2]]


def test_a_sliding_window_is_not_counted() -> None:
    tensor = Stored(storage(bytes(80_000)), BY_NAME["uint8"], (40_000, 40_000), (1, 1))
    assert tensor.problem() is None
    with pytest.raises(Unreadable, match="overlapping"):
        next(tensor.blocks())


def test_more_repeats_than_a_count_can_hold_are_not_counted() -> None:
    tensor = Stored(storage(bytes(4)), BY_NAME["float32"], (1 << 60,), (0,))
    assert tensor.problem() is None
    with pytest.raises(Unreadable, match="more than are counted"):
        next(tensor.blocks())


@pytest.mark.parametrize(
    ("shape", "strides", "offset", "reason"),
    [
        ((1 << 32, 1 << 31), (0, 0), 0, "more elements than any tensor"),
        ((4,), (1,), 1, "reaches byte 20"),
        ((2, 2), (2,), 0, "2 dimensions but its strides have 1"),
        ((-1,), (1,), 0, "negative"),
        ((2,), (-1,), 3, "negative"),
        ((2,), (1,), -1, "negative"),
        ((1,) * 65, (1,) * 65, 0, "at most 64"),
        ((1 << 62, 1 << 62), (1 << 62, 1), 0, "reaches byte"),
    ],
)
def test_a_place_that_cannot_be_true(shape: Any, strides: Any, offset: int, reason: str) -> None:
    tensor = Stored(storage(bytes(16)), BY_NAME["float32"], shape, strides, offset)
    assert reason in (tensor.problem() or "")
    for attempt in (lambda: next(tensor.blocks()), lambda: tensor.read(whole(shape))):
        with pytest.raises(Unreadable, match=reason):
            attempt()


def test_bytes_that_are_not_there() -> None:
    never = Storage("0", 16, None, 0, device="meta")
    short = Storage("0", 16, Memory(bytes(10)), 10)
    for held, reason in ((never, "not in the file"), (short, "the file holds 10 bytes")):
        assert reason in (Stored(held, BY_NAME["float32"], (4,), (1,)).problem() or "")
    assert Stored(short, BY_NAME["float32"], (2,), (1,)).problem() is None


@pytest.mark.parametrize("box", [((0, 3), (0, 2)), ((1, 0), (0, 2)), ((-1, 1), (0, 2)), ((0, 1),)])
def test_a_block_outside_the_tensor(box: Box) -> None:
    with pytest.raises(IndexError):
        Stored(storage(bytes(16)), BY_NAME["float32"], (2, 2), (2, 1)).read(box)


def test_more_than_can_be_held_is_not_read_at_once() -> None:
    tensor = Stored(storage(bytes(4)), BY_NAME["float32"], (1 << 40,), (0,))
    with pytest.raises(Unreadable, match="1 GiB"):
        tensor.read(((0, 1 << 40),))


@given(st.lists(st.integers(1, 6), max_size=4), st.integers(1, 50))
def test_boxes_cover_a_shape_in_order(shape: list[int], at_most: int) -> None:
    numbers = np.arange(math.prod(shape)).reshape(shape)
    pieces = [numbers[tuple(slice(*end) for end in box)] for box in gather.boxes(tuple(shape), at_most)]
    assert max(piece.size for piece in pieces) <= at_most
    assert [number for piece in pieces for number in piece.reshape(-1).tolist()] == list(range(numbers.size))
