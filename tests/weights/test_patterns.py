"""Regular expressions that answer in linear time."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weights.errors import BadQuery
from weights.patterns import Pattern


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"layers\.\d+7\..*WQ", "layers.17.attention.wq.weight", True),
        (r"layers\.\d+7\..*wq", "layers.7.attention.wq.weight", False),
        ("^norm", "layers.norm", False),
        ("(^|b)a$", "ba", True),
        ("größe", "GRÖSSE größe", True),
    ],
)
def test_it_finds_a_match_anywhere(pattern: str, text: str, found: bool) -> None:
    assert Pattern(pattern).found_in(text) is found


@given(st.text("ab(|)[]{}*+?\\^$.:-1,d", max_size=12))
def test_any_text_is_a_pattern_or_a_bad_query(pattern: str) -> None:
    with suppress(BadQuery):
        Pattern(pattern).found_in("ab1")


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "a?" * 40 + "a" * 40 + "b", ".*.*.*.*.*.*b", "(.*){9}b"])
def test_what_makes_backtracking_explode_is_answered(pattern: str) -> None:
    assert not Pattern(pattern).found_in("a" * 300)


def test_more_states_than_are_remembered_change_no_answer() -> None:
    pattern = Pattern("(a|b)*a" + "(a|b)" * 14 + "c")
    text = "".join("ab"[(number * number) // 7 % 2] for number in range(20_000))
    assert not pattern.found_in(text)
    assert pattern.found_in(text + "a" + "b" * 14 + "c")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a)", "unexpected )"),
        ("(a", "missing )"),
        ("[a", "missing ]"),
        ("a**", "bad repetition operator"),
        (r"(a)\1", "invalid escape sequence"),
        ("(?=a)", "invalid perl operator"),
        ("((a{99}){99}){99}", "invalid repetition size"),
        ("(((a{30}){30}b?){30}c?){30}", "invalid repetition size"),
        ("a" * 201, "a regular expression may have 200 characters"),
    ],
)
def test_what_cannot_be_searched_for_is_named(pattern: str, reason: str) -> None:
    with pytest.raises(BadQuery, match=re.escape(reason)):
        Pattern(pattern)


def test_lone_surrogates_are_borne() -> None:
    assert Pattern("a.b").found_in("a\ud800b")
    assert not Pattern("\ud800x").found_in("ab")
