"""Sentences on what was taken for granted: the place, the period, a reading, what was carried over."""

from __future__ import annotations


def assumed_place(place: str, only: bool) -> str:
    return f"You named no place: {place}{', the only one held' if only else ''}."


def assumed_place_of_channel(place: str) -> str:
    return f"You named no place: {place} (this channel's default)."


def assumed_period(label: str) -> str:
    return f"You named no period: the latest held, {label}."


def latest_held(label: str) -> str:
    return f"The latest held: {label}."


def assumed_reading(words: str, label: str) -> str:
    return f"Read “{words}” as {label}."


def carried(slots: list[str]) -> str:
    return f"Carried over from your last question: {', '.join(slots)}."


def reported_under(label: str, asked: str) -> str:
    return f"The figure is for {label.lower()}; its report says {asked.lower()}."


def narrowed(label: str) -> str:
    return f"Read as {label.lower()}, the only kind held for this."


def repaired(pairs: list[tuple[str, str]]) -> str:
    return f"Read {', '.join(f'“{a}” as “{b}”' for a, b in pairs)}."


def old(period: str) -> str:
    return f"The latest held is for {period}: it may be out of date."


def as_of(day: str) -> str:
    return f"As of {day}: what was published later is left out."
