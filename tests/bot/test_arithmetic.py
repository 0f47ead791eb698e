"""Arithmetic on two figures: reversed it agrees, on a small base it is refused, and only the exact is computed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import arithmetic
from bot.arithmetic import SMALLEST_BASE
from knowledge.base import KnowledgeBase
from knowledge.model import Observation

COUNTS = st.integers(min_value=0, max_value=10**7)
BASES = st.integers(min_value=SMALLEST_BASE, max_value=10**7)
SMALL = st.integers(min_value=0, max_value=SMALLEST_BASE - 1)
HALF_A_DIGIT = Decimal("0.05")
Count = Callable[[int], Observation]


@pytest.fixture(scope="module")
def count(knowledge: KnowledgeBase) -> Count:
    """A figure of a borough with another number."""
    held = knowledge.series("burglary", place="camden", measure="count")[0].latest()
    assert held is not None
    return lambda value: replace(held, value=Decimal(value), display=f"{value:,}")


@given(of=BASES, base=BASES)
def test_reversed_changes_agree(count: Count, of: int, base: int) -> None:
    there, back = (arithmetic.percentage_change(count(a), count(b)) for a, b in ((of, base), (base, of)))
    assert there is not None
    assert back is not None
    product = (1 + there.value / 100) * (1 + back.value / 100)
    error = HALF_A_DIGIT / 100 * (abs(1 + there.value / 100) + abs(1 + back.value / 100) + 1)
    assert abs(product - 1) <= error


@given(of=COUNTS, base=COUNTS)
def test_reversed_differences_agree(count: Count, of: int, base: int) -> None:
    there, back = (arithmetic.difference(count(a), count(b)) for a, b in ((of, base), (base, of)))
    assert there is not None
    assert back is not None
    assert there.value == -back.value


@given(of=COUNTS, base=SMALL)
def test_nothing_is_computed_on_a_small_base(count: Count, of: int, base: int) -> None:
    assert arithmetic.percentage_change(count(of), count(base)) is None
    assert arithmetic.ratio(count(of), count(base)) is None
    assert arithmetic.share(count(min(of, base)), count(base)) is None
    assert arithmetic.rate(count(base), count(1_000_000), 1_000) is None


@given(parts=st.lists(BASES, min_size=2, max_size=33))
def test_shares_of_the_parts_make_the_whole(count: Count, parts: list[int]) -> None:
    shares = [arithmetic.share(count(part), count(sum(parts))) for part in parts]
    assert abs(sum((s.value for s in shares if s), Decimal(0)) - 100) <= HALF_A_DIGIT * len(parts)


@given(many=BASES, people=st.integers(min_value=1_000, max_value=10**8))
def test_a_rate_has_two_decimals_and_both_inputs(count: Count, many: int, people: int) -> None:
    rate = arithmetic.rate(count(many), count(people), 1_000)
    assert rate is not None
    assert rate.value == rate.value.quantize(Decimal("0.01"))
    assert [f.value for f in rate.inputs] == [many, people]
    assert rate.unit.endswith("per 1,000 residents")


@pytest.mark.parametrize(
    "changed",
    [
        {"qualifier": "about"},
        {"doubt": "it is in doubt"},
        {"evidence": "political_claim"},
        {"value": None},
        {"series": "another-release"},
        {"definition": "counted in another way"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_only_what_is_exact_and_alike_is_computed_on(count: Count, changed: dict[str, object]) -> None:
    other = replace(count(500), **changed)  # type: ignore[arg-type]
    assert arithmetic.percentage_change(count(400), other) is None
    assert arithmetic.difference(other, count(400)) is None
    assert arithmetic.total([count(400), replace(other, place="barnet")]) is None  # type: ignore[arg-type]


def test_shares_change_in_percentage_points(count: Count) -> None:
    shares = [replace(count(value), measure="share", unit="%") for value in (66, 59)]
    assert arithmetic.percentage_change(shares[0], shares[1]) is None
    gap = arithmetic.difference(shares[0], shares[1])
    assert gap is not None
    assert (int(gap.value), gap.unit) == (7, "percentage points")


def test_places_of_one_period_are_added_up_once(count: Count) -> None:
    barnet = replace(count(500), place="barnet")  # type: ignore[arg-type]
    added = arithmetic.total([count(400), barnet])
    assert added is not None
    assert (int(added.value), added.formula) == (900, "400 + 500")
    assert arithmetic.total([barnet, barnet]) is None
