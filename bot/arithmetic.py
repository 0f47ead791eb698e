"""Arithmetic on held figures, with its formula. Nothing else in the house computes a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.wording import POINTS
from knowledge.model import Indicator, Measure, Observation, PlaceId

SMALLEST_BASE = 30
PER_1000, PER_100000 = 1_000, 100_000
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure computed from held ones. `value` is signed; `of` stands at the place and period the result is for.

    `inputs` are all that it was computed from; `base` is the one that a change, a difference or a ratio is against.
    """

    measure: Measure
    value: Decimal
    unit: str
    formula: str
    of: Observation
    inputs: tuple[Observation, ...]
    base: Observation | None = None
    places: tuple[PlaceId, ...] = ()


def comparable(one: Observation, other: Observation) -> bool:
    """Same indicator, definition, publisher and release, and the same unit: only such figures are computed on."""
    same_series = one.series == other.series and one.definition == other.definition
    same_kind = one.indicator == other.indicator and one.measure == other.measure and one.unit == other.unit
    return same_series and same_kind and is_exact(one) and is_exact(other)


def is_exact(figure: Observation) -> bool:
    """Whether a figure is a number without a doubt, a qualifier or a politician behind it."""
    plain = figure.qualifier == "exact" and not figure.doubt and figure.value is not None
    return plain and figure.evidence != "political_claim"


def small(figure: Observation) -> bool:
    """Whether a count is too small to be a base."""
    return figure.measure == "count" and figure.value is not None and figure.value < SMALLEST_BASE


def difference(of: Observation, base: Observation) -> Computed | None:
    """`of` minus `base`, in their unit; None where the two may not be compared."""
    if not comparable(of, base) or of.value is None or base.value is None:
        return None
    unit = POINTS if of.measure == "share" else of.unit
    return Computed("change_abs", of.value - base.value, unit, f"{of.display} − {base.display}", of, (of, base), base)


def percentage_change(of: Observation, base: Observation) -> Computed | None:
    """The change from `base` to `of` in per cent, one decimal; None on a base under 30, of a share, not comparable."""
    if not comparable(of, base) or of.value is None or base.value is None:
        return None
    if base.value == 0 or small(base) or base.measure == "share":
        return None
    value = _to(1, (of.value - base.value) / base.value * 100)
    formula = f"({of.display} − {base.display}) / {base.display}"
    return Computed("change_pct", value, "%", formula, of, (of, base), base)


def share(part: Observation, whole: Observation) -> Computed | None:
    """`part` of `whole` in per cent, one decimal; None on a whole under 30 or where not comparable."""
    if not comparable(part, whole) or part.value is None or whole.value is None:
        return None
    if not part.period.same(whole.period) or whole.value < SMALLEST_BASE:
        return None
    value = _to(1, part.value / whole.value * 100)
    return Computed("share", value, "%", f"{part.display} / {whole.display}", part, (part, whole))


def rate(count: Observation, population: Observation, per: int) -> Computed | None:
    """`count` for every `per` residents, two decimals; None for a count under 30 and for what is not exact."""
    if not is_exact(count) or not is_exact(population) or count.measure != "count" or small(count):
        return None
    if count.value is None or not population.value:
        return None
    value = _to(2, count.value * per / population.value)
    unit = f"{count.unit} per {per:,} residents"
    return Computed(
        "rate", value, unit, f"{count.display} / {population.display} × {per:,}", count, (count, population)
    )


def ratio(of: Observation, base: Observation) -> Computed | None:
    """How many times `base` goes into `of`, one decimal; None on a base under 30 or where not comparable."""
    if not comparable(of, base) or of.value is None or not base.value or small(base):
        return None
    value = _to(1, of.value / base.value)
    return Computed("ratio", value, "times", f"{of.display} / {base.display}", of, (of, base), base)


def average(total: Observation, parts: int, each: str) -> Computed | None:
    """`total` spread over so many days (for a week too), months or years, one decimal; None where it is not exact."""
    if not is_exact(total) or total.measure != "count" or total.value is None or parts < 1:
        return None
    spread = total.value / parts * (DAYS_OF_A_WEEK if each == "week" else 1)
    formula = f"{total.display} / {parts:,} {'days × 7' if each == 'week' else f'{each}s'}"
    return Computed("rate", _to(1, spread), f"{total.unit} per {each}", formula, total, (total,))


def total(parts: Sequence[Observation]) -> Computed | None:
    """The sum of counts of several places, of one period and release; None where one may not be added."""
    first = parts[0]
    alike = all(comparable(first, part) and part.period.same(first.period) for part in parts)
    if first.measure != "count" or not alike or len({part.place for part in parts}) < len(parts):
        return None
    value = sum((part.value for part in parts if part.value is not None), Decimal(0))
    formula = " + ".join(part.display for part in parts)
    return Computed("count", value, first.unit, formula, first, tuple(parts), places=tuple(p.place for p in parts))


def per_of(indicator: Indicator) -> int:
    """For how many residents the rate of an indicator is given."""
    return PER_100000 if f"{PER_100000:,}" in indicator.unit("rate") else PER_1000


def _to(places: int, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
