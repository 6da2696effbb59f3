"""What the page of layers draws, for a job: a statistic along each line of some roles, and the ridges of one line."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.pages.coverage import Coverage, coverage_of
from gui.pages.layer_statistics import LayerStatistic
from gui.pages.ridge_drawing import Profile, Ridge, profile
from gui.shown import Known
from weights import text
from weights.depth import Line, Member, Role
from weights.statistics.summary import Statistics
from weights.tree import Node

MOST_RIDGES = 256
"""So many layers are drawn as ridges; more would not fit a frame."""

_NODES_A_STEP = 200


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A statistic along all lines of a role, one line after the other, each followed by a gap.

    In a gap there is no member, and depth and value are NaN; so is a value that is not known or does not exist.
    """

    members: Sequence[Member | None]
    depths: NDArray[np.float64]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LayerNumbers:
    """The curve of each role that was asked for, and the ridges of one line, each with what is known of them."""

    curves: Sequence[Curve]
    figures: Coverage
    ridges: Sequence[Ridge]
    profiles: Mapping[Node, Profile]
    distributions: Coverage


def layer_numbers(
    known: Known, roles: Sequence[Role], statistic: LayerStatistic, line: Line, profiles: Mapping[Node, Profile]
) -> Generator[None, None, LayerNumbers]:
    """Look up what is known; `profiles` are those worked out before. Each yield is a place to stop."""
    figures = Coverage()
    curves: list[Curve] = []
    for role in roles:
        curve, coverage = yield from _curve(known, role, statistic)
        curves.append(curve)
        figures += coverage
    made = dict(profiles)
    distributions = Coverage()
    for member in line.members[:MOST_RIDGES]:
        yield
        numbers = known.numbers(member.node)
        distributions += coverage_of(known, member.node, has_numbers=numbers is not None)
        if numbers is not None and member.node not in made:
            made[member.node] = profile(numbers.distribution)
    ridges = [Ridge(text.count(at), node, made.get(node)) for at, node in line.members[:MOST_RIDGES]]
    return LayerNumbers(curves, figures, ridges, made, distributions)


def _curve(known: Known, role: Role, statistic: LayerStatistic) -> Generator[None, None, tuple[Curve, Coverage]]:
    coverage = Coverage()
    members = [member for line in role.lines for member in (*line.members, None)]
    values: list[float] = []
    for position, member in enumerate(members):
        if position % _NODES_A_STEP == 0:
            yield
        found = known.statistics(member.node) if member is not None else None
        values.append(_value(found, statistic))
        if member is not None:
            coverage += coverage_of(known, member.node, has_numbers=found is not None)
    depths = np.array([np.nan if member is None else member.depth for member in members])
    return Curve(members, depths, np.array(values)), coverage


def _value(statistics: Statistics | None, statistic: LayerStatistic) -> float:
    value = statistic.of(statistics) if statistics is not None else None
    return np.nan if value is None else float(value)
