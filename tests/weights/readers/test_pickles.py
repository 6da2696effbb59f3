"""The inert machine against pickles of the standard library, of hand-made opcodes, and of chance."""

from __future__ import annotations

import os
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weights.errors import Malformed, WeighbridgeError
from weights.readers import pickles
from weights.readers.inert import Global, Group, HugeInt, LongBytes, LongText, Mapping, Object
from weights.readers.pickles import Loaded
from weights.readers.vocabulary import Vocabulary
from weights.source import FileSource, Memory

PROTOCOLS = range(6)


class NoVocabulary:
    """Knows no name at all; persistent ids stand for themselves."""

    def builder(self, module: str, name: str) -> None:
        return None

    def knows(self, module: str, name: str) -> bool:
        return False

    def persistent(self, key: Any) -> Any:
        return key


class Command:
    """Would run a shell command when unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> Any:
        return os.system, (self.command,)


def load(data: bytes) -> Loaded:
    return pickles.load(Memory(data), 0, NoVocabulary())


def as_python(value: Any) -> Any:
    """What a machine built from plain data, as that data."""
    if isinstance(value, Mapping):
        return {as_python(key): as_python(item) for key, item in value.pairs}
    if isinstance(value, Group):
        return {"set": set, "frozenset": frozenset}[value.kind](value.items)
    return type(value)(map(as_python, value)) if type(value) in (list, tuple) else value


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
)


def read_or_refuse(data: bytes) -> None:
    try:
        pickles.load(Memory(data), 0, Vocabulary())
    except WeighbridgeError as error:
        assert str(error)  # noqa: PT017  there may be no error, but one without a sentence is wrong


@given(PLAIN, st.sampled_from(PROTOCOLS))
def test_plain_data_come_back(value: Any, protocol: int) -> None:
    data = pickle.dumps(value, protocol)
    loaded = load(data)
    assert as_python(loaded.value) == value
    assert loaded.end == len(data)


@pytest.mark.parametrize("protocol", [4, 5])
def test_bytes_and_sets_come_back(protocol: int) -> None:
    value = [b"", b"abc", {1, 2}, frozenset((3,)), "\ud800"]
    assert as_python(load(pickle.dumps(value, protocol)).value) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@given(PLAIN, st.sampled_from(PROTOCOLS), st.data())
def test_damaged_pickles_are_read_or_refused(value: Any, protocol: int, data: st.DataObject) -> None:
    damaged = bytearray(pickle.dumps(value, protocol))
    damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(damaged))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_command_is_listed_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: int) -> None:
    monkeypatch.chdir(tmp_path)
    loaded = load(pickle.dumps(Command("touch canary"), protocol))
    assert isinstance(loaded.value, Object)
    assert [(stub.qualified, stub.called) for stub in loaded.globals] == [(f"{os.name}.system", True)]
    assert not list(tmp_path.iterdir())


def test_one_file_does_not_affect_the_next() -> None:
    data = b"cos\nsystem\n."
    assert load(data).value is not load(data).value


def test_several_pickles_in_a_row_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "row"
    path.write_bytes(b"ab" + pickle.dumps([1]) + pickle.dumps("two"))
    source = FileSource(path)
    first = pickles.load(source, 2, NoVocabulary())
    assert first.value == [1]
    assert pickles.load(source, first.end, NoVocabulary()).value == "two"


def test_long_bytes_and_text_stay_where_they_are() -> None:
    data, text = b"\0" * 200_000, "\N{BLACK STAR}" * 100_000
    loaded = load(pickle.dumps([data, text, 7], 4))
    kept_data, kept_text, after = loaded.value
    assert isinstance(kept_data, LongBytes)
    assert isinstance(kept_text, LongText)
    assert kept_data.source.read(0, kept_data.source.size) == data
    assert kept_text.source.read(0, kept_text.source.size).decode() == text
    assert after == 7


def test_what_lies_across_two_windows_is_read() -> None:
    value = ["x" * (i % 5000) for i in range(200)]
    assert load(pickle.dumps(value, 2)).value == value


@pytest.mark.parametrize("protocol", [0, 2])
@pytest.mark.parametrize("bits", [20_000, 1_000_000])
def test_an_enormous_integer_is_only_measured(bits: int, protocol: int) -> None:
    data = b"L" + b"9" * (bits * 301 // 1000) + b"L\n." if protocol == 0 else pickle.dumps((1 << bits) - 1, protocol)
    measured = load(data).value
    assert isinstance(measured, HugeInt)
    assert abs(measured.bits - bits) <= bits // 1000


def test_a_memo_entry_of_a_huge_index_costs_nothing() -> None:
    assert load(b"Nr\xff\xff\xff\xff0j\xff\xff\xff\xff.").value is None


def test_keys_are_never_hashed() -> None:
    loaded = load(b"}(]K\x01}K\x02u.")
    assert [value for _, value in loaded.value.pairs] == [1, 2]


def test_a_state_is_an_attribute_and_not_an_entry() -> None:
    loaded = load(b"}q\x00X\x01\x00\x00\x00aK\x01s}X\x09\x00\x00\x00_metadataK\x02sb.")
    assert [key for key, _ in loaded.value.pairs] == ["a"]
    assert [key for key, _ in loaded.value.state.pairs] == ["_metadata"]


def test_a_name_from_a_registry_of_extensions_is_opaque() -> None:
    assert isinstance(load(b"\x82\x05.").value, Global)


@pytest.mark.parametrize("protocol", [0, 1, 2])
def test_text_of_python_2_is_text_and_its_bytes_are_bytes(protocol: int) -> None:
    assert load(b"S'caf\\xc3\\xa9'\n.").value == "caf\N{LATIN SMALL LETTER E WITH ACUTE}"
    assert load(b"U\x02\xff\xfe.").value == b"\xff\xfe"
    assert load(b"V\\u2603\n.").value == "\N{SNOWMAN}"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"N",
        b".",
        b"\xff.",
        b"\x80\x06N.",
        b"X\xff\xff\xff\xffa.",
        b"\x8e" + struct.pack("<Q", 1 << 62) + b".",
        b"\x95" + struct.pack("<Q", 1 << 62) + b"N.",
        b"\x8b\xff\xff\xff\xff.",
        b"h\x07.",
        b"t.",
        b"}(Nu.",
        b"K\x01(NNu.",
        b"Nb.",
        b"\x97.",
        b"Iabc\n.",
        b"cos",
        b"K\x01K\x02\x93.",
    ],
)
def test_what_no_pickler_writes_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        load(data)


def test_endless_opcodes_are_refused() -> None:
    with pytest.raises(Malformed, match="more than 1000 instructions"):
        pickles.load(Memory(b"N0" * 1000 + b"N."), 0, NoVocabulary(), max_opcodes=1000)


@pytest.mark.parametrize("body", [b"(", b"]"])
def test_endless_nesting_or_objects_are_refused(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pickles, "_MAX_OBJECTS", 100_000)
    with pytest.raises(Malformed, match="more than"):
        load(body * 300_000 + b"N.")
