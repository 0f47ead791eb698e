"""Sentences of replies that give no figure: what is not held, not understood, not our subject, or to be chosen."""

from __future__ import annotations

EMERGENCY = "If anyone is in danger, call 999 (UK) or your local emergency number now."
NON_EMERGENCY = "To report a crime in the UK call 101, or 999 in an emergency."
SAMARITANS = "In the UK and Ireland, Samaritans listen day and night on 116 123."


def not_held(what: str) -> str:
    return f"Not held: {what}."


def not_in_that_form(what: str) -> str:
    return f"Held, but not in a form that answers this: {what}."


def nearest_line(lines: list[str]) -> str:
    return "Held nearby: " + "; ".join(lines) + "."


def elsewhere(publisher: str, title: str, url: str | None) -> str:
    return f"{publisher} ({title}{f', {url}' if url else ''})"


def elsewhere_line(publishers: list[str]) -> str:
    return f"Published by {'; '.join(publishers)}."


def not_understood(words: list[str]) -> str:
    if not words:
        return "I did not understand all of that, so I give no figure."
    return f"I do not know what to do with {', '.join(f'“{w}”' for w in words)}, so I give no figure."


REFUSED = {
    "forecast": "Beatbook holds recorded figures, not forecasts.",
    "cause": "Beatbook gives figures, not their causes.",
    "opinion": "Beatbook gives figures, not opinions.",
    "interval": "Not held as an average or for each such interval, and I do not work one out.",
    "rank": "What is held makes no such ranking, so none is given.",
    "trend": "Not held as a series over time.",
    "too_fresh": "Nothing as fresh as that is held.",
    "several": "That asks for more than one thing at once. Ask one at a time.",
    "arithmetic": "That cannot be worked out from what is held.",
    "small_base": "No rate or percentage is worked out on fewer than 30; the counts are given instead.",
    "no_residents": "No rate is worked out where few people live and many more come by day.",
    "no_count": "No count is held for this, only a rate.",
    "no_level": "Only how it changed is held for this, not how many or how much.",
    "unread_before": "I did not understand the question before this one, so I do not go on from the one before that.",
    "no_rank": "Not listed or ranked by area, ward, street or day. A ward is asked for by name: “Camden Town ward”.",
}


def out_of_scope(kind: str) -> str:
    """One short line for what Beatbook is not for."""
    if kind == "danger":
        return f"{EMERGENCY} {SAMARITANS}"
    lines = {
        "legal": f"I cannot give legal advice. {NON_EMERGENCY}",
        "personal": "I hold crime figures, nothing on persons or cases.",
        "instruction": "I only look up crime and policing figures.",
    }
    return lines.get(kind, "I only answer questions on crime and policing figures.")


def try_asking(examples: tuple[str, ...]) -> str:
    return "Try: " + " · ".join(examples)


def did_you_mean() -> str:
    return "Did you mean:"


def clarify(about: str) -> str:
    return f"Which {about} do you mean?"
