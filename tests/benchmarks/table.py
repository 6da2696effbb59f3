"""The rows that a benchmark prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `reach` is what it must not exceed, in units of the yardstick where there is one, else in `unit`."""

    work: str
    figure: float
    unit: str
    reach: float | None = None
    yardstick: float | None = None
    against: str = ""

    @property
    def measured(self) -> float:
        """What is held against the reach."""
        return self.figure / self.yardstick if self.yardstick else self.figure

    def __str__(self) -> str:
        parts = [f"{self.work:<58} {self.figure:9.3f} {self.unit:<3}"]
        if self.yardstick:
            parts.append(f"{self.yardstick:8.3f} {self.unit:<3} {self.against:<32} {self.measured:6.2f} x")
        if self.reach is not None:
            unit = "x" if self.yardstick else self.unit
            verdict = "within" if self.measured <= self.reach else "BEYOND"
            parts.append(f"{verdict} {self.reach:g} {unit}")
        return "  ".join(parts)
