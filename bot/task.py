"""Understanding → what is to be done with the figures: the operation, the measure, and what is ranked or listed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.query import Across, Direction, Each, Judged, Operation
from bot.understand import LEADING, Understanding
from knowledge.model import Level, Measure

PLACES: tuple[Across, ...] = ("borough", "force", "region")
TIMES: tuple[Across, ...] = ("month", "year")
BARE: dict[Across, str] = {"month": "bare_month", "year": "bare_year"}
JUDGED: tuple[Judged, ...] = ("worst", "safest")
EACH: tuple[Each, ...] = ("day", "week", "month", "year")
ENDS = frozenset({"record_low", "record_high", "bottom"})
RECORDS = frozenset({"record", "record_ever", "record_low", "record_high"})
RANKING = frozenset({"rank", "top", "bottom", *JUDGED})
RATES = {"rate": None, "per_head": None, "rate_1000": 1000, "rate_100000": 100_000, "rate_1000000": 1_000_000}
CHANGES = frozenset({"change", "difference"})
ONTO = frozenset({"on", "over"})
Done = tuple[Operation, Measure | None]


@dataclass(frozen=True)
class Task:
    """What a question asks to be done. `kinds` are the kinds of the places it names."""

    understood: Understanding
    kinds: tuple[str, ...]

    @property
    def done(self) -> Done:
        """The operation, and the measure of the figure wanted."""
        return self._order() or self._over_time() or self._between() or self._one()

    @cached_property
    def across(self) -> Across | None:
        """What is ranked or listed: as it is named; where a place is judged without a name for its kind, its like."""
        said = self.understood.operations
        named = next((a for a in (*PLACES, *TIMES) if a in said or (self._ordered and BARE.get(a) in said)), None)
        like = next((a for a in PLACES if (said & RANKING or self._leads) and set(self.kinds) == {a}), None)
        return named or like or ("borough" if self._asks_where else None)

    @property
    def direction(self) -> Direction | None:
        """The end that is asked for; None where neither or both are named."""
        said = self.understood.operations
        low, high = bool(said & {"record_low", "bottom"}), "record_high" in said
        if self.across in PLACES and "fall" in self.understood.measures:
            return "high" if low else "low"
        return None if low == high else "low" if low else "high"

    @property
    def judged(self) -> Judged | None:
        """Whether the worst is asked for, or the safest."""
        return next((j for j in JUDGED if j in self.understood.operations), None)

    @property
    def each(self) -> Each | None:
        """What an average is for."""
        return next((e for e in EACH if f"each_{e}" in self.understood.operations), None)

    @property
    def _leads(self) -> bool:
        """Whether a place is said to have the most or the fewest, of all its like and not of all its own years."""
        said = self.understood.operations
        return (
            bool(said & LEADING.keys()) and not said & {"record", "record_ever"} and "when" not in self.understood.words
        )

    @property
    def _asks_where(self) -> bool:
        """Whether a place is asked for without a name for its kind: "where is burglary highest?"."""
        asked = "where" in self.understood.words and self._ordered
        return asked and not self.understood.operations & {"claim", "compare"}

    @cached_property
    def level(self) -> Level | None:
        """Whether a rate or a count is asked for, where the question says so."""
        measures = self.understood.measures
        return "rate" if measures & RATES.keys() else "count" if "count" in measures else None

    @property
    def is_whole(self) -> bool:
        """Whether the words that name no more than a kind of time stand beside what gives them sense."""
        bare = self.understood.operations & set(BARE.values())
        return not bare or self._ordered

    @cached_property
    def _ordered(self) -> bool:
        return bool(self.understood.operations & (RANKING | ENDS) or self.understood.top or self.understood.nth)

    @property
    def _measure(self) -> Measure | None:
        if self.level == "rate":
            return "rate"
        return next((m for m in ("money", "count") if m in self.understood.measures), None)

    def _order(self) -> Done | None:
        """A ranking: of places of a kind where none of them is named, or where an order is; of months."""
        if "average" in self.understood.operations:
            return None
        wanted: Measure | None = "change_pct" if self.understood.measures & CHANGES else self._measure
        if self.across in PLACES and (self._ordered or self.across not in self.kinds):
            return "rank", wanted
        if self.across == "month" and self._ordered:
            return "rank", wanted
        return ("rank", wanted) if self.across is None and self.understood.operations & RANKING else None

    def _over_time(self) -> Done | None:
        """An average, a record of the years, or the figures one beside the other."""
        said = self.understood.operations
        if self.each or "average" in said:
            return "average", self._measure
        if (self.across == "year" and self._ordered) or self._is_one_of_several_times:
            return "record", self._measure
        if "trend" in said or (self.across in TIMES and not said & RECORDS):
            return ("trend", self._measure) if not said & RECORDS else None
        return None

    def _between(self) -> Done | None:
        """Of one figure and another: the sum, the ratio, the record, the change, the difference."""
        said, measures = self.understood.operations, self.understood.measures
        if "total" in said and len(self.kinds) > 1:
            return "total", self._measure
        if "ratio" in measures:
            return "ratio", "ratio"
        if said & RECORDS:
            return "record", "change_pct" if "change" in measures else self._measure
        if "change" in measures or measures >= {"difference", "percent"}:
            return self._change()
        return ("difference", self._measure) if "difference" in measures else None

    def _one(self) -> Done:
        """A share, places beside each other, or the figure itself."""
        said, measures = self.understood.operations, self.understood.measures
        if "percent" in measures and len(self.understood.periods) == 2:
            return "change", "change_pct"
        if "total" in said:
            return "lookup", "count"
        if "share" in measures or ("percent" in measures and "claim" not in said):
            return "share", "share"
        if "compare" in said or "elsewhere" in said or len(self.kinds) > 1:
            return "compare", self._measure
        if self._is_one_on_another:
            return "change", None
        return "lookup", self._measure

    @property
    def _is_one_on_another(self) -> bool:
        """Whether one time is set on another: "2025 on 2024"."""
        asked = self.understood.periods
        words = self.understood.words
        return len(asked) == 2 and any(p.start and words[p.start - 1] in ONTO for p in asked[1:])

    @property
    def _is_one_of_several_times(self) -> bool:
        """Whether one of several times named is asked for: "which month had more, May or June 2024"."""
        return self.across in TIMES and len(self.understood.periods) > 1 and "compare" in self.understood.operations

    def _change(self) -> Done:
        if "percent" in self.understood.measures:
            return "change", "change_pct"
        return ("difference", None) if self.understood.measures & {"count", "difference"} else ("change", None)
