"""Text as people read it, and foreign text made safe."""

from __future__ import annotations

import math
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weights import text
from weights.text import MINUS, THIN, visible

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("layers.0.wq", "layers.0.wq"),
        ("größe 重み", "größe 重み"),
        ("a\nb\tc\rd\0", "a\\nb\\tc\\rd\\0"),
        ("\x1b[2Jx", "\\x1b[2Jx"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\ud800", "\\ud800"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("\U000e0041", "\\U000e0041"),
        ("e\u0301\u0301\u0301\u0301", "e\u0301\u0301\\u0301\\u0301"),
        ("", ""),
    ],
)
def test_what_is_invisible_is_shown(foreign: str, shown: str) -> None:
    assert visible(foreign) == shown


@given(st.text(st.characters(exclude_categories=())), st.integers(1, 60))
def test_visible_text_is_short_and_hides_nothing(foreign: str, limit: int) -> None:
    shown = visible(foreign, limit)
    assert len(shown) <= limit
    assert all(unicodedata.category(character) not in HIDDEN for character in shown)
    assert visible(shown, limit) == shown
    shown.encode("utf-8")


@given(st.text(st.characters(exclude_categories=())))
def test_only_long_text_is_cut(foreign: str) -> None:
    assert text.ELLIPSIS not in visible(foreign.replace(text.ELLIPSIS, ""), 10 * len(foreign) + 1)
    assert visible("x" * 7, 7) == "x" * 7
    assert visible("x" * 8, 7) == "x" * 6 + text.ELLIPSIS


@given(st.integers())
def test_a_count_is_the_number_in_groups_of_three(number: int) -> None:
    groups = text.count(number).replace(MINUS, "").split(THIN)
    assert all(len(group) == 3 for group in groups[1:])
    assert len(groups[0]) <= 3
    assert int("".join(groups)) == abs(number)


@pytest.mark.parametrize(
    ("number", "count", "size"),
    [
        (0, "0", "0 B"),
        (999, "999", "999 B"),
        (1000, "1 000", "1.00 kB"),
        (999_400, "999 400", "999 kB"),
        (999_999, "999 999", "1.00 MB"),
        (999_600_000, "1.00 B", "1.00 GB"),
        (18_874_368, "18.9 M", "18.9 MB"),
        (3_212_749_824, "3.21 B", "3.21 GB"),
        (9_995_000, "10.0 M", "10.0 MB"),
        (405 * 10**12, "405 T", "405 TB"),
    ],
)
def test_counts_and_sizes_in_three_figures(number: int, count: str, size: str) -> None:
    assert text.short_count(number).replace(THIN, " ") == count
    assert text.size(number).replace(THIN, " ") == size


@given(st.floats(-1e308, 1e308))
def test_a_number_says_four_figures_of_it(value: float) -> None:
    shown = text.number(value)
    assert "-" not in shown.replace("e-", "")
    assert float(shown.replace(MINUS, "-")) == pytest.approx(value, rel=5.1e-4)


def test_numbers_that_are_none() -> None:
    assert [text.number(x) for x in (None, math.nan, math.inf, -math.inf)] == ["—", "NaN", "Inf", f"{MINUS}Inf"]
    assert text.number(1.5e-7) == f"1.5e{MINUS}7"
    assert text.number(2.5e12) == "2.5e12"


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_share_is_round_only_where_it_is_exact(part: int, whole: int) -> None:
    part = min(part, whole)
    shown = text.share(part, whole).replace(THIN, " ")
    assert (shown == "0 %") == (part == 0)
    assert (shown == "100 %") == (part == whole)
    digits = float(shown.strip("<> %"))
    assert abs(Fraction(digits) - Fraction(100 * part, whole)) <= Fraction(11, 1000)


def test_shapes_plurals_and_names() -> None:
    assert text.shape((3072, 1024)) == "3072 × 1024"
    assert text.shape(()) == "scalar"
    assert text.plural(1, "byte") == "1 byte"
    assert text.plural(2000, "entry", "entries") == f"2{THIN}000 entries"
    assert text.dotted(()) == "(root)"
    assert text.dotted(("a", "b.c")) == "a.b.c"
    assert text.share(1, 0) == text.NONE


def test_durations_in_two_figures() -> None:
    shown = [text.duration(seconds).replace(THIN, " ") for seconds in (0, 1.24, 9.96, 99, 180, 7500)]
    assert shown == ["0.0 s", "1.2 s", "10 s", "99 s", "3 min", "2 h 5 min"]
