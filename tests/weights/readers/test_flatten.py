"""What the walk lists: names, shared things, cycles, odd keys, and where it stops."""

from __future__ import annotations

import enum
from typing import Any

import pytest
import torch

from tests.weights.readers.reading import Opened, names, node, text
from weights.readers import flatten as walk
from weights.readers.flatten import flatten
from weights.readers.inert import Global, Group, Mapping, Object
from weights.tree import Container, Content, Value


class Colour(enum.Enum):
    RED = 1


class Slots:
    __slots__ = ("a", "b")

    def __init__(self) -> None:
        self.a, self.b = 1, torch.ones(2)


def dictionary(**entries: Any) -> Mapping:
    return Mapping("dict", list(entries.items()))


def listed(value: Any) -> dict[str, Content]:
    return {".".join(content.path): content for content in flatten(value, []).contents}


def shown(value: Any) -> dict[str, str]:
    return {name: content.text for name, content in listed(value).items() if isinstance(content, Value)}


def test_a_shared_list_shows_once_and_is_named_elsewhere() -> None:
    inner = [dictionary(x=1)]
    assert shown(dictionary(a=inner, b=inner)) == {"a.0.x": "1", "b": "same object as a"}


def test_a_cycle_is_named() -> None:
    value = dictionary(x=1)
    value.pairs.append(("me", value))
    assert shown(value) == {"x": "1", "me": "same object as (root)"}


def test_plain_values_in_a_row_are_one_value() -> None:
    value = dictionary(betas=(0.9, 0.999), names=["a", "b"], one=(1,), empty=[], group=Group("set", [1]))
    assert shown(value) == {
        "betas": "(0.9, 0.999)",
        "names": "['a', 'b']",
        "one": "(1,)",
        "empty": "[]",
        "group": "{1}",
    }


def test_a_long_row_of_values_is_cut_short() -> None:
    assert shown(dictionary(steps=list(range(1_000_000))))["steps"].endswith(", …] (1000000 items)")


def test_of_equal_keys_the_last_counts() -> None:
    assert shown(Mapping("dict", [("a", 1), ("b", 2), ("a", 3)])) == {"a": "3", "b": "2"}


def test_odd_keys_are_named() -> None:
    keys = [1, None, True, 0.5, b"b", ("a", 2), [1], 1 << 5000, "x" * 5000]
    found = list(shown(Mapping("dict", [(key, 0) for key in keys])))
    assert found[:7] == ["1", "None", "True", "0.5", "b", "('a', 2)", "<list, entry 6>"]
    assert found[7] == "int of 5001 bits"
    assert len(found[8]) < 1100


def test_1_and_true_are_different_keys_of_a_file() -> None:
    assert len(flatten(Mapping("dict", [(1, "a"), ("1", "b")]), []).contents) == 3


def test_metadata_of_a_state_dict_is_not_listed() -> None:
    value = Mapping("OrderedDict", [("w", 1)], state=dictionary(_metadata=dictionary(version=1), extra=2))
    assert shown(value) == {"w": "1", "extra": "2"}


def test_an_enormous_integer_is_measured() -> None:
    assert shown(dictionary(n=1 << 4000, m=-12)) == {"n": "int of 4001 bits", "m": "-12"}


def test_unknown_objects_show_what_is_in_them(opened: Opened) -> None:
    checkpoint = opened({"colour": Colour.RED, "slots": Slots()})
    assert text(checkpoint, "colour") == "Colour(1)"
    assert text(checkpoint, "slots.a") == "1"
    assert names(checkpoint) == ["slots.b"]
    container = node(checkpoint, "slots").container
    assert container is not None
    assert container.opaque
    assert container.type.endswith("test_flatten.Slots")


def test_a_call_that_does_not_fit_is_a_problem() -> None:
    wrong = Object(Global("torch._utils", "_rebuild_tensor_v2"), ([],), misfit=True)
    assert [problem.where for problem in flatten(dictionary(w=wrong), []).problems] == ["w"]


def test_deep_nesting_is_cut_and_said() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    found = flatten(value, [])
    assert len(found.contents) < 100
    assert "nested" in found.problems[0].message


def test_a_billion_laughs_are_few() -> None:
    value: Any = [dictionary(x=1)]
    for _ in range(100):
        value = [value] * 10
    assert len(flatten(value, []).contents) < 2000


@pytest.mark.parametrize("cap", ["_MAX_CONTENTS", "_MAX_PARTS", "_MAX_NAMES"])
def test_endless_contents_stop_and_say_so(monkeypatch: pytest.MonkeyPatch, cap: str) -> None:
    monkeypatch.setattr(walk, cap, 500)
    found = flatten([dictionary(x=i) for i in range(10_000)], [])
    assert len(found.contents) <= 501
    assert "more than can be shown" in found.problems[-1].message


def test_containers_that_share_their_entries_are_looked_at_so_often_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "_MAX_LOOKED_AT", 5000)
    pairs: list[Any] = [("k", 1)] * 1000
    found = flatten([Mapping("dict", pairs) for _ in range(100)], [])
    assert len(found.contents) < 20
    assert "more than can be shown" in found.problems[-1].message


def test_a_container_says_what_it_is_and_how_much_it_holds() -> None:
    container = listed(dictionary(a=1, b=2))[""]
    assert isinstance(container, Container)
    assert (container.type, container.length, container.opaque) == ("dict", 2, False)
