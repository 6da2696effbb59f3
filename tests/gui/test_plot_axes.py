"""Ticks show real values."""

import pytest

from gui.plot_axes import CountAxis, ValueAxis, power_text, tick_text


@pytest.mark.parametrize(
    ("value", "spacing", "largest", "expected"),
    [
        (0.0, 0.02, 0.06, "0"),
        (-0.04, 0.02, 0.06, "−0.04"),
        (0.99998, 1e-5, 1.00003, "0.99998"),
        (30000.0, 10000.0, 40000.0, "30\u202f000"),
        (2e-5, 1e-5, 4e-5, "2e−5"),
        (1.25e8, 2.5e7, 2e8, "1.25e8"),
        (0.75, 0.25, 1.0, "0.75"),
    ],
)
def test_a_tick_has_the_digits_that_tell_it_from_the_next(
    value: float, spacing: float, largest: float, expected: str
) -> None:
    assert tick_text(value, spacing, largest) == expected


def test_powers_of_ten() -> None:
    assert [power_text(exponent) for exponent in (-7, -2, 0, 4, 9)] == ["1e−7", "0.01", "1", "10\u202f000", "1e9"]


def test_a_symlog_axis_has_decades_on_both_sides_of_zero(qapp: object) -> None:
    axis = ValueAxis("bottom")
    axis.set_scale(1e-4)
    [(_, places)] = axis.tickValues(-3.2, 3.2, 900)
    assert axis.tickStrings(places, 1, 1) == ["−0.01", "−0.001", "−0.0001", "0", "0.0001", "0.001", "0.01"]


def test_a_narrow_symlog_axis_leaves_decades_out(qapp: object) -> None:
    axis = ValueAxis("bottom")
    axis.set_scale(1e-9)
    [(_, places)] = axis.tickValues(-10.0, 10.0, 400)
    assert len(places) <= 8
    assert 0.0 in places


def test_a_logarithmic_count_axis_names_powers(qapp: object) -> None:
    axis = CountAxis("left")
    axis.set_log(True)
    [(_, places)] = axis.tickValues(-0.3, 4.2, 400)
    assert axis.tickStrings(places, 1, 1) == ["1", "10", "100", "1\u202f000", "10\u202f000"]


def test_whole_numbers_have_whole_ticks(qapp: object) -> None:
    axis = ValueAxis("bottom")
    axis.set_scale(None, is_whole=True)
    assert axis.tickValues(-0.5, 1.5, 900) == [(1.0, [0.0, 1.0])]
