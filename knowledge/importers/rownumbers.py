"""Numbers of rows as text: 2-34, 37."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.release import NO_ROW


def row_numbers(numbers: Iterable[int]) -> str:
    """The numbers in order, those in a row as a range; `none` for no number."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs) or NO_ROW


def numbered(written: str) -> list[int]:
    """The numbers of a text that `row_numbers` made."""
    if written == NO_ROW:
        return []
    ends = [part.partition("-") for part in written.split(",")]
    return [number for first, _, last in ends for number in range(int(first), int(last or first) + 1)]
