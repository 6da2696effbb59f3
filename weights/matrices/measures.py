"""What is measured of each row or column of a tensor: data only, which a page can hold before loops are compiled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Along(StrEnum):
    """What one line is: an index of the first axis (a row), or of the last one (a column), with all the other axes."""

    ROWS = "rows"
    COLUMNS = "columns"

    @property
    def one(self) -> str:
        return self.value.removesuffix("s")

    def axis(self, rank: int) -> int:
        """The axis that such a line is an index of, in a tensor of at least one axis."""
        return 0 if self is Along.ROWS else rank - 1


class Measure(StrEnum):
    """What a line can be judged by."""

    L2 = "L2 norm"
    MEAN = "mean"
    LARGEST = "largest |x|"


@dataclass(frozen=True, slots=True, eq=False)
class RowMeasures:
    """For each row, or each column, of a tensor: what its finite values amount to.

    `l2` (L2 norm), `mean` and `largest` (largest magnitude) are float64 of shape (lines,), NaN where a line has no
    finite value; of complex numbers they are those of the magnitudes. `nonfinite` (NaN and infinities) and `zeros` are
    int64 counts. `length` is the number of values in each line.
    """

    along: Along
    length: int
    l2: NDArray[np.float64]
    mean: NDArray[np.float64]
    largest: NDArray[np.float64]
    nonfinite: NDArray[np.int64]
    zeros: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.l2)

    def by(self, measure: Measure) -> NDArray[np.float64]:
        """One measure of all lines."""
        return {Measure.L2: self.l2, Measure.MEAN: self.mean, Measure.LARGEST: self.largest}[measure]
