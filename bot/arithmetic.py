"""Arithmetic on two held figures, with its formula. Nothing else in the house computes a figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from knowledge.model import Measure, Observation

SMALLEST_BASE = 30


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure computed from held ones. `value` is signed; `of` stands at the period the result is for."""

    measure: Measure
    value: Decimal
    unit: str
    formula: str
    of: Observation
    base: Observation

    @property
    def inputs(self) -> tuple[Observation, Observation]:
        """The held figures that it was computed from."""
        return self.of, self.base


def comparable(one: Observation, other: Observation) -> bool:
    """Same indicator, definition, publisher and release, and the same unit: only such figures are computed on."""
    same_series = one.series == other.series and one.definition == other.definition
    same_kind = one.indicator == other.indicator and one.measure == other.measure and one.unit == other.unit
    exact = one.qualifier == other.qualifier == "exact" and not one.doubt and not other.doubt
    return same_series and same_kind and exact and one.value is not None and other.value is not None


def difference(of: Observation, base: Observation) -> Computed | None:
    """`of` minus `base`, in their unit; None where the two may not be compared."""
    if not comparable(of, base) or of.value is None or base.value is None:
        return None
    return Computed("change_abs", of.value - base.value, of.unit, f"{of.display} − {base.display}", of, base)


def percentage_change(of: Observation, base: Observation) -> Computed | None:
    """The change from `base` to `of` in per cent, one decimal; None on a base under 30 or where not comparable."""
    if not comparable(of, base) or of.value is None or base.value is None:
        return None
    if base.value == 0 or (base.measure == "count" and base.value < SMALLEST_BASE):
        return None
    value = _one_decimal((of.value - base.value) / base.value * 100)
    return Computed("change_pct", value, "%", f"({of.display} − {base.display}) / {base.display}", of, base)


def share(part: Observation, whole: Observation) -> Computed | None:
    """`part` of `whole` in per cent, one decimal; None on a whole under 30 or where not comparable."""
    if not comparable(part, whole) or part.value is None or whole.value is None:
        return None
    if not part.period.same(whole.period) or whole.value < SMALLEST_BASE:
        return None
    return Computed(
        "share", _one_decimal(part.value / whole.value * 100), "%", f"{part.display} / {whole.display}", part, whole
    )


def _one_decimal(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
