"""Files of records, one row for each thing counted: sums by month, of all or of those that meet conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from knowledge.period import Period
from knowledge.release import ALL_ROWS

Conditions = Mapping[str, Sequence[str]]


class Records:
    """Records, each with its month and how many it counts for."""

    def __init__(self, frame: pd.DataFrame, months: Sequence[Period]) -> None:
        """`frame` has the columns `month`, an id of one of the months, and `counted`, a whole number."""
        number = {month.id: n for n, month in enumerate(months)}
        self._frame = frame
        self._months = frame["month"].map(number).to_numpy(dtype=np.int64)
        self._counts = frame["counted"].to_numpy(dtype=np.int64)
        self._size = len(months)
        self._having = lru_cache(maxsize=1_024)(self._with_label)

    def by_month(self, conditions: Conditions) -> str:
        """The sums of those that meet the conditions, as cells; a month without a record has none: zero."""
        met = np.ones(len(self._frame), dtype=bool)
        for column, labels in conditions.items():
            met &= self._having(column, tuple(labels))
        sums = np.bincount(self._months[met], weights=self._counts[met], minlength=self._size)
        return ",".join(map(str, sums.astype(np.int64).tolist()))

    def _with_label(self, column: str, labels: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        return self._frame[column].isin(labels).to_numpy(dtype=bool)


def in_words(conditions: Conditions) -> str:
    """The conditions as a person would set them in a spreadsheet's filter."""
    words = [f"{column} = " + " or ".join(f"'{value}'" for value in values) for column, values in conditions.items()]
    return " and ".join(words) or ALL_ROWS
