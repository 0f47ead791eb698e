"""The sentence to copy into a story: figure, place, period, comparison, who says so, and who published it when."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import wording
from bot.reply import Citation, Figure
from bot.sentences import working

LONG = ("year_ending", "financial_year", "half_year")


def sentence(
    figures: tuple[Figure, ...], words: str, citation: Citation, doubts: Sequence[str] = (), rank: str = ""
) -> str:
    """One sentence of British English with its citation in brackets.

    `words` name the figure without place and time; `rank` is its rank, where it has one. What is in doubt goes with it:
    a sentence is pasted without the reply it stood in.
    """
    head, rest = figures[0], figures[1:]
    behind = f", {rank}" if rank else ""
    told = wording.capital(f"{_told(head, words)}{_beside(head, rest)}{behind}{_according(head, citation)}")
    cited = wording.short_citation(citation.publisher, citation.published, citation.reported_by)
    return f"{told}{''.join(map(wording.in_doubt, doubts))} ({cited})."


def _told(figure: Figure, words: str) -> str:
    where = f"{_place(figure)}{_when(figure)}"
    match figure.measure:
        case "change_pct" if figure.value is not None:
            return f"{_name(figure)}{_place(figure)} {_moved(figure)}{_when(figure)}{_against(figure)}"
        case "count" if wording.names_itself(figure.unit, figure.label):
            verb = "was" if figure.value == 1 else "were"
            return f"there {verb} {_counted(figure)}{_group(figure)}{where}"
        case "rate":
            return f"the rate of {figure.label.lower()}{_group(figure)}{where} was {_counted(figure)}"
        case "share" if figure.derived:
            return f"{words}{where}"
        case "count" | "share" | "money":
            return f"{_name(figure)}{where}: {_shown(figure) if figure.unit in {'%', 'GBP'} else _counted(figure)}"
    return f"{_place(figure).strip()}, {words[:1].lower()}{words[1:]}{_when(figure)}{_against(figure)}"


def _shown(figure: Figure) -> str:
    return f"{wording.QUALIFIERS[figure.qualifier]}{figure.display}"


def _counted(figure: Figure) -> str:
    return f"{wording.QUALIFIERS[figure.qualifier]}{wording.so_many(figure.display, figure.unit)}"


def _moved(figure: Figure) -> str:
    """ "fell 11%", "rose by about a fifth"."""
    if not figure.value:
        return "did not change"
    by = "" if figure.display[:1].isdigit() and figure.qualifier == "exact" else "by "
    return f"{'fell' if (figure.value or 0) < 0 else 'rose'} {by}{_shown(figure)}"


def _name(figure: Figure) -> str:
    return f"{figure.label}{_group(figure)}"


def _group(figure: Figure) -> str:
    return f" ({', '.join(wording.group_value(d, v) for d, v in figure.breakdown.items())})" if figure.breakdown else ""


def _place(figure: Figure) -> str:
    return f" at the {figure.place}" if figure.place.endswith("Police") else f" in {figure.place}"


def _when(figure: Figure) -> str:
    period = figure.period
    if period.kind == "undated":
        return " (period not stated)"
    if period.kind in {"point", "until"}:
        return f" {period.label}"
    return f" from {period.label}" if period.kind == "range" else f" in {_the(period.kind)}{period.label}"


def _the(kind: str) -> str:
    return "the " if kind in LONG else ""


def _against(figure: Figure) -> str:
    base = figure.baseline
    if figure.compared_with and figure.derived:
        return f" against {figure.compared_with}"
    return f" against {_the(base.kind)}{base.label.removeprefix('at ')}" if base and base.kind != "undated" else ""


def _beside(head: Figure, rest: tuple[Figure, ...]) -> str:
    """The change that goes with a level, or the figures that a result was worked out from."""
    for other in rest:
        is_beside = other.role == "comparison" and other.measure == "change_pct" != head.measure
        if is_beside and other.place_id == head.place_id and other.baseline and other.value is not None:
            changed = wording.change(other.display, Decimal(str(other.value)))
            return f", {changed} on {wording.time_of(other.baseline.label)}"
    used = head.derived.inputs if head.derived else ()
    inputs = [f for f in rest if f.role == "input" and f.observation in used]
    if head.measure == "rate" and len(inputs) == 2:
        return f" ({working.over(inputs[0].display, inputs[1].display, inputs[1].period.label)})"
    return f" ({' against '.join(f.display for f in inputs)})" if inputs else ""


def _according(figure: Figure, citation: Citation) -> str:
    """Whose figure it is, where the publisher's name does not say so."""
    speaker = figure.attributed_to.partition(" (")[0]
    return "" if speaker in citation.publisher else f", according to {speaker}"
