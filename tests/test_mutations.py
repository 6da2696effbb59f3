"""Real files with some bytes changed or the end gone: they open or are refused, tensors are read or marked."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import tiny
from tests.sandbox import walk

PLACES = st.integers(0, 20_000)
FLIPS = st.lists(st.tuples(PLACES, st.integers(0, 255)), min_size=1, max_size=6)


@functools.cache
def _original(name: str) -> bytes:
    return tiny.FILES[name]()


@pytest.mark.parametrize("name", tiny.FILES)
def test_the_real_file_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    path.write_bytes(_original(name))
    assert walk(path) > 0


@pytest.mark.parametrize("name", tiny.FILES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=FLIPS)
def test_changed_bytes(name: str, flips: list[tuple[int, int]], tmp_path: Path) -> None:
    data = bytearray(_original(name))
    for place, value in flips:
        data[place % len(data)] = value
    path = tmp_path / "model.pth"
    path.write_bytes(data)
    walk(path)


@pytest.mark.parametrize("name", tiny.FILES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(end=PLACES, more=st.binary(max_size=30))
def test_another_end(name: str, end: int, more: bytes, tmp_path: Path) -> None:
    original = _original(name)
    path = tmp_path / "model.pth"
    path.write_bytes(original[: end % len(original)] + more)
    walk(path)
