"""What is said of rows and columns in words."""

from __future__ import annotations

import re

from gui.models.row_order import Group, Measured
from gui.models.rows_sheet import figure
from weights import text
from weights.errors import BadQuery
from weights.matrices.measures import Along, RowMeasures
from weights.matrices.outlying import DEVIATIONS, LEAST_FACTOR

_MAX_DIGITS = 18


def line_words(measures: RowMeasures, line: int) -> str:
    """One row or column: its index and measures."""
    parts = [
        f"{measures.along.one} {text.count(line)}",
        f"L2 norm {figure(float(measures.l2[line]))}",
        f"mean {figure(float(measures.mean[line]))}",
        f"largest |x| {figure(float(measures.largest[line]))}",
    ]
    zeros, nonfinite = int(measures.zeros[line]), int(measures.nonfinite[line])
    parts += [text.plural(zeros, "zero")] if zeros else []
    parts += [f"{text.count(nonfinite)} NaN or Inf"] if nonfinite else []
    return "   ".join(parts)


def rule_words(measured: Measured) -> str:
    """What is called far from the rest; and that nothing stands apart, where that is so."""
    along, limits = measured.measures.along, measured.outlying.limits
    if limits is None:
        return f"Too few {along} have a norm for any to be far from the rest"
    stand_apart = any(measured.count(group) for group in Group if group is not Group.ALL)
    nothing = "" if stand_apart else f"No {along.one} is all zero or far from the rest, or holds NaN or Inf. "
    distance = f"{DEVIATIONS} robust deviations (1.4826 {text.TIMES} the median absolute deviation of log norm)"
    return (
        f"{nothing}Far: L2 norm below {figure(limits.low)} or above {figure(limits.high)}, more than "
        f"{f'a factor of {LEAST_FACTOR}' if limits.by_factor else distance} from the median {figure(limits.median)}"
    )


def measuring_words(along: Along, share: float) -> str:
    """How far the measuring has come."""
    return f"Measuring {along} {text.ELLIPSIS} {share:.0%}".replace("%", f"{text.THIN}%")


def parse_line(typed: str, along: Along, lines: int) -> int:
    """The index that was typed; negative ones count from the end. Raises BadQuery with what is wrong."""
    plain = re.sub(r"\s", "", typed).replace(text.MINUS, "-")
    if not re.fullmatch(r"-?[0-9]+", plain) or len(plain) > _MAX_DIGITS:
        raise BadQuery(f"A {along.one} is told by its index, a whole number")
    line = int(plain)
    if not -lines <= line < lines:
        raise BadQuery(f"The {along} go from 0 to {text.count(lines - 1)}")
    return line % lines
