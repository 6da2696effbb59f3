"""What the page of a spectrum says: what it would cost, how far it is, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gui.describe import Figure
from weights import text

if TYPE_CHECKING:
    from weights.spectra.cost import Cost
    from weights.spectra.process import Progress
    from weights.spectra.spectrum import Spectrum

_APART = "   \N{MIDDLE DOT}   "
_EXACT = (
    "Read in blocks of rows, each reduced by QR decomposition, in double precision; computed by torch, on the GPU "
    "where it can (CUDA), in a process of its own. The window stays free meanwhile."
)
_RANDOMISED = (
    "This matrix is too large for all of them. The largest are found in a random Krylov space, for which the matrix is "
    "read {passes} times, and an estimate of their error is given with them; computed in double precision by torch, on "
    "the GPU where it can (CUDA), in a process of its own. The window stays free meanwhile."
)
_EFFECTIVE = "exp of the entropy of the singular values divided by their sum (Roy and Vetterli 2007)"
_STABLE = "Sum of all squared singular values over the largest square"


def offer_figures(cost: Cost) -> list[Figure]:
    """What would be computed, and its cost."""
    all_of = text.count(cost.whole)
    what = f"all {all_of}, exactly" if cost.exact else f"the {cost.count} largest of {all_of}, approximately"
    return [
        Figure("singular values", what),
        Figure("memory", f"about {text.size(_rounded(cost.memory))}", tooltip="Of the process that computes them"),
        Figure("time", cost.time, tooltip="The order of it, on this machine"),
    ]


def _rounded(size: int) -> int:
    """A size upwards to two figures: it is an estimate."""
    step: int = 10 ** (len(str(size)) - 2)
    return -(-size // step) * step


def method(cost: Cost, shape: Sequence[int]) -> str:
    """How it would be computed, and of which matrix."""
    how = _EXACT if cost.exact else _RANDOMISED.format(passes=cost.passes)
    return " ".join([*(f"Taken {words}." for words in as_matrix(shape)), how])


def as_matrix(shape: Sequence[int]) -> list[str]:
    """Which matrix a tensor of more than two dimensions is taken as; nothing for a matrix."""
    if len(shape) == 2:
        return []
    return [f"as the {text.shape((shape[0], math.prod(shape[1:])))} matrix of its first axis by all others"]


def too_much(cost: Cost) -> str:
    """Why a spectrum is not offered."""
    return f"Its singular values would take {text.size(cost.memory)} of memory, which is more than is asked for"


def progress(so_far: Progress) -> str:
    """How far it is."""
    if so_far.share is None:
        return f"Decomposing {text.ELLIPSIS}"
    if so_far.share == 0:
        return f"Starting torch {text.ELLIPSIS}"
    return f"Reading the matrix: {so_far.share:.0%}".replace("%", f"{text.THIN}%")


def figures(spectrum: Spectrum) -> list[Figure]:
    """The figures of a spectrum."""
    last = "smallest" if spectrum.is_exact else "smallest found"
    rows = [
        Figure("effective rank", _decimal(spectrum.effective_rank), tooltip=_EFFECTIVE),
        Figure("stable rank", _decimal(spectrum.stable_rank), tooltip=_STABLE),
        Figure("rank for 90 %", _rank(spectrum, 0.9), tooltip="So many of the largest hold 90 % of the squared sum"),
        Figure("rank for 99 %", _rank(spectrum, 0.99), tooltip="So many of the largest hold 99 % of the squared sum"),
        Figure("largest", text.number(float(spectrum.values[0]))),
        Figure(last, text.number(float(spectrum.values[-1]))),
    ]
    return rows if spectrum.is_exact else rows[1:]


def _decimal(rank: float | None) -> str:
    return text.NONE if rank is None else f"{rank:.1f}"


def _rank(spectrum: Spectrum, share: float) -> str:
    if spectrum.norm == 0:
        return text.NONE
    rank = spectrum.rank_for(share)
    return f"over {text.count(len(spectrum.values))}" if rank is None else text.count(rank)


def about(spectrum: Spectrum, shape: Sequence[int]) -> str:
    """What the values are: exact, or within which error; of which matrix; and which of them say nothing."""
    parts = [_which(spectrum), *as_matrix(shape)]
    if spectrum.device != "cpu":
        parts.append("computed on the GPU")
    few = int(np.count_nonzero(spectrum.values <= spectrum.rounding))
    if few and spectrum.norm:
        parts.append(f"{text.count(few)} below {text.number(spectrum.rounding, 2)}, where double precision rounds")
    return _APART.join(parts)


def _which(spectrum: Spectrum) -> str:
    known = text.count(len(spectrum.values))
    if spectrum.error is None:
        return f"all {known} singular values, exact in double precision"
    error = f"{100 * spectrum.error:.2g}{text.THIN}%"
    return (
        f"the {known} largest of {text.count(spectrum.columns)} singular values, none above its true value, "
        f"the worst about {error} below it"
    )


def reading(spectrum: Spectrum, number: int) -> str:
    """One value, and what it and all larger ones hold."""
    value, share = float(spectrum.values[number - 1]), float(spectrum.energy[number - 1])
    held = f"the first {text.count(number)} hold" if number > 1 else "holds"
    return f"number {text.count(number)}:  {text.number(value, 5)}{_APART}{held} {_percent(share)} of the squared sum"


def _percent(share: float) -> str:
    return text.share(round(share * 10**9), 10**9)


def copied(spectrum: Spectrum) -> str:
    """All values as text: number, value and share of the squared sum of all so far, tabs between, a line each."""
    pairs = zip(spectrum.values.tolist(), spectrum.energy.tolist(), strict=True)
    lines = [f"{number}\t{value!r}\t{share!r}" for number, (value, share) in enumerate(pairs, start=1)]
    return "\n".join(["number\tsingular value\tshare of the squared sum", *lines])
