"""The axis of values: from zero, in round steps; and where a value stands on the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.ticker import MaxNLocator

from bot.wording import MINUS, display

ROUND = (1, 2, 5, 10)
MOST_STEPS = 5
HEADROOM = 1.04


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """An axis of values: both its ends, and the steps between with their texts."""

    low: float
    high: float
    steps: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot stands on the sheet, in units of layout, and what its edges mean."""

    left: float
    top: float
    width: float
    height: float
    first: float
    last: float
    axis: ValueAxis

    def across(self, at: float) -> float:
        """How far from the sheet's left a place on the axis of time stands."""
        return self.left + self.width * (at - self.first) / (self.last - self.first)

    def down(self, value: float) -> float:
        """How far from the sheet's top a value stands."""
        return self.top + self.height * (self.axis.high - value) / (self.axis.high - self.axis.low)


def value_axis(values: Sequence[float], unit: str) -> ValueAxis:
    """The axis for these values: zero always stands on it, and whole values have whole steps."""
    low, high = min([*values, 0.0]), max([*values, 0.0])
    if low == high:
        high = 1.0
    high = _with_headroom(high, unit)
    whole = all(float(value).is_integer() for value in values)
    steps = [float(s) for s in MaxNLocator(MOST_STEPS, steps=ROUND, integer=whole).tick_values(low, high)]
    low = 0.0 if low >= 0 else max((step for step in steps if step <= low), default=low)
    high = 0.0 if high <= 0 else min((step for step in steps if step >= high), default=high)
    within = tuple(step for step in steps if low <= step <= high)
    return ValueAxis(low, high, within, tuple(_text(step, unit) for step in within))


def _with_headroom(high: float, unit: str) -> float:
    """A little more than the highest value, so that it can be named; never more than all there is."""
    return 100.0 if unit == "%" and high <= 100 < high * HEADROOM else high * HEADROOM


def _text(step: float, unit: str) -> str:
    sign = MINUS if step < 0 else ""
    return sign + display(Decimal(f"{abs(step):.10g}").normalize() + 0, unit)
