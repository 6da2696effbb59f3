"""What the page of a spectrum says."""

import numpy as np
import pytest

from gui.pages import spectrum_words
from weights.spectra.cost import cost
from weights.spectra.process import Progress
from weights.spectra.spectrum import Spectrum, spectrum_of
from weights.text import THIN


def of(*values: float, device: str = "cpu") -> Spectrum:
    return spectrum_of((400, len(values)), np.array(values), device=device)


def figure(spectrum: Spectrum, label: str) -> str:
    return next(figure.text for figure in spectrum_words.figures(spectrum) if figure.label == label)


def test_states_the_cost_of_all_values() -> None:
    words = [figure.text for figure in spectrum_words.offer_figures(cost(128256, 3072, cores=2))]
    assert words == [f"all 3{THIN}072, exactly", f"about 1.20{THIN}GB", "about a minute"]


def test_says_that_it_finds_only_the_largest() -> None:
    planned = cost(16384, 8192, cores=2)
    assert spectrum_words.offer_figures(planned)[0].text == f"the 256 largest of 8{THIN}192, approximately"
    assert "read 5 times" in spectrum_words.method(planned, (16384, 8192))


def test_says_how_a_kernel_is_a_matrix() -> None:
    assert "Taken as the 8 × 75 matrix" in spectrum_words.method(cost(8, 75), (8, 3, 5, 5))
    assert "as the 400 × 2 matrix" in spectrum_words.about(of(2, 1), (400, 1, 2))
    assert "matrix of" not in spectrum_words.about(of(2, 1), (400, 2))


@pytest.mark.parametrize(("share", "words"), [(0.0, "Starting"), (0.426, f"43{THIN}%"), (None, "Decomposing")])
def test_progress(share: float | None, words: str) -> None:
    assert words in spectrum_words.progress(Progress(share))


def test_figures() -> None:
    spectrum = of(3, 1, 0)
    assert figure(spectrum, "stable rank") == "1.1"
    assert figure(spectrum, "rank for 99 %") == "2"
    assert figure(spectrum, "smallest") == "0"


def test_figures_of_the_largest_only() -> None:
    spectrum = spectrum_of((400, 300), np.array([3.0, 1.0]), norm=5.0, error=0.012)
    assert figure(spectrum, "rank for 90 %") == "over 2"
    assert figure(spectrum, "smallest found") == "1"
    assert "effective rank" not in [each.label for each in spectrum_words.figures(spectrum)]
    assert f"1.2{THIN}%" in spectrum_words.about(spectrum, (400, 300))


def test_zero_matrix() -> None:
    assert figure(of(0, 0), "effective rank") == figure(of(0, 0), "rank for 90 %") == "—"


def test_says_which_values_are_rounding() -> None:
    assert "1 below 1.8e−13" in spectrum_words.about(of(2, 1, 1e-15), (400, 2))
    assert "below" not in spectrum_words.about(of(2, 1), (400, 2))


def test_says_where_it_was_computed_if_not_here() -> None:
    assert "GPU" in spectrum_words.about(of(1, device="cuda"), (400, 2))


def test_reads_out_a_value_and_what_it_holds() -> None:
    words = spectrum_words.reading(of(3, 1), 1)
    assert "number 1:  3 " in words
    assert f"holds 90.00{THIN}% of" in words


def test_copies_every_digit() -> None:
    lines = spectrum_words.copied(of(0.1 + 0.2, 0)).split("\n")
    assert lines[1:] == ["1\t0.30000000000000004\t1.0", "2\t0.0\t1.0"]
