"""Which function does which operation: each takes a pool and gives a finding or none; `find` tries the pools."""

from __future__ import annotations

from collections.abc import Callable

from bot.finding import Found
from bot.operations.averages import average
from bot.operations.changes import change
from bot.operations.levels import lookup
from bot.operations.places import compare, difference, ratio
from bot.operations.ranks import rank
from bot.operations.records import record
from bot.operations.shares import share
from bot.operations.sums import total
from bot.operations.trends import trend
from bot.pool import Pool
from bot.query import Operation

OPERATIONS: dict[Operation, Callable[[Pool], Found | None]] = {
    "lookup": lookup,
    "change": change,
    "difference": difference,
    "ratio": ratio,
    "share": share,
    "compare": compare,
    "record": record,
    "rank": rank,
    "trend": trend,
    "average": average,
    "total": total,
}
