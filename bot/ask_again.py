"""Questions that are offered: one that leads to a held figure, and one asked again with a place in full."""

from __future__ import annotations

from bot.show import group_words
from bot.understand import Understanding
from knowledge.base import KnowledgeBase
from knowledge.model import Observation, Place


def question_for(figure: Observation, knowledge: KnowledgeBase) -> str:
    """A full question that leads to the figure."""
    name, place = _name(figure, knowledge), knowledge.place(figure.place).label
    asked = _asked(figure, name, place, knowledge)
    by = f" according to {_speaker(figure, knowledge)}" if _is_one_voice(figure) else ""
    return f"{asked[:1].upper()}{asked[1:]}{by}?"


def question_at(understood: Understanding, place: Place) -> str:
    """The question as it was asked, with one of the places that a name of it may mean; all else stays as it was."""
    named = next(s for s in understood.spans if s.slot == "place" and place.id in s.values)
    words = (*understood.words[: named.start], place.label, *understood.words[named.stop :])
    question = " ".join(words)
    return f"{question[:1].upper()}{question[1:]}"


def _is_one_voice(figure: Observation) -> bool:
    """Whether the figure is told from others of the same thing by who gave it."""
    if figure.measure == "statement":
        return False
    pressed = figure.measure == "rank_or_record" and figure.evidence == "press_statement"
    return figure.evidence == "political_claim" or figure.period.kind == "undated" or pressed


def _asked(figure: Observation, name: str, place: str, knowledge: KnowledgeBase) -> str:
    at = f"{name} in {place}{_time(figure)}"
    other = knowledge.place(figure.compared_with).label if figure.compared_with else ""
    match figure.measure:
        case "ratio" | "rank_or_record" if other:
            return f"how does {name} in {place} compare with {other}{_time(figure)}"
        case "rank_or_record":
            return f"{at}: lowest or highest since when"
        case "ratio":
            return f"how many times higher or lower: {at}"
        case "statement":
            return f"what did {_speaker(figure, knowledge)} say on {name}{_time(figure)}"
        case "change_pct":
            return f"what was the percentage change in {at}"
        case "change_abs":
            return f"what was the change in the number of {at}"
    forms = {"count": "how many {}", "share": "what share: {}", "money": "how much money: {}"}
    return forms.get(figure.measure, "what was {}").format(at)


def _name(figure: Observation, knowledge: KnowledgeBase) -> str:
    label = knowledge.indicator(figure.indicator).label
    name = label if label[:2].isupper() else label[:1].lower() + label[1:]
    rate = "the rate of " if "rate" in {figure.measure, figure.of} and figure.measure != "change_pct" else ""
    return f"{rate}{name} {group_words(figure.breakdown, knowledge)}".strip()


def _speaker(figure: Observation, knowledge: KnowledgeBase) -> str:
    return knowledge.speaker(figure.quoted_by or figure.attributed_to).name


def _time(figure: Observation) -> str:
    """The time of the figure; nothing where its source states none."""
    if figure.period.kind == "undated":
        return ""
    return f" {figure.period.label}" if figure.period.kind in {"point", "until"} else f" in {figure.period.label}"
