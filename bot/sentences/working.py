"""Sentences on what was worked out: the formula, its inputs, what a rate is divided by."""

from __future__ import annotations

from bot import wording


def worked_out(formula: str, inputs: list[str]) -> str:
    return f"Worked out as {formula}: {'; '.join(inputs)}."


def estimate(shown: str, period: str) -> str:
    """The residents that a rate is over: "316,920 residents (ONS mid-2024 estimate)"."""
    return f"{shown} residents (ONS {mid_year(period)} estimate)"


def mid_year(period: str) -> str:
    return period.replace("at 30 June ", "mid-")


def over(count: str, residents: str, period: str) -> str:
    """What a rate was worked out from, within a sentence: "1,731 among 316,920 residents, mid-2024 estimate"."""
    return f"{count} among {residents} residents, ONS {mid_year(period)} estimate"


def share_of(shown: str, label: str, group: str, whole: str) -> str:
    """A group of all of a thing, or the part of it in one place: "6.0% of burglary offences in London"."""
    return f"{shown} of {label.lower()} ({group})" if group else f"{shown} of {label.lower()} in {whole}"


def counted(shown: str, unit: str, label: str, group: str) -> str:
    """A rate, an average, a sum or a ratio: "5.19 offences per 1,000 residents · Burglary offences"."""
    behind = f" ({group})" if group else ""
    said = f"{wording.so_many(shown, unit)}{behind}"
    return said if wording.names_itself(unit, label) else f"{said} · {label}"


def changed_on(change: str, base: str, shown: str) -> str:
    """The change beside a level: "Up 4.2% on 2024 (2,020)."."""
    return f"{wording.capital(change)} on {wording.time_of(base)} ({shown})."


def visitors() -> str:
    return "The rate is per resident; the West End draws many who live elsewhere, so Westminster's is high."


def with_the_city() -> str:
    return "The residents are those of all London with the City of London, which the Met's figure leaves out."
