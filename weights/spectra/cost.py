"""What the singular values of a matrix cost, in memory and time, before anything is computed: arithmetic alone.

All are computed, exactly, where there are at most `MOST_EXACT`: the matrix is read in blocks of rows, and whenever
`capacity` rows are together they are replaced by the triangle of their QR decomposition, which has the same singular
values. All in float64. Larger matrices get their `KEPT` largest ones only, from a randomised block Krylov space, for
which the matrix is read `PASSES` times.
"""

from __future__ import annotations

import os

from weights.record import record

MOST_EXACT = 4096
WIDEST = 4
"""Rows are at most so many times longer than there are of them, but for matrices that come turned."""
KEPT, DIRECTIONS, PASSES = 256, 256, 5
_MOST_MEMORY = 1 << 32

_ITEM = 8  # bytes of a float64
_LIBRARY = 400_000_000  # bytes that torch itself takes, and the blocks on their way
_FEWEST = 1 << 22  # elements of a narrow matrix that are worth a decomposition

# Operations a second on one core of a machine of the middle sort, and how many cores still help.
_PRODUCTS, _DECOMPOSITION, _MOST_CORES = 2.5e10, 5.5e9, 8
_START = 2.0  # seconds until torch is loaded

_ORDERS = (
    (5.0, "a few seconds"),
    (20.0, "about ten seconds"),
    (45.0, "about half a minute"),
    (100.0, "about a minute"),
    (900.0, "some minutes"),
    (3600.0, "up to an hour"),
    (86400.0, "hours"),
)


@record
class Cost:
    """How the singular values of a matrix are computed, how many of how many, and what that takes.

    `memory` in bytes, of the process that computes; `seconds` is good for its order only.
    """

    exact: bool
    count: int
    whole: int
    passes: int
    memory: int
    seconds: float

    @property
    def time(self) -> str:
        """The order of the time, in words."""
        return next((words for most, words in _ORDERS if self.seconds < most), "days")

    @property
    def is_too_much(self) -> bool:
        """Whether so much memory is needed that it should not be asked for."""
        return self.memory > _MOST_MEMORY


def cost(rows: int, columns: int, cores: int | None = None) -> Cost:
    """The cost for a matrix with at least one element; `cores` are those of this machine unless given."""
    speed = min(cores or os.cpu_count() or 1, _MOST_CORES)
    if min(rows, columns) <= MOST_EXACT:
        return _exact(rows, columns, speed)
    return _randomised(rows, columns, speed)


def capacity(rows: int, columns: int) -> int:
    """Rows that are held at once by the exact method: few decompositions, and little memory."""
    return min(rows, max(WIDEST * columns, _FEWEST // columns))


def _exact(rows: int, columns: int, speed: int) -> Cost:
    held, whole = capacity(rows, columns), min(rows, columns)
    rounds = (rows - held) / (held - columns) if rows > held else 0.0
    products = rounds * _reduction(held, columns) + _reduction(max(held, columns), whole)
    seconds = _START + products / (_PRODUCTS * speed) + 8 / 3 * whole**3 / (_DECOMPOSITION * speed)
    triangles = 2 * columns if rows > held else 0
    memory = _LIBRARY + _ITEM * columns * (2 * held + triangles)
    return Cost(True, whole, whole, 1, memory, seconds)


def _reduction(rows: int, columns: int) -> float:
    """Operations of a QR decomposition (Householder)."""
    return 2.0 * columns**2 * (rows - columns / 3)


def _randomised(rows: int, columns: int, speed: int) -> Cost:
    basis = PASSES * DIRECTIONS
    products = 4.0 * rows * columns * basis + 4.0 * columns * basis**2
    memory = _LIBRARY + _ITEM * columns * (2 * basis + 4 * DIRECTIONS)
    return Cost(False, KEPT, min(rows, columns), PASSES, memory, _START + products / (_PRODUCTS * speed))
