"""Every sentence that a user can read, one function a situation. Plain British English, nothing echoed raw."""

from __future__ import annotations

from decimal import Decimal

from bot.reply import ReportedBy
from knowledge.model import Indicator, Observation, Qualifier
from knowledge.period import MONTHS, Period

QUALIFIERS: dict[Qualifier, str] = {
    "exact": "",
    "about": "about ",
    "nearly": "nearly ",
    "over": "over ",
    "more_than": "more than ",
    "at_least": "at least ",
    "fewer_than": "fewer than ",
    "under": "under ",
}
CRIMES = frozenset({"violence", "theft", "robbery", "weapons", "sexual", "drugs", "disorder"})
POLICE = frozenset({"met-police", "mark-rowley", "matt-jukes", "mayors-office", "sadiq-khan"})
MET_AREA = "London (Metropolitan Police area)"
MINUS = "−"
POINTS = "percentage points"

SOURCE = "Source: "
# How a plural ends, and its singular: the first that fits.
PLURALS = (("people", "person"), ("knives", "knife"), ("ies", "y"), ("ches", "ch"), ("ss", "ss"), ("s", ""))


def number(value: Decimal) -> str:
    """A number as it is stored, with commas; the sign left to the words around it."""
    return f"{abs(value):,}"


def display(value: Decimal | None, unit: str) -> str:
    """A figure without its qualifier or unit: "97", "11%", "£15m"."""
    if value is None:
        return ""
    if unit == "%":
        return f"{number(value)}%"
    return pounds(value) if unit == "GBP" else number(value)


def pounds(value: Decimal) -> str:
    """Money as a newspaper writes it."""
    whole = abs(value)
    for size, letter in ((Decimal(10**9), "bn"), (Decimal(10**6), "m")):
        if whole >= size:
            return f"£{(whole / size).normalize():f}{letter}"
    return f"£{whole:,}"


def so_many(shown: str, unit: str, more: str = "") -> str:
    """A number with its unit: "2 homicides", "1 homicide", "1 more homicide", "1.5 offences per 1,000 residents"."""
    things, per, rest = unit.partition(" per ")
    before, space, last = things.rpartition(" ")
    counted = f"{before}{space}{_one_of(last)}{per}{rest}" if shown == "1" else unit
    return f"{shown} {f'{more} ' if more else ''}{counted}"


def _one_of(things: str) -> str:
    """The singular of a plural; what is none stays."""
    for ending, one in PLURALS:
        if things.endswith(ending):
            return things.removesuffix(ending) + one
    return things


def place_name(label: str, figure: Observation, indicator: Indicator) -> str:
    """London is called the Metropolitan Police area where the police count crime in it."""
    police = figure.attributed_to in POLICE and figure.place == "london" and not figure.compared_with
    return MET_AREA if police and indicator.theme in CRIMES else label


def direction(value: Decimal) -> str:
    return "down" if value < 0 else "up" if value > 0 else "unchanged,"


def change(figure_display: str, value: Decimal, qualifier: Qualifier = "exact") -> str:
    """ "down 11%", "up about 2.4%", "down by half"."""
    by = "" if figure_display[:1].isdigit() or figure_display[:1] == "£" else "by "
    return f"{direction(value)} {by}{QUALIFIERS[qualifier]}{figure_display}"


def more_or_fewer(figure_display: str, value: Decimal, unit: str, qualifier: Qualifier = "exact") -> str:
    """ "8,749 fewer offences", "about 1,000 more arrests per month", "£700m less", "5.5 lower"."""
    if unit == "GBP":
        return f"{QUALIFIERS[qualifier]}{figure_display} {'less' if value < 0 else 'more'}"
    if unit == POINTS:
        return f"{QUALIFIERS[qualifier]}{figure_display} {unit} {'lower' if value < 0 else 'higher'}"
    if " per " in unit and "month" not in unit:
        return f"{QUALIFIERS[qualifier]}{figure_display} {'lower' if value < 0 else 'higher'} ({unit})"
    return f"{QUALIFIERS[qualifier]}{so_many(figure_display, unit, 'fewer' if value < 0 else 'more')}"


def against(base: Period) -> str:
    return f"against {base.label.removeprefix('at ')}" if base.kind != "undated" else ""


def figure_words(figure: Observation, indicator: Indicator, group: str, other_place: str) -> str:
    """The figure in words, without its place and period; `other_place` is what a place is compared with."""
    name = f"{indicator.label} ({group})" if group else indicator.label
    if figure.of == "rate" and figure.measure in {"ratio", "rank_or_record"}:
        name = rate_of(name)
    value, shown = figure.value, figure.display
    if figure.measure in {"statement", "rank_or_record"} or value is None:
        return f"{name}: {figure.statement or shown}"
    if figure.measure == "change_pct":
        return f"{name} {_of_level(figure)}{change(shown, value, figure.qualifier)}"
    if figure.measure == "change_abs":
        return f"{name}: {more_or_fewer(shown, value, figure.unit, figure.qualifier)}"
    if figure.measure == "ratio":
        said = figure.statement or f"{QUALIFIERS[figure.qualifier]}{shown} {figure.unit}"
        return f"{name}: {said} than {other_place}" if other_place else f"{name}: {said}"
    if figure.measure == "share":
        return f"{QUALIFIERS[figure.qualifier]}{shown} · {name}"
    if figure.measure == "money":
        return f"{money_words(figure)} · {name}"
    unit, behind = figure.unit, f" ({group})" if group else ""
    if indicator.label.lower().endswith(f" {unit}"):
        unit = uncapital(indicator.label)
    counted = f"{QUALIFIERS[figure.qualifier]}{so_many(shown, unit)}{behind}"
    return counted if names_itself(unit, indicator.label) else f"{counted} · {indicator.label}"


def listed(names: list[str]) -> str:
    """ "Camden", "Camden and Brent", "Camden, Brent and Barnet"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def uncapital(label: str) -> str:
    """A label within a sentence; one that begins with an abbreviation stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def names_itself(unit: str, label: str) -> bool:
    """Whether a unit says what is counted, as "homicides" does and "offences" does not."""
    counted = unit.lower().split(" per ")[0]
    return counted not in {"offences", "people", "victims"} and counted in label.lower()


def _of_level(figure: Observation) -> str:
    return "(rate) " if figure.of == "rate" else ""


def money_words(figure: Observation) -> str:
    if figure.value is not None and figure.value < 0:
        return f"{QUALIFIERS[figure.qualifier]}{figure.display} less"
    return f"{QUALIFIERS[figure.qualifier]}{figure.display}"


def age_group(value: str) -> str:
    return f"victims {value.replace('-', ' ')}"


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def headline(words: str, place: str, period: str, base: str) -> str:
    """The first line: the figure with its unit, its place and its period."""
    return " · ".join(part for part in (capital(words), place, period) if part) + (f", {base}" if base else "")


def period_words(label: str, reported: str | None, undated: bool, published: str) -> str:
    """The period; the source's own words beside it where they differ."""
    if undated:
        said = f'"{reported}"' if reported else "not stated"
        return f"period {said} in the source of {day_words(published)}"
    return f'{label} ("{reported}" in the source)' if reported and reported.lower() not in label.lower() else label


def voice(speaker: str, figure: Observation) -> str:
    """Whose words a claim or a statement is; nothing before a figure that its source line covers."""
    if figure.evidence == "political_claim":
        return f"Claim by {speaker}: "
    return f"Said by {speaker}: " if figure.measure == "statement" else ""


def rate_of(label: str) -> str:
    return f"Rate of {label[:1].lower()}{label[1:]}"


def doubtful(doubt: str) -> str:
    return f"As reported, and in doubt: {doubt}"


def in_doubt(doubt: str) -> str:
    return f" – in doubt: {doubt.rstrip('.')}"


def attributed(speaker: str, quoted_by: str | None) -> str:
    return f"{speaker}, quoted by {quoted_by}" if quoted_by else speaker


def source_line(speaker: str, publisher: str, citations: list[str]) -> str:
    """Who stands behind the figure, and where it is published."""
    known = speaker.partition(" (")[0] in publisher or publisher.partition(" /")[0] in speaker
    via = "" if known else f"{speaker}, via "
    return f"{SOURCE}{via}{' | '.join(citations)}"


def day_words(published: str) -> str:
    """A date as stored (2026-01-12, 2025-08 or 2018) in words."""
    parts = published.split("-")
    if len(parts) == 1:
        return published
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2])} {month}" if len(parts) == 3 else month


def month_words(period: Period) -> str:
    """The month up to which figures run."""
    return day_words(f"{period.end:%Y-%m}") if period.end else period.label


def citation_text(publisher: str, title: str, published: str, url: str | None, reported_by: str | None) -> str:
    """One line to copy: who, what, when, where."""
    parts = [publisher, f"{title}, {day_words(published)}" if published else title]
    text = ": ".join(parts)
    text += f"; reported by {reported_by}" if reported_by else ""
    return f"{text}. {url}" if url else f"{text}."


def sentences(parts: list[str]) -> str:
    return ". ".join(capital(part) for part in parts) + "."


def time_of(label: str) -> str:
    """A period behind a preposition of the sentence's own: a day's label brings one of its own."""
    return label.removeprefix("at ")


def beside(figure: Observation, base: str) -> str:
    """A change or a record under its level: "down 11% on 2024 (109)", "lowest annual total since 2014 (95)"."""
    shown = f" ({base})" if base else ""
    if figure.value is None or figure.measure == "rank_or_record":
        return f"{figure.statement}{shown}"
    on = f" on {time_of(figure.baseline.label)}" if figure.baseline else ""
    return f"{change(figure.display, figure.value, figure.qualifier)}{on}{shown}"


def short_citation(publisher: str, published: str, reported_by: ReportedBy | None) -> str:
    """Who and when, for brackets: "Metropolitan Police, 12 January 2026; reported by Brit Brief"."""
    when = f", {day_words(published)}" if published else ""
    return f"{publisher}{when}{f'; reported by {reported_by.publisher}' if reported_by else ''}"


def group_value(dimension: str, value: str) -> str:
    """A breakdown's value where its words are not at hand: "victims under 25", "knife"."""
    return age_group(value) if dimension == "victim_age" else value.replace("-", " ")


def also_line(figures: list[str]) -> str:
    return f"Also: {'; '.join(figures)}."


def bundle_opening(label: str) -> str:
    return f"{label}: no single figure settles it. What is held:"


def claims_given() -> str:
    return "Figures with their sources, not a verdict."
