"""Sentences of the details that are shown on request."""

from __future__ import annotations

from decimal import Decimal

from bot import wording
from bot.reply import Figure


def figure_detail(figure: Figure) -> str:
    """What a figure is, where and when: "97 homicides · London (Metropolitan Police area) · 2025"."""
    group = ", ".join(wording.group_value(dimension, group) for dimension, group in figure.breakdown.items())
    against = [figure.baseline.label] if figure.baseline and figure.baseline.start else []
    against += [figure.compared_with] if figure.compared_with else []
    base = f"against {', '.join(against)}" if against else ""
    where = " · ".join(filter(None, (group, figure.place)))
    return wording.headline(_value_of(figure), where, figure.period.label, base)


def _value_of(figure: Figure) -> str:
    """A shown figure with its name, and with its direction where it is a wording.change."""
    shown, qualifier = figure.display, figure.qualifier
    if figure.value is None or figure.statement:
        return f"{figure.label}: {figure.statement or shown}"
    value = Decimal(str(figure.value))
    match figure.measure:
        case "change_pct":
            return f"{figure.label} {wording.change(shown, value, qualifier)}"
        case "change_abs":
            return f"{figure.label}: {wording.more_or_fewer(shown, value, figure.unit, qualifier)}"
    less = " less" if figure.unit == "GBP" and value < 0 else ""
    told = shown if figure.unit in {"%", "GBP"} else wording.so_many(shown, figure.unit)
    counted = f"{wording.QUALIFIERS[qualifier]}{told}{less}"
    return counted if wording.names_itself(figure.unit, figure.label) else f"{figure.label}: {counted}"


def counted_as(definition: str) -> str:
    return f"What is counted: {definition}."


def given_by(speaker: str, status: str) -> str:
    return f"Given by {speaker}; {status}."


def formula(said: str) -> str:
    return f"Worked out as {said}."


def licence(terms: str) -> str:
    return f"Licence: {terms}."
